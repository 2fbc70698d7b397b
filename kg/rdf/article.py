"""One article's named graph: its metadata, its reports and refusals, and the run that read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain

from pyoxigraph import Literal, NamedNode, Quad

from kg.ids import DATA, digest, slug
from kg.model import Article, Known, Reading, Refusal, Run
from kg.rdf.discretion import discretion
from kg.rdf.facts import Fact, kinds, link, safe_iri, value
from kg.rdf.nodes import Names
from kg.rdf.report import evidence_facts, person_facts, report_facts, stretch_facts
from kg.rdf.run import run_iri
from kg.terms import CKG, DCTERMS, FOAF, PROV, RDFS, SCHEMA

# One node can be named by several mentions ("Local residents", "local residents"), but has one of each of these.
SINGLE = frozenset({RDFS.label, CKG.score, CKG.actorKind, CKG.precision, CKG.age, FOAF.name})


def article_quads(reading: Reading, run: Run, *, base: str = DATA, names: bool = True) -> Iterator[Quad]:
    """Yield the quads of one article's graph, sorted; with `names=False` no victim's name is in them."""
    call = Names(article=reading.article, base=base, discretion=discretion(reading, names=names))
    facts = chain(
        _article(reading.article, call),
        _provenance(run, call),
        chain.from_iterable(report_facts(report, call) for report in reading.reports),
        chain.from_iterable(person_facts(person, reading.reports, call) for person in reading.persons),
        chain.from_iterable(_refusal(refusal, call) for refusal in reading.refusals),
    )
    graph = NamedNode(call.graph)
    quads = (Quad(subject, predicate, other, graph) for subject, predicate, other in facts)
    told = {str(quad): quad for quad in quads}  # what is sorted by also tells what is told twice
    yield from _settled([told[line] for line in sorted(told)])


def _settled(quads: Sequence[Quad]) -> Iterator[Quad]:
    """Yield `quads` without second values of what one mention tells more loosely than another of the same thing."""
    kept: dict[tuple[str, str], Quad] = {}
    for quad in quads:
        predicate = quad.predicate.value
        if predicate in SINGLE:
            key = str(quad.subject), predicate
            # A place named twice can have been scored twice: the better score counts, and else the first in order.
            if key not in kept or (predicate == CKG.score and _score(quad) > _score(kept[key])):
                kept[key] = quad
    chosen = set(kept.values())
    return (quad for quad in quads if quad.predicate.value not in SINGLE or quad in chosen)


def _score(quad: Quad) -> Decimal:
    return Decimal(quad.object.value) if isinstance(quad.object, Literal) else Decimal(0)


def _article(article: Article, names: Names) -> Iterator[Fact]:
    node, may = names.told_in, names.discretion.verbatim
    yield from kinds(node, CKG.Article)
    yield from value(node, DCTERMS.identifier, may(article.key) or article.id)
    yield from value(node, CKG.text, article.text if names.discretion.names else None)
    yield from value(node, CKG.textSha256, article.text_sha256)
    yield from value(node, CKG.rawSha256, article.raw_sha256)
    yield from value(node, CKG.origin, may(article.origin))
    yield from value(node, DCTERMS.format, article.media_type)
    yield from value(node, DCTERMS.language, article.language)
    yield from link(node, SCHEMA.url, [safe_iri(may(article.url))])
    if article.headline is not None and may(article.headline.value) is not None:
        yield from value(node, DCTERMS.title, article.headline.value)
        yield from value(node, CKG.titleFoundBy, article.headline.how)
    if article.published is not None:
        yield from value(node, DCTERMS.issued, article.published_date)
        yield from value(node, CKG.issuedFoundBy, article.published.how)
    if article.publisher is not None:
        yield from _publisher(node, article.publisher, names)
    for piece in article.furniture:
        stretch = names.stretch("furniture", piece.span)
        yield from link(node, CKG.furniture, [stretch])
        yield from stretch_facts("furniture", piece.span, names, quoted=False)
        yield from value(stretch, CKG.reason, piece.reason)


def _publisher(article: str, publisher: Known, names: Names) -> Iterator[Fact]:
    node = names.of("source", slug(publisher.value))
    yield from link(article, DCTERMS.publisher, [node])
    yield from value(article, CKG.publisherFoundBy, publisher.how)
    yield from kinds(node, CKG.Publisher)
    yield from value(node, RDFS.label, publisher.value)


def _provenance(run: Run, names: Names) -> Iterator[Fact]:
    yield from kinds(names.graph, PROV.Entity)
    yield from link(names.graph, PROV.wasGeneratedBy, [run_iri(run, base=names.base)])
    yield from link(names.graph, PROV.wasDerivedFrom, [names.told_in])


def _refusal(refusal: Refusal, names: Names) -> Iterator[Fact]:
    node = names.of("refusal", digest(names.article.id, refusal.span.start, refusal.span.end, refusal.reason))
    yield from kinds(node, CKG.Refusal)
    yield from link(node, CKG.toldIn, [names.told_in])
    yield from value(node, CKG.reason, refusal.reason)
    yield from value(node, RDFS.comment, names.discretion.verbatim(refusal.note))
    yield from evidence_facts(node, [refusal.span], names)
