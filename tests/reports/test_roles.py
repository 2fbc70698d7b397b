"""Who did it and to whom: sentences of our own → perpetrators and targets."""

from __future__ import annotations

import pytest

from tests.reports.test_reports import reading

Sides = tuple[str, set[str], set[str]]

PIJ = "palestinian-islamic-jihad"

ROWS: list[tuple[str, Sides]] = [
    # whose a thing of war is
    ("Ukrainian forces shelled Russian positions near Svatove.", ("Shelling", {"ukraine"}, {"russia"})),
    ("Azerbaijani forces shelled Armenian positions along the border.", ("Shelling", {"azerbaijan"}, {"armenia"})),
    (
        "Syrian rebels fired mortars at government positions in Aleppo.",
        ("Shelling", {"syrian-rebels"}, {"syrian-government"}),
    ),
    ("The Israeli air force attacked an Iranian weapons depot near Damascus.", ("Airstrike", {"israel"}, {"iran"})),
    ("Saudi warplanes struck a Houthi military headquarters in Sanaa.", ("Airstrike", {"saudi-arabia"}, {"houthis"})),
    ("Air raids on areas held by the Islamic State group killed six people in Sirte.", ("Airstrike", set(), set())),
    # those hit are told by what they rode in or belong to
    ("Seven Malian soldiers died when their vehicle hit a mine near Mopti.", ("Bombing", set(), {"mali"})),
    ("A Turkish UAV hit a post of the Syrian Democratic Forces near Kobani.", ("DroneStrike", {"turkey"}, {"sdf"})),
    ("Unknown attackers killed two soldiers of the Libyan National Army near Sabha.", ("Attack", set(), {"lna"})),
    (
        "A US airstrike hit positions of the Islamic State, killing five fighters.",
        ("Airstrike", {"united-states"}, {"isis"}),
    ),
    # doers behind a thing, a thought, a loyalty
    ("Jets suspected to be Israeli bombed a depot near Homs.", ("Airstrike", {"israel"}, set())),
    ("Two Israeli soldiers were killed by a bomb planted by Hezbollah.", ("Bombing", {"hezbollah"}, {"israel"})),
    ("Forces loyal to the Rapid Support Forces attacked El Geneina.", ("Attack", {"rsf"}, set())),
    ("The Kyiv regime's forces fired rockets at a market in Donetsk.", ("Shelling", {"ukraine"}, set())),
    ("Thirteen villagers were killed at the hands of Boko Haram in Borno.", ("Attack", {"boko-haram"}, set())),
    # the two sides of a fight
    ("Ukrainian forces repelled Russian assaults near Bilohorivka.", ("Clash", {"russia"}, {"ukraine"})),
    ("Two Turkish soldiers were killed in clashes with PKK militants in Sirnak.", ("Clash", {"pkk"}, {"turkey"})),
    (
        "Clashes between the rebels and Syrian government forces left 20 people dead in Hama.",
        ("Clash", {"syrian-government", "syrian-rebels"}, set()),
    ),
    ("Indian and Pakistani troops traded fire across the Line of Control.", ("Clash", {"india", "pakistan"}, set())),
    ("Hamas and Islamic Jihad fought Israeli troops in Rafah.", ("Clash", {"hamas", PIJ}, {"israel"})),
    # peoples and forces that stand for their states
    ("The Russians shelled Nikopol.", ("Shelling", {"russia"}, set())),
    ("Army planes bombed a market in Khartoum, Sudan.", ("Airstrike", {"sudan"}, set())),
    ("The junta shelled Loikaw in eastern Myanmar.", ("Shelling", {"myanmar"}, set())),
    ("An Israeli quadcopter killed a nurse in Jabalia.", ("DroneStrike", {"israel"}, set())),
    ("Armed herders attacked a village in Benue, Nigeria.", ("Attack", {"Armed herders"}, set())),
    ("Gunmen shot at the offices of a bank in Cali on Monday.", ("Shooting", {"Gunmen"}, set())),
    ("Two nuns were shot dead by men in military uniforms in Cali.", ("Shooting", {"men in military uniforms"}, set())),
    # where private people are from is no side, a state's men are
    ("Two U.S. tourists were shot dead in Cali.", ("Shooting", set(), set())),
    ("Two US soldiers were shot dead in Kabul.", ("Shooting", set(), {"united-states"})),
    # an office told of the first of two holds for both
    (
        "Rebels attacked minister Juan Soto and Eva Ruiz in Cali.",
        ("Attack", {"Rebels"}, {"Eva Ruiz", "Juan Soto"}),
    ),
    # whom the parser hangs "responsible" on; what an operation to find somebody is not
    (
        "We hold Juan Soto's government and the police responsible for this attack in Quito.",
        ("Attack", {"Juan Soto's government", "police"}, set()),
    ),
    (
        "A bomb damaged a bank in Quito. Police launched an operation to arrest those behind it.",
        ("Bombing", set(), set()),
    ),
    ("A Bolivian union leader was shot dead in La Paz on Monday.", ("Shooting", set(), set())),
    # a mine befalls the farmers that set it off, not the rebels
    ("Two farmers set off a mine near Cali on Monday and were killed.", ("Bombing", set(), set())),
    ("Rebels set off a mine near Cali on Monday.", ("Bombing", {"Rebels"}, set())),
    # who tells of a kidnapping has not done it
    ("The Italian police said two engineers were kidnapped in Cali.", ("Detention", set(), set())),
    ("The Italian police said two gunmen were arrested in Bari.", ("Detention", {"italy"}, set())),
    # who brokers a truce is no party
    ("Israel and Hezbollah agreed on a truce brokered by France.", ("Agreement", {"hezbollah", "israel"}, set())),
    ("The Taliban clashed with Iranian border guards in Nimruz.", ("Clash", {"taliban"}, {"iran"})),
    # doers and those hit behind other words
    (
        "Three people were wounded by the bombing of a Russian drone targeting a road near Izium.",
        ("DroneStrike", {"russia"}, set()),
    ),
    ("Army units killed 12 militants affiliated to Boko Haram in Borno.", ("Attack", {"nigeria"}, {"boko-haram"})),
    (
        "The Sudanese defence ministry said its troops were attacked by the RSF in Nyala.",
        ("Attack", {"rsf"}, {"sudan"}),
    ),
    ("Russian forces and their proxies shelled Avdiivka.", ("Shelling", {"russia", "proxies"}, set())),
    ("A strike on Benghazi killed five fighters.", ("Attack", set(), set())),
    ("Mali signed a ceasefire agreement with the rebels in Algiers.", ("Agreement", {"mali", "rebels"}, set())),
    (
        "The killing of the journalist Shireen Abu Akleh by Israeli forces angered Ramallah.",
        ("Attack", {"israel"}, set()),
    ),
    ("Soldiers were ambushed near Kidal by jihadists linked to JNIM.", ("Clash", {"jnim"}, {"mali"})),
    ("The Sudanese army announced that it had retaken Wad Madani from the RSF.", ("Capture", {"sudan"}, {"rsf"})),
    ("Al-Shabaab said its fighters attacked the base in El Adde.", ("Attack", {"al-shabaab"}, set())),
    ("Rockets hit Ashkelon, and Israel responded with strikes on Gaza City.", ("Shelling", {"israel"}, set())),
    ("Rockets hit Ashkelon, and Israel responded with strikes on Gaza City.", ("Shelling", set(), set())),
    ("An attack on a police post that killed two shook Toribio in Colombia.", ("Attack", set(), {"colombia"})),
    ("The bombing of the Russian army on the village of Hroza killed 52.", ("Attack", {"russia"}, set())),
    ("Eritrean troops took part in the massacre in Axum.", ("Attack", {"eritrea"}, set())),
    (
        "An attack on aid trucks killed 20 in Gao, after France accused Russia of responsibility.",
        ("Attack", {"russia"}, set()),
    ),
    ("Turkey also conducts bombings in Sinjar. One such bombing killed nine people.", ("Attack", {"turkey"}, set())),
    ("Hundreds fled from the Israeli army's bombardment of Rafah.", ("Displacement", {"israel"}, set())),
    ("Houthi missiles hit the offices of the Marwan Trading Company in Jeddah.", ("Shelling", {"houthis"}, set())),
    (
        "The mayor of Bamenda, Paul Achobong, was killed when a bomb hit his convoy.",
        ("Bombing", set(), {"Paul Achobong"}),
    ),
    # detained, and what they are suspected of
    (
        "Sudanese police said three people were arrested in Omdurman after clashes that killed two.",
        ("Detention", {"sudan"}, set()),
    ),
    (
        "Turkish police rounded up 30 people suspected of links to the PKK in Diyarbakir.",
        ("Detention", {"turkey"}, {"pkk"}),
    ),
    (
        "Security forces arrested Robert Mwangi, an opposition leader, in Kampala after clashes.",
        ("Detention", {"Security forces"}, {"Robert Mwangi"}),
    ),
    # whom people protest against; who meets, agrees, displaces
    (
        "Hundreds of residents protested against Hayat Tahrir al-Sham in Idlib city.",
        ("Protest", {"residents"}, {"hts"}),
    ),
    ("Women demonstrated in Gulu on Friday with olive branches and placards.", ("Protest", {"Women"}, set())),
    (
        "More than 5,000 people fled bombardment by the Syrian army in southern Idlib.",
        ("Displacement", {"syrian-government"}, set()),
    ),
    (
        "Russian troops entered the town of Vuhledar after Ukrainian forces withdrew.",
        ("Capture", {"russia"}, {"ukraine"}),
    ),
    ("Troops captured a base in Lashkar Gah from the Taliban.", ("Capture", {"afghanistan"}, {"taliban"})),
    ("The Taliban captured Tal Shakra in full on Friday.", ("Capture", {"taliban"}, set())),
    # a driver who was hit is a victim, no side
    ("The driver, Vahram Aslan, was shot at near Martuni on Thursday.", ("Shooting", set(), set())),
    # a name that nobody knows is a side where it is of people at arms, not where it tells what kind of thing was hit
    ("A drone hit a Toyota van near Kherson, killing two people.", ("DroneStrike", set(), set())),
    ("Two members of the Civil Guard were shot dead in Bilbao.", ("Shooting", set(), {"Civil Guard"})),
    # who bears no arms only tells of an attack
    ("Aircraft bombed Khartoum, it was reported by a resident.", ("Airstrike", set(), set())),
    # who took part beside the doer
    (
        "Somali troops, alongside Kenyan soldiers, attacked Kismayo.",
        ("Attack", {"kenya", "somalia"}, set()),
    ),
    ("Syrian soldiers backed by Hezbollah overran Zabadani.", ("Capture", {"hezbollah", "syrian-government"}, set())),
    ("The Malian army, backed by Russian jets, attacked Kidal.", ("Attack", {"mali"}, set())),
    # the doer told on the event noun, the arms or the place
    ("A farmer was killed by a drone strike that the Sudanese army claimed.", ("DroneStrike", {"sudan"}, set())),
    ("Two nurses were held at a checkpoint of the M23 near Sake.", ("Detention", {"m23"}, set())),
    ("Four people died in Stepanakert under Azerbaijani shells.", ("Shelling", {"azerbaijan"}, set())),
    ("Zalingei came under fire from the Rapid Support Forces.", ("Attack", {"rsf"}, set())),
    ("Ukraine's artillery rained shells on Donetsk.", ("Shelling", {"ukraine"}, set())),
    ("Two bridges near Herat were blown up by saboteurs.", ("Bombing", {"saboteurs"}, set())),
    # whose people those hit are, told behind them
    (
        "Troops killed a number of fighters affiliated to Boko Haram near Damboa.",
        ("Attack", {"nigeria"}, {"boko-haram"}),
    ),
    ("Ukrainian troops killed fighters from the Wagner Group near Bakhmut.", ("Attack", {"ukraine"}, {"wagner-group"})),
    ("Israel bombed a shipment intended for Hezbollah near Homs.", ("Attack", {"israel"}, {"hezbollah"})),
    (
        "Rockets killed two men loyal to Khalifa Haftar, the so-called Tariq Brigade and the Rapid Support Forces.",
        ("Shelling", set(), {"lna", "Tariq Brigade", "rsf"}),
    ),
    ("Two nuns, Inés Ruiz and Ana Pérez, were kidnapped near Achi.", ("Detention", set(), {"Inés Ruiz", "Ana Pérez"})),
    ("Omar Saleh is in custody in Kenya after killing nine soldiers.", ("Detention", set(), {"Omar Saleh"})),
    ("A police sergeant was shot dead by gunmen in Nakuru, Kenya.", ("Shooting", {"gunmen"}, {"kenya"})),
    ("Two army officers lost their lives in an attack on Garissa.", ("Attack", set(), {"kenya"})),
    (
        "Kenya held a meeting with the chiefs of two parties, former presidents Ivan Kagano and Paul Mwangi, "
        "after the shelling.",
        ("Meeting", {"kenya", "Ivan Kagano", "Paul Mwangi"}, set()),
    ),
    ("Pablo Ruiz was killed by gunmen near Achi.", ("Shooting", {"gunmen"}, {"Pablo Ruiz"})),
    ("Pablo Ruiz, 71, was killed by a stray shell near Achi.", ("Shelling", set(), set())),
    ("The mayor of Achi, Julio Garcia, was murdered by the ELN.", ("Shooting", {"eln"}, {"Julio Garcia"})),
    # whom a noun that counts or names an attack tells
    (
        "Jets carried out a series of strikes against hideouts of the Houthis near Saada.",
        ("Airstrike", set(), {"houthis"}),
    ),
    ("Hezbollah was the target of an Israeli airstrike in Tyre.", ("Airstrike", {"israel"}, {"hezbollah"})),
    ("Heavy clashes pitted the Houthis against Saudi soldiers in Najran.", ("Clash", {"houthis"}, {"saudi-arabia"})),
    ("Fighting raged between Israel and Hezbollah near Bint Jbeil.", ("Clash", {"hezbollah", "israel"}, set())),
    ("Kenyan troops entered Afmadow, which al-Shabaab had held since 2010.", ("Capture", {"kenya"}, {"al-shabaab"})),
    ("An Israeli gunman shot dead two shepherds near Nablus.", ("Shooting", {"Israeli gunman"}, set())),
    ("Drones struck the Karkaya site near Homs.", ("DroneStrike", set(), set())),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_sides_of_an_event(text: str, expected: Sides) -> None:
    found = [
        (r.type, {a.id or a.name for a in r.perpetrators}, {a.id or a.name for a in r.targets})
        for r in reading(text).reports
    ]
    assert expected in found
