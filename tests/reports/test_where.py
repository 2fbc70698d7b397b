"""Where it happened and what was hit: sentences of our own → places of each report, facilities."""

from __future__ import annotations

import pytest

from tests.reports.test_reports import reading

PLACES: list[tuple[str, str]] = [
    ("Russian missiles struck a hotel in the centre of Kharkiv late on Saturday.", "Kharkiv"),
    ("The Sudanese army bombed the town of El Geneina in West Darfur.", "El Geneina"),
    ("Fighting erupted on the outskirts of Goma between the army and M23 rebels.", "Goma"),
    ("Saudi-led coalition warplanes hit a funeral hall in Sanaa, the Yemeni capital.", "Sanaa"),
    ("Gunmen killed 14 farmers in Kware, a village outside Maiduguri in northeastern Nigeria's Borno state.", "Kware"),
    ("Artillery pounded the villages of Madagiz and Talish in Nagorno-Karabakh overnight.", "Madagiz+Talish"),
    ("A suicide bomber blew himself up outside a mosque in Kunduz on Friday.", "Kunduz"),
    ("Rebels seized the mining town of Rubaya, in Masisi territory, North Kivu province.", "Rubaya"),
    ("A car bomb exploded in the Karrada district of central Baghdad.", "Karrada"),
    ("Ukrainian forces shelled the Russian border town of Shebekino in the Belgorod region.", "Shebekino"),
    ("A drone crashed into an apartment building in Odesa's Prymorskyi district, authorities said.", "Prymorskyi"),
    ("Turkish jets bombed PKK positions in the Qandil mountains of northern Iraq.", "Qandil"),
    ("Houthi rebels fired a ballistic missile at the Saudi city of Jizan.", "Jizan"),
    ("Missiles launched from Belgorod hit Kharkiv early on Monday.", "Kharkiv"),
    ("Houthi forces fired missiles from Hodeidah at ships in the Red Sea.", "Red Sea"),
    ("Warplanes that took off from the Hmeimim airbase bombed Saraqib.", "Saraqib"),
    ("The rockets, fired from southern Lebanon, landed in Kiryat Shmona.", "Kiryat Shmona"),
    ("Drones launched from the Black Sea struck the port of Izmail.", "Izmail"),
    ("A convoy travelling from Kinshasa to Bukavu was ambushed near Uvira.", "Uvira"),
    ("Speaking in Geneva, the UN envoy said air strikes had killed 20 people in Hodeidah.", "Hodeidah"),
    ("The governor told reporters in Zaporizhzhia that shelling of Polohy had wounded four people.", "Polohy"),
    ("A hospital official in Khan Younis said an Israeli strike killed three people in Rafah.", "Rafah"),
    ("Officials in Washington said the strike killed an al-Shabaab leader in Jilib.", "Jilib"),
    (
        "The wounded were taken to a hospital in Port-au-Prince after gunmen attacked the town of Pont-Sonde.",
        "Pont-Sonde",
    ),
    ("Activists in London said troops killed 30 villagers in Mutarara.", "Mutarara"),
    ("The victims, originally from Homs, were killed by a mine in Tabqa.", "Tabqa"),
    ("Shells fell on the town of Toretsk, in Ukraine's eastern Donetsk region.", "Toretsk"),
    ("Clashes broke out in Tripoli's southern suburb of Ain Zara.", "Ain Zara"),
    ("Troops stormed Jenin refugee camp in the occupied West Bank.", "Jenin"),
    ("The militants overran a base at Lamu, on Kenya's coast near the Somali border.", "Lamu"),
    ("Gunmen stormed a mosque in Tanwiri, Banibangou department, Tillaberi region.", "Tanwiri"),
    (
        "A Russian guided bomb hit the settlement of Kupiansk-Vuzlovyi, Kupiansk district, Kharkiv region.",
        "Kupiansk-Vuzlovyi",
    ),
    ("In Ethiopia's Amhara region, a drone strike killed 26 people in the town of Finote Selam.", "Finote Selam"),
    ("The army shelled Loikaw, capital of Kayah State in eastern Myanmar.", "Loikaw"),
    ("Rocket fire hit Ashkelon, a city in southern Israel about 10 kilometres north of Gaza.", "Ashkelon"),
    ("The bombardment targeted the Salaheddin neighbourhood of Aleppo city.", "Salaheddin"),
    # Which of two names is the quarter, the size of the town tells.
    ("In the Mogadishu neighbourhood of Suuqa Xoolaha, a roadside bomb killed three soldiers.", "Suuqa Xoolaha"),
    ("Troops shelled the Kharkiv village of Staryi Saltiv on Monday.", "Staryi Saltiv"),
    # A district that is known only as part of a town was put there: it is finer than the town.
    ("Rebels launched an offensive inside Goma on Friday, targeting the army at the Karisimbi district.", "Karisimbi"),
    # One of many in a town is not called after it, and its name tells where.
    ("A car bomb destroyed an upscale Kabul restaurant, killing eight people.", "Kabul"),
    ("Six people died when militants stormed Mogadishu hotels on Friday.", "Mogadishu"),
    ("Twenty people were killed in fighting in Kassala province as an envoy prepared a Middle East tour.", "Kassala"),
    # A landmark that was attacked goes before what lies around those who came.
    (
        "Coming down to the bank of the Nile River in a long column, rebels stormed the army positions "
        "at the edge of Merowe airport.",
        "Merowe",
    ),
    ("Air strikes hit Idlib, Maarat al-Numan and Saraqib.", "Idlib+Maarat al-Numan+Saraqib"),
    ("Clashes were reported in Nyala, El Fasher and Kutum.", "Nyala+El Fasher+Kutum"),
    ("Shelling struck the towns of Nikopol, Marhanets and Pokrovsk.", "Nikopol+Marhanets+Pokrovsk"),
    ("Al-Shabaab fighters attacked army bases in Bariire and Awdheegle.", "Bariire+Awdheegle"),
    (
        "Russian strikes hit a school in Kostiantynivka, a power plant in Kryvyi Rih and a market in Kherson.",
        "Kostiantynivka;Kryvyi Rih;Kherson",
    ),
    ("Shells hit a clinic in Kadugli and a mosque in Dilling.", "Kadugli;Dilling"),
    ("Shelling killed four people in Bakhmut and wounded six in Soledar.", "Bakhmut;Soledar"),
    ("A bomb in Baquba killed five people, while gunmen shot dead a judge in Mosul.", "Baquba;Mosul"),
    ("The army recaptured Umm Ruwaba, and its aircraft struck RSF positions in Nyala.", "Umm Ruwaba;Nyala"),
    ("A bomb exploded outside Quetta's civil hospital.", "Quetta"),
    ("Militants blew up a section of the gas pipeline south of El-Arish.", "El-Arish"),
    ("A mine exploded under a bus on the Timbuktu-Goundam road.", "Timbuktu-Goundam road"),
    ("Fighting raged around the Antonivskyi bridge.", "Antonivskyi bridge"),
    ("Rebels advanced toward Sake, west of Goma.", "Sake"),
    ("The jet was shot down over Idlib province.", "Idlib"),
    ("Rockets rained down on the city of Sderot.", "Sderot"),
    ("Militants attacked villages around Pissila.", "Pissila"),
    ("Shelling of residential areas of Horlivka killed three people.", "Horlivka"),
    ("The bombing of a wedding party in Deh Bala, Nangarhar, killed 47.", "Deh Bala"),
    ("In the northern city of Kunduz, Taliban fighters attacked police checkpoints.", "Kunduz"),
    ("In eastern Congo, ADF rebels killed 40 villagers.", "eastern Congo"),
    ("In Marinka, just outside Donetsk, a Ukrainian soldier was killed by sniper fire.", "Marinka"),
    ("Near the town of Palma, insurgents beheaded 12 people.", "Palma"),
    ("Violence flared in Wad Madani, where RSF fighters looted hospitals.", "Wad Madani"),
    ("Mr Diallo, who lives in Bamako, was kidnapped in Diabaly.", "Diabaly"),
    ("The Syrian city of Deir al-Zour was bombed by warplanes on Sunday.", "Deir al-Zour"),
    ("Libya's coastal town of Zawiya saw renewed clashes between rival militias.", "Zawiya"),
    ("Regime forces shelled Kansafra and al-Bara in Jabal al-Zawiya, south of Idlib.", "Kansafra+al-Bara"),
    ("Turkish artillery shelled the surroundings of Tal Tamr, north of Hasakah.", "Tal Tamr"),
    ("Clashes took place on the Zaporizhzhia front.", "Zaporizhzhia"),
    ("Russian forces attacked in the Kupiansk direction.", "Kupiansk"),
    (
        "Ukrainian troops repelled assaults near Ivanivske and Klishchiivka in the Bakhmut sector.",
        "Ivanivske+Klishchiivka",
    ),
    ("The Idlib Revolutionary Forces attacked a checkpoint in Jarabulus.", "Jarabulus"),
    ("Kyiv said its drones hit an oil depot in Feodosia.", "Feodosia"),
    ("The Damascus government shelled Douma.", "Douma"),
    ("Beirut's army command said an officer was killed in Arsal.", "Arsal"),
    ("Moscow-backed separatists shelled Avdiivka.", "Avdiivka"),
    ("A Tripoli-based militia kidnapped two journalists in Gharyan.", "Gharyan"),
    ("Police in Karachi shot dead three militants.", "Karachi"),
    ("A missile hit a maternity ward in Vilniansk, killing a newborn.", "Vilniansk"),
    ("Two rockets landed inside the airport compound in Baghdad.", "Baghdad"),
    ("A drone struck a grain warehouse at the port of Odesa.", "Odesa"),
    ("An air strike put the only hospital in Kafr Zita out of service.", "Kafr Zita"),
    ("Fire broke out at a fuel depot in Voronezh after a drone attack.", "Voronezh"),
    ("Shelling damaged three apartment blocks and a kindergarten in Kramatorsk.", "Kramatorsk"),
    ("Army shelling set fire to dozens of houses in Thantlang.", "Thantlang"),
    ("Militants attacked a police station in Kandahar with rocket-propelled grenades.", "Kandahar"),
    ("Gunmen raided a gold mine near Djibo.", "Djibo"),
    ("The army shelled Al-Hanash, Kuweires and Bir Dawud villages in rural Taiz.", "Al-Hanash+Bir Dawud+Kuweires"),
    ("Clashes erupted on the Al-Makha and Al-Waziiyah frontlines west of Taiz.", "Al-Makha+Al-Waziiyah"),
    ("Russian shelling hit Hrabove, Stepne and the outskirts of Orikhiv city.", "Hrabove+Orikhiv+Stepne"),
    ("Ethiopian troops occupied Adi Hageray (Addi Hagerai) and Sheraro in November.", "Adi Hageray+Sheraro"),
    ("The militia attacked Al-Wad village, 4 km west of Nyala city.", "Al-Wad"),
    ("Russian raids hit the town of Kupiansk, Dvorichna and several other villages.", "Dvorichna+Kupiansk"),
    ("Borno province: A woman was hurt when shells hit Mafa and Dalwa.", "Dalwa+Mafa"),
    ("On Tuesday and Wednesday villages were shelled near Kupiansk.", "Kupiansk"),
    ("The Tatmadaw bombed land held by the Karen National Union.", "land held by the Karen National Union"),
    ("A drone hit a car on the road between the town of Kutum and Mellit.", "Kutum+Mellit"),
    ("RSF fighters attacked Kutum. Ten people were killed in the town, doctors said.", "Kutum"),
    ("Fighting in Goma went on. In the area, 12 people were killed by shells.", "Goma"),
    ("Gunmen attacked Bama and Dikwa. Ten people were killed in the town.", "Bama+Dikwa"),
    ("Two men were killed in an attack waged by rebels on a truck on Bardere frontline.", "Bardere"),
    ("In northeastern Nigeria, the army attacked camps in Borno state.", "Borno state"),
    ("The institutes in Medellin and Pereira were the target of bomb attacks.", "Medellin+Pereira"),
]

FACILITIES: list[tuple[str, str]] = [
    ("Russian missiles struck a hotel in the centre of Kharkiv late on Saturday.", "Other"),
    ("Saudi-led coalition warplanes hit a funeral hall in Sanaa, the Yemeni capital.", "Other"),
    ("The blast occurred at a checkpoint between Mogadishu and Afgoye.", "MilitarySite"),
    ("A suicide bomber blew himself up outside a mosque in Kunduz on Friday.", "Mosque"),
    ("A drone crashed into an apartment building in Odesa's Prymorskyi district, authorities said.", "Residential"),
    # What may have been damaged, or was not, was not hit.
    ("Warplanes hit the town of Saraqib on Monday and may have damaged a mosque.", ""),
    ("Shelling of the town of Kidal caused no damage to its mosque.", ""),
    ("Shells hit the town of Kidal without damaging the hospital.", ""),
    ("Shells hit a market in Kidal; the owner claims damages in court.", "Market"),
    ("Turkish jets bombed PKK positions in the Qandil mountains of northern Iraq.", "MilitarySite"),
    ("Warplanes that took off from the Hmeimim airbase bombed Saraqib.", ""),
    ("A hospital official in Khan Younis said an Israeli strike killed three people in Rafah.", ""),
    ("The wounded were taken to a hospital in Port-au-Prince after gunmen attacked the town of Pont-Sonde.", ""),
    ("Gunmen stormed a mosque in Tanwiri, Banibangou department, Tillaberi region.", "Mosque"),
    ("Al-Shabaab fighters attacked army bases in Bariire and Awdheegle.", "MilitarySite"),
    (
        "Russian strikes hit a school in Kostiantynivka, a power plant in Kryvyi Rih and a market in Kherson.",
        "Market+PowerStation+School",
    ),
    ("Shells hit a clinic in Kadugli and a mosque in Dilling.", "Hospital+Mosque"),
    ("The army recaptured Umm Ruwaba, and its aircraft struck RSF positions in Nyala.", "MilitarySite"),
    ("A bomb exploded outside Quetta's civil hospital.", "Hospital"),
    ("Militants blew up a section of the gas pipeline south of El-Arish.", "IndustrialSite"),
    ("Shelling of residential areas of Horlivka killed three people.", "Residential"),
    ("Violence flared in Wad Madani, where RSF fighters looted hospitals.", "Hospital"),
    ("The Idlib Revolutionary Forces attacked a checkpoint in Jarabulus.", "MilitarySite"),
    ("Kyiv said its drones hit an oil depot in Feodosia.", "IndustrialSite"),
    ("A Tripoli-based militia kidnapped two journalists in Gharyan.", ""),
    ("A missile hit a maternity ward in Vilniansk, killing a newborn.", "Hospital"),
    ("Two rockets landed inside the airport compound in Baghdad.", "Airport"),
    ("An air strike put the only hospital in Kafr Zita out of service.", "Hospital"),
    ("Shelling damaged three apartment blocks and a kindergarten in Kramatorsk.", "Residential+School"),
    ("Army shelling set fire to dozens of houses in Thantlang.", "Residential"),
    ("Armed men burned down a church and several homes in Kaduna state.", "Church+Residential"),
    ("Militants attacked a police station in Kandahar with rocket-propelled grenades.", "GovernmentBuilding"),
    ("Gunmen raided a gold mine near Djibo.", "IndustrialSite"),
    ("RSF fighters shelled the Bashair teaching hospital in Khartoum.", "Hospital"),
    ("Bombs fell on a displacement camp at Abu Shouk.", "Camp"),
    ("Airstrikes targeted an ISIS training camp in Sabratha.", "MilitarySite"),
    ("Rebels stormed the presidential palace in Bangui.", "GovernmentBuilding"),
    ("A blast hit the Russian embassy in Kabul.", "GovernmentBuilding"),
    ("Militants opened fire on worshippers at a church in Owo.", "Church"),
    ("Russian forces shelled the central market of Kostiantynivka.", "Market"),
    ("Shelling hit a water pumping station in Donetsk, cutting supplies to 1.3 million people.", "WaterFacility"),
    ("Militants blew up electricity pylons in Diyala.", "PowerStation"),
    ("The rebels fired mortars at the airport in Aden.", "Airport"),
    ("A barrage of rockets hit the Ain al-Asad air base in Anbar.", "MilitarySite"),
    ("The insurgents destroyed a telecommunications tower in Macomia.", "Other"),
    ("Missile debris damaged a dormitory and the roof of a library in Kyiv.", "Other+Residential"),
    ("Militants attacked the offices of a newspaper in Karachi.", "MediaOffice"),
    ("The house of a tribal leader in Marib was blown up by Houthi fighters.", "Residential"),
    ("Several shells fell on the Yarmouk refugee camp in southern Damascus.", "Camp"),
    ("Fighters attacked a World Food Programme warehouse in El Obeid.", "AidFacility"),
    ("Gunmen attacked a girls' boarding school in Jangebe and abducted 300 students.", "School"),
    ("Israeli warplanes targeted a residential tower in Gaza City.", "Residential"),
    ("Two mosques and a medical centre were destroyed by bombing in Hajin.", "Hospital+Mosque"),
    ("A drone attack hit an oil refinery at Ryazan, causing a fire.", "IndustrialSite"),
    ("Soldiers set fire to the village clinic in Kyauk Ni Maw.", "Hospital"),
    ("A medical source at Nasser hospital said eight people were killed in shelling of Bani Suheila.", ""),
    ("Villagers sheltered in a school as troops shelled Hpruso.", ""),
    ("Gunmen from the local barracks shot dead two people in Juba.", ""),
    ("The soldiers fled to a nearby base after rebels attacked Rutshuru.", ""),
    ("Iskander missiles hit a shopping mall in Kremenchuk.", "Market"),
    ("Shahed drones attacked energy facilities in Odesa.", "PowerStation"),
    ("Gunmen shelled a military vehicle near Odesa.", ""),
    ("A drone struck an army patrol and a barracks near Odesa.", "MilitarySite"),
    ("A VBIED detonated at a checkpoint in Ramadi.", "MilitarySite"),
    ("A suicide bomber wearing an explosive vest attacked a market in Maiduguri.", "Market"),
    ("Fighters hurled grenades at a bar in Bujumbura.", "Other"),
    ("Napalm was dropped on a school in Urum al-Kubra.", "School"),
    ("A Storm Shadow missile hit the headquarters of the Black Sea Fleet in Sevastopol.", "MilitarySite"),
    ("A bomb dropped by a warplane hit a house in Al-Fashir.", "Residential"),
    ("The army shelled the Salaheddin neighbourhood of Homs.", ""),
    ("Gunmen shot dead a judge in the Sinaa neighbourhood of Mosul.", ""),
    ("Four people wounded in an attack by militants died in hospital in Taiz.", ""),
    ("A missile hit a glass laboratory in Sahel town, killing two.", "IndustrialSite"),
    ("Shells fired by factions of the Marib operations room killed four people in Bulo.", ""),
    ("Gunmen raided a diamond mine near Birao, killing six guards.", "IndustrialSite"),
    ("Rebels overran the army barracks in Walgak on Friday.", "MilitarySite"),
    ("Militants seized Walgak after fighting near a school.", ""),
    ("A trader was shot dead near a mosque in Sokoto on Sunday.", ""),
    ("Shells hit the town of Kupiansk, causing material damage to a mosque.", "Mosque"),
    ("Rebels attacked Bambari at dawn, leaving a clinic damaged.", "Hospital"),
    ("Three shells fell in the hospital premises at Rumbek, wounding two nurses.", "Hospital"),
    ("Rebels seized control of the airport in Bunia on Friday.", "Airport"),
    ("A bomb which had been placed in a library in Cali went off on Friday, wounding two people.", "Other"),
    ("Fighters hidden in a library in Cali killed two soldiers on Friday.", ""),
    ("Gunmen attacked a French cultural centre in Bangui with grenades.", "Other"),
    ("Jets bombed rebel sites near Bambari on Friday.", "MilitarySite"),
    ("Jets bombed several sites near Bambari on Friday.", ""),
    ("Gunmen attacked a police sub-station in Yola, killing two officers.", "GovernmentBuilding"),
    ("Guerrillas bombed the offices of a U.S. company in Lima on Monday.", "Other"),
    ("Shelling of Samara on Monday caused a huge fire at a refinery.", "IndustrialSite"),
    ("Police fired on marchers in Mandalay from the upper floors of a bank, wounding two.", ""),
]


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_places(text: str, expected: str) -> None:
    """`X+Y` is one report in two places, `X;Y` two reports."""
    reports = [r for r in reading(text).reports if r.type != "Statement"]
    told = sorted(sorted(p.name for p in r.places) for r in reports)
    assert told == sorted(sorted(item.split("+")) for item in expected.split(";"))


def test_what_goes_on_is_with_the_same_weapons() -> None:
    text = "Ten people were wounded in shelling by mortars on Kadugli. A soldier was killed in the shelling on Dilling."
    assert [r.weapons for r in reading(text).reports] == [("mortar",), ("mortar",)]


def test_the_charge_of_a_car_bomb_is_no_weapon_of_its_own() -> None:
    reports = reading("A suicide car bomb packed with explosives went off in Mogadishu.").reports
    assert [r.weapons for r in reports] == [("car-bomb",)]


@pytest.mark.parametrize(
    ("text", "weapons"),
    [
        ("Gunmen shot dead two traders in Sokoto on Sunday.", ("small-arms",)),
        ("Militants beheaded two traders in Sokoto on Sunday.", ()),
        ("Police opened fire on protesters in Lomé, killing three.", ("small-arms",)),
        ("Army guns shelled Walgak on Sunday, killing three.", ("artillery",)),
        ("Shells fell on a house in Walgak on Sunday.", ("artillery",)),
        ("Fighters attacked a post in Walgak with grenade launchers.", ("rocket",)),
        ("An air raid killed four people in Walgak, where the bomb hit a house.", ("aerial-bomb",)),
        ("Bombs fell on a street in Walgak on Monday, killing two people.", ()),
        ("A drone dropped explosives on a bus in Walgak.", ("drone",)),
        ("A bomb planted under a bridge killed two soldiers near Kandahar.", ("ied",)),
    ],
)
def test_weapons_told_and_implied(text: str, weapons: tuple[str, ...]) -> None:
    assert {r.weapons for r in reading(text).reports if r.type != "Statement"} == {weapons}


@pytest.mark.parametrize(("text", "expected"), FACILITIES)
def test_facilities(text: str, expected: str) -> None:
    reports = reading(text).reports
    assert reports
    assert "+".join(sorted(f.type for r in reports for f in r.facilities)) == expected


SETTINGS = [
    ("Army forces took the Red Sea town of Midi on Friday.", "Midi"),
    ("Jets bombed a convoy near the Kosovo village of Meja on Friday.", "Meja"),
    ("At Karsaz, four soldiers were wounded and have been moved to Quetta.", "Karsaz"),
    # The story is set where its first event was, as long as nothing else was told since.
    (
        "Shells hit a market in Walgak on Sunday. The wounded were carried off on doors. Gunmen shot dead a trader.",
        "Walgak;Walgak",
    ),
    # An event elsewhere came between: where the last one was is not told.
    (
        "Shells hit a market in Walgak on Sunday. Gunmen raided a bank in Sokoto. Police arrested nine men on Friday.",
        "Sokoto;Walgak;",
    ),
    ("A bomb went off in the market of Sokoto on Friday, killing nine.", "Sokoto"),
    ("Shelling damaged the Luhansk power plant on Tuesday.", "Luhansk"),
    ("Rain fell in Kassala province. Nine farmers were killed by shells in the province on Friday.", "Kassala"),
    # A province is no town that others share.
    ("Fighting raged in Kassala province. Police arrested nine men on Friday.", "Kassala;"),
]


@pytest.mark.parametrize(("text", "expected"), SETTINGS)
def test_where_a_story_is_set(text: str, expected: str) -> None:
    told = sorted("+".join(sorted(p.name for p in r.places)) for r in reading(text).reports if r.type != "Statement")
    assert told == sorted(expected.split(";"))
