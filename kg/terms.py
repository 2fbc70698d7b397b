"""The vocabulary as closed lists of constants: a misspelt term is an AttributeError and an error of mypy.

Generated from ontology/conflict.ttl by tools/generate_terms.py; do not edit.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final


class CKG:
    """Terms of <https://w3id.org/conflict-kg/ontology#>."""

    Actor: Final = "https://w3id.org/conflict-kg/ontology#Actor"
    Agreement: Final = "https://w3id.org/conflict-kg/ontology#Agreement"
    ArmedClash: Final = "https://w3id.org/conflict-kg/ontology#ArmedClash"
    Article: Final = "https://w3id.org/conflict-kg/ontology#Article"
    Attack: Final = "https://w3id.org/conflict-kg/ontology#Attack"
    AttackOnEducation: Final = "https://w3id.org/conflict-kg/ontology#AttackOnEducation"
    AttackOnHealthCare: Final = "https://w3id.org/conflict-kg/ontology#AttackOnHealthCare"
    AttackOnProtectedSite: Final = "https://w3id.org/conflict-kg/ontology#AttackOnProtectedSite"
    Candidate: Final = "https://w3id.org/conflict-kg/ontology#Candidate"
    CasualtyCount: Final = "https://w3id.org/conflict-kg/ontology#CasualtyCount"
    Detention: Final = "https://w3id.org/conflict-kg/ontology#Detention"
    Displacement: Final = "https://w3id.org/conflict-kg/ontology#Displacement"
    Event: Final = "https://w3id.org/conflict-kg/ontology#Event"
    Facility: Final = "https://w3id.org/conflict-kg/ontology#Facility"
    FormerEvent: Final = "https://w3id.org/conflict-kg/ontology#FormerEvent"
    HumanitarianResponse: Final = "https://w3id.org/conflict-kg/ontology#HumanitarianResponse"
    Judgement: Final = "https://w3id.org/conflict-kg/ontology#Judgement"
    Link: Final = "https://w3id.org/conflict-kg/ontology#Link"
    Meeting: Final = "https://w3id.org/conflict-kg/ontology#Meeting"
    Person: Final = "https://w3id.org/conflict-kg/ontology#Person"
    Place: Final = "https://w3id.org/conflict-kg/ontology#Place"
    Protest: Final = "https://w3id.org/conflict-kg/ontology#Protest"
    Publisher: Final = "https://w3id.org/conflict-kg/ontology#Publisher"
    Refusal: Final = "https://w3id.org/conflict-kg/ontology#Refusal"
    RejectedInput: Final = "https://w3id.org/conflict-kg/ontology#RejectedInput"
    Report: Final = "https://w3id.org/conflict-kg/ontology#Report"
    Run: Final = "https://w3id.org/conflict-kg/ontology#Run"
    Statement: Final = "https://w3id.org/conflict-kg/ontology#Statement"
    TerritoryChange: Final = "https://w3id.org/conflict-kg/ontology#TerritoryChange"
    TollRange: Final = "https://w3id.org/conflict-kg/ontology#TollRange"
    accepted: Final = "https://w3id.org/conflict-kg/ontology#accepted"
    acledName: Final = "https://w3id.org/conflict-kg/ontology#acledName"
    actorKind: Final = "https://w3id.org/conflict-kg/ontology#actorKind"
    age: Final = "https://w3id.org/conflict-kg/ontology#age"
    aggregate: Final = "https://w3id.org/conflict-kg/ontology#aggregate"
    approximate: Final = "https://w3id.org/conflict-kg/ontology#approximate"
    articleCount: Final = "https://w3id.org/conflict-kg/ontology#articleCount"
    between: Final = "https://w3id.org/conflict-kg/ontology#between"
    candidate: Final = "https://w3id.org/conflict-kg/ontology#candidate"
    casualty: Final = "https://w3id.org/conflict-kg/ontology#casualty"
    config: Final = "https://w3id.org/conflict-kg/ontology#config"
    contradiction: Final = "https://w3id.org/conflict-kg/ontology#contradiction"
    contradicts: Final = "https://w3id.org/conflict-kg/ontology#contradicts"
    coreFirst: Final = "https://w3id.org/conflict-kg/ontology#coreFirst"
    coreLast: Final = "https://w3id.org/conflict-kg/ontology#coreLast"
    countMax: Final = "https://w3id.org/conflict-kg/ontology#countMax"
    countMin: Final = "https://w3id.org/conflict-kg/ontology#countMin"
    countText: Final = "https://w3id.org/conflict-kg/ontology#countText"
    countryCode: Final = "https://w3id.org/conflict-kg/ontology#countryCode"
    damage: Final = "https://w3id.org/conflict-kg/ontology#damage"
    earliest: Final = "https://w3id.org/conflict-kg/ontology#earliest"
    edtf: Final = "https://w3id.org/conflict-kg/ontology#edtf"
    eventType: Final = "https://w3id.org/conflict-kg/ontology#eventType"
    evidence: Final = "https://w3id.org/conflict-kg/ontology#evidence"
    facility: Final = "https://w3id.org/conflict-kg/ontology#facility"
    facilityType: Final = "https://w3id.org/conflict-kg/ontology#facilityType"
    fingerprint: Final = "https://w3id.org/conflict-kg/ontology#fingerprint"
    furniture: Final = "https://w3id.org/conflict-kg/ontology#furniture"
    geonamesId: Final = "https://w3id.org/conflict-kg/ontology#geonamesId"
    hadReport: Final = "https://w3id.org/conflict-kg/ontology#hadReport"
    happenedAt: Final = "https://w3id.org/conflict-kg/ontology#happenedAt"
    hasReport: Final = "https://w3id.org/conflict-kg/ontology#hasReport"
    highest: Final = "https://w3id.org/conflict-kg/ontology#highest"
    highestIn: Final = "https://w3id.org/conflict-kg/ontology#highestIn"
    hullFirst: Final = "https://w3id.org/conflict-kg/ontology#hullFirst"
    hullLast: Final = "https://w3id.org/conflict-kg/ontology#hullLast"
    incidentsMax: Final = "https://w3id.org/conflict-kg/ontology#incidentsMax"
    incidentsMin: Final = "https://w3id.org/conflict-kg/ontology#incidentsMin"
    incidentsText: Final = "https://w3id.org/conflict-kg/ontology#incidentsText"
    issuedFoundBy: Final = "https://w3id.org/conflict-kg/ontology#issuedFoundBy"
    judgedType: Final = "https://w3id.org/conflict-kg/ontology#judgedType"
    latest: Final = "https://w3id.org/conflict-kg/ontology#latest"
    linkPart: Final = "https://w3id.org/conflict-kg/ontology#linkPart"
    linkScore: Final = "https://w3id.org/conflict-kg/ontology#linkScore"
    loadedName: Final = "https://w3id.org/conflict-kg/ontology#loadedName"
    locatedIn: Final = "https://w3id.org/conflict-kg/ontology#locatedIn"
    lookedUpIn: Final = "https://w3id.org/conflict-kg/ontology#lookedUpIn"
    lowest: Final = "https://w3id.org/conflict-kg/ontology#lowest"
    lowestIn: Final = "https://w3id.org/conflict-kg/ontology#lowestIn"
    match: Final = "https://w3id.org/conflict-kg/ontology#match"
    mayContain: Final = "https://w3id.org/conflict-kg/ontology#mayContain"
    memberOf: Final = "https://w3id.org/conflict-kg/ontology#memberOf"
    mentionedAs: Final = "https://w3id.org/conflict-kg/ontology#mentionedAs"
    message: Final = "https://w3id.org/conflict-kg/ontology#message"
    method: Final = "https://w3id.org/conflict-kg/ontology#method"
    model: Final = "https://w3id.org/conflict-kg/ontology#model"
    modelHash: Final = "https://w3id.org/conflict-kg/ontology#modelHash"
    namedIn: Final = "https://w3id.org/conflict-kg/ontology#namedIn"
    openRange: Final = "https://w3id.org/conflict-kg/ontology#openRange"
    operator: Final = "https://w3id.org/conflict-kg/ontology#operator"
    origin: Final = "https://w3id.org/conflict-kg/ontology#origin"
    outcome: Final = "https://w3id.org/conflict-kg/ontology#outcome"
    partOf: Final = "https://w3id.org/conflict-kg/ontology#partOf"
    pcode: Final = "https://w3id.org/conflict-kg/ontology#pcode"
    perpetrator: Final = "https://w3id.org/conflict-kg/ontology#perpetrator"
    place: Final = "https://w3id.org/conflict-kg/ontology#place"
    placeName: Final = "https://w3id.org/conflict-kg/ontology#placeName"
    ploverName: Final = "https://w3id.org/conflict-kg/ontology#ploverName"
    precision: Final = "https://w3id.org/conflict-kg/ontology#precision"
    publisherCount: Final = "https://w3id.org/conflict-kg/ontology#publisherCount"
    publisherFoundBy: Final = "https://w3id.org/conflict-kg/ontology#publisherFoundBy"
    quadCount: Final = "https://w3id.org/conflict-kg/ontology#quadCount"
    radius: Final = "https://w3id.org/conflict-kg/ontology#radius"
    rangeOutcome: Final = "https://w3id.org/conflict-kg/ontology#rangeOutcome"
    rawSha256: Final = "https://w3id.org/conflict-kg/ontology#rawSha256"
    reason: Final = "https://w3id.org/conflict-kg/ontology#reason"
    repeats: Final = "https://w3id.org/conflict-kg/ontology#repeats"
    role: Final = "https://w3id.org/conflict-kg/ontology#role"
    rule: Final = "https://w3id.org/conflict-kg/ontology#rule"
    rulesHash: Final = "https://w3id.org/conflict-kg/ontology#rulesHash"
    score: Final = "https://w3id.org/conflict-kg/ontology#score"
    site: Final = "https://w3id.org/conflict-kg/ontology#site"
    softwareVersion: Final = "https://w3id.org/conflict-kg/ontology#softwareVersion"
    source: Final = "https://w3id.org/conflict-kg/ontology#source"
    status: Final = "https://w3id.org/conflict-kg/ontology#status"
    target: Final = "https://w3id.org/conflict-kg/ontology#target"
    text: Final = "https://w3id.org/conflict-kg/ontology#text"
    textSha256: Final = "https://w3id.org/conflict-kg/ontology#textSha256"
    titleFoundBy: Final = "https://w3id.org/conflict-kg/ontology#titleFoundBy"
    toldIn: Final = "https://w3id.org/conflict-kg/ontology#toldIn"
    tollRange: Final = "https://w3id.org/conflict-kg/ontology#tollRange"
    ucdpName: Final = "https://w3id.org/conflict-kg/ontology#ucdpName"
    updates: Final = "https://w3id.org/conflict-kg/ontology#updates"
    use: Final = "https://w3id.org/conflict-kg/ontology#use"
    verdict: Final = "https://w3id.org/conflict-kg/ontology#verdict"
    victim: Final = "https://w3id.org/conflict-kg/ontology#victim"
    victimGroup: Final = "https://w3id.org/conflict-kg/ontology#victimGroup"
    voiceCount: Final = "https://w3id.org/conflict-kg/ontology#voiceCount"
    weapon: Final = "https://w3id.org/conflict-kg/ontology#weapon"
    whenText: Final = "https://w3id.org/conflict-kg/ontology#whenText"
    wikidata: Final = "https://w3id.org/conflict-kg/ontology#wikidata"
    within: Final = "https://w3id.org/conflict-kg/ontology#within"


class DCTERMS:
    """Terms of <http://purl.org/dc/terms/>."""

    creator: Final = "http://purl.org/dc/terms/creator"
    description: Final = "http://purl.org/dc/terms/description"
    format: Final = "http://purl.org/dc/terms/format"
    identifier: Final = "http://purl.org/dc/terms/identifier"
    isReplacedBy: Final = "http://purl.org/dc/terms/isReplacedBy"
    issued: Final = "http://purl.org/dc/terms/issued"
    language: Final = "http://purl.org/dc/terms/language"
    license: Final = "http://purl.org/dc/terms/license"
    publisher: Final = "http://purl.org/dc/terms/publisher"
    rights: Final = "http://purl.org/dc/terms/rights"
    source: Final = "http://purl.org/dc/terms/source"
    title: Final = "http://purl.org/dc/terms/title"
    type: Final = "http://purl.org/dc/terms/type"


class EDTF:
    """Terms of <http://id.loc.gov/datatypes/edtf/>."""

    EDTF: Final = "http://id.loc.gov/datatypes/edtf/EDTF"


class FOAF:
    """Terms of <http://xmlns.com/foaf/0.1/>."""

    name: Final = "http://xmlns.com/foaf/0.1/name"


class GEO:
    """Terms of <http://www.opengis.net/ont/geosparql#>."""

    Feature: Final = "http://www.opengis.net/ont/geosparql#Feature"
    Geometry: Final = "http://www.opengis.net/ont/geosparql#Geometry"
    asWKT: Final = "http://www.opengis.net/ont/geosparql#asWKT"
    hasGeometry: Final = "http://www.opengis.net/ont/geosparql#hasGeometry"
    sfWithin: Final = "http://www.opengis.net/ont/geosparql#sfWithin"
    wktLiteral: Final = "http://www.opengis.net/ont/geosparql#wktLiteral"


class OA:
    """Terms of <http://www.w3.org/ns/oa#>."""

    SpecificResource: Final = "http://www.w3.org/ns/oa#SpecificResource"
    TextPositionSelector: Final = "http://www.w3.org/ns/oa#TextPositionSelector"
    TextQuoteSelector: Final = "http://www.w3.org/ns/oa#TextQuoteSelector"
    end: Final = "http://www.w3.org/ns/oa#end"
    exact: Final = "http://www.w3.org/ns/oa#exact"
    hasSelector: Final = "http://www.w3.org/ns/oa#hasSelector"
    hasSource: Final = "http://www.w3.org/ns/oa#hasSource"
    prefix: Final = "http://www.w3.org/ns/oa#prefix"
    start: Final = "http://www.w3.org/ns/oa#start"
    suffix: Final = "http://www.w3.org/ns/oa#suffix"


class ORG:
    """Terms of <http://www.w3.org/ns/org#>."""

    subOrganizationOf: Final = "http://www.w3.org/ns/org#subOrganizationOf"


class PROV:
    """Terms of <http://www.w3.org/ns/prov#>."""

    Activity: Final = "http://www.w3.org/ns/prov#Activity"
    Entity: Final = "http://www.w3.org/ns/prov#Entity"
    SoftwareAgent: Final = "http://www.w3.org/ns/prov#SoftwareAgent"
    wasAssociatedWith: Final = "http://www.w3.org/ns/prov#wasAssociatedWith"
    wasDerivedFrom: Final = "http://www.w3.org/ns/prov#wasDerivedFrom"
    wasGeneratedBy: Final = "http://www.w3.org/ns/prov#wasGeneratedBy"


class RDF:
    """Terms of <http://www.w3.org/1999/02/22-rdf-syntax-ns#>."""

    type: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class RDFS:
    """Terms of <http://www.w3.org/2000/01/rdf-schema#>."""

    comment: Final = "http://www.w3.org/2000/01/rdf-schema#comment"
    label: Final = "http://www.w3.org/2000/01/rdf-schema#label"
    seeAlso: Final = "http://www.w3.org/2000/01/rdf-schema#seeAlso"
    subClassOf: Final = "http://www.w3.org/2000/01/rdf-schema#subClassOf"


class SCHEMA:
    """Terms of <https://schema.org/>."""

    dissolutionDate: Final = "https://schema.org/dissolutionDate"
    foundingDate: Final = "https://schema.org/foundingDate"
    url: Final = "https://schema.org/url"


class SKOS:
    """Terms of <http://www.w3.org/2004/02/skos/core#>."""

    Concept: Final = "http://www.w3.org/2004/02/skos/core#Concept"
    ConceptScheme: Final = "http://www.w3.org/2004/02/skos/core#ConceptScheme"
    altLabel: Final = "http://www.w3.org/2004/02/skos/core#altLabel"
    broadMatch: Final = "http://www.w3.org/2004/02/skos/core#broadMatch"
    broader: Final = "http://www.w3.org/2004/02/skos/core#broader"
    closeMatch: Final = "http://www.w3.org/2004/02/skos/core#closeMatch"
    definition: Final = "http://www.w3.org/2004/02/skos/core#definition"
    editorialNote: Final = "http://www.w3.org/2004/02/skos/core#editorialNote"
    exactMatch: Final = "http://www.w3.org/2004/02/skos/core#exactMatch"
    example: Final = "http://www.w3.org/2004/02/skos/core#example"
    hasTopConcept: Final = "http://www.w3.org/2004/02/skos/core#hasTopConcept"
    hiddenLabel: Final = "http://www.w3.org/2004/02/skos/core#hiddenLabel"
    inScheme: Final = "http://www.w3.org/2004/02/skos/core#inScheme"
    narrowMatch: Final = "http://www.w3.org/2004/02/skos/core#narrowMatch"
    narrower: Final = "http://www.w3.org/2004/02/skos/core#narrower"
    notation: Final = "http://www.w3.org/2004/02/skos/core#notation"
    note: Final = "http://www.w3.org/2004/02/skos/core#note"
    prefLabel: Final = "http://www.w3.org/2004/02/skos/core#prefLabel"
    related: Final = "http://www.w3.org/2004/02/skos/core#related"
    relatedMatch: Final = "http://www.w3.org/2004/02/skos/core#relatedMatch"
    scopeNote: Final = "http://www.w3.org/2004/02/skos/core#scopeNote"
    topConceptOf: Final = "http://www.w3.org/2004/02/skos/core#topConceptOf"


class VANN:
    """Terms of <http://purl.org/vocab/vann/>."""

    preferredNamespacePrefix: Final = "http://purl.org/vocab/vann/preferredNamespacePrefix"
    preferredNamespaceUri: Final = "http://purl.org/vocab/vann/preferredNamespaceUri"


class WGS:
    """Terms of <http://www.w3.org/2003/01/geo/wgs84_pos#>."""

    lat: Final = "http://www.w3.org/2003/01/geo/wgs84_pos#lat"
    long: Final = "http://www.w3.org/2003/01/geo/wgs84_pos#long"


class XSD:
    """Terms of <http://www.w3.org/2001/XMLSchema#>."""

    boolean: Final = "http://www.w3.org/2001/XMLSchema#boolean"
    date: Final = "http://www.w3.org/2001/XMLSchema#date"
    decimal: Final = "http://www.w3.org/2001/XMLSchema#decimal"
    integer: Final = "http://www.w3.org/2001/XMLSchema#integer"
    string: Final = "http://www.w3.org/2001/XMLSchema#string"


# Prefix to namespace, as in every file of ours.
PREFIXES: Final[MappingProxyType[str, str]] = MappingProxyType(
    {
        "ckg": "https://w3id.org/conflict-kg/ontology#",
        "dcterms": "http://purl.org/dc/terms/",
        "edtf": "http://id.loc.gov/datatypes/edtf/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "geo": "http://www.opengis.net/ont/geosparql#",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "vann": "http://purl.org/vocab/vann/",
        "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)

# Notation of the event-type scheme to the class of the report.
REPORT_CLASS: Final[MappingProxyType[str, str]] = MappingProxyType(
    {
        "Agreement": CKG.Agreement,
        "Airstrike": CKG.Attack,
        "Attack": CKG.Attack,
        "Bombing": CKG.Attack,
        "Capture": CKG.TerritoryChange,
        "ChemicalAttack": CKG.Attack,
        "Clash": CKG.ArmedClash,
        "Detention": CKG.Detention,
        "Displacement": CKG.Displacement,
        "DroneStrike": CKG.Attack,
        "Meeting": CKG.Meeting,
        "Protest": CKG.Protest,
        "Relief": CKG.HumanitarianResponse,
        "Shelling": CKG.Attack,
        "Shooting": CKG.Attack,
        "Statement": CKG.Statement,
    }
)

# Class to all the classes above it.
SUPERCLASSES: Final[MappingProxyType[str, tuple[str, ...]]] = MappingProxyType(
    {
        CKG.Agreement: (CKG.Report,),
        CKG.ArmedClash: (CKG.Report,),
        CKG.Attack: (CKG.Report,),
        CKG.AttackOnEducation: (CKG.Attack, CKG.AttackOnProtectedSite, CKG.Report),
        CKG.AttackOnHealthCare: (CKG.Attack, CKG.AttackOnProtectedSite, CKG.Report),
        CKG.AttackOnProtectedSite: (CKG.Attack, CKG.Report),
        CKG.Detention: (CKG.Report,),
        CKG.Displacement: (CKG.Report,),
        CKG.HumanitarianResponse: (CKG.Report,),
        CKG.Meeting: (CKG.Report,),
        CKG.Protest: (CKG.Report,),
        CKG.Statement: (CKG.Report,),
        CKG.TerritoryChange: (CKG.Report,),
    }
)
