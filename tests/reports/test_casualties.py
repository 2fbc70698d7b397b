"""Who was killed, hurt, driven out or taken: a table of sentences in many styles with what must be read."""

from __future__ import annotations

import pytest

from kg import nlp
from kg.model import Article, Casualty, Count, Document
from kg.reports.casualties import Toll, find_casualties


def read(text: str) -> Document:
    article = Article(id="a", key="a", text=text, text_sha256="0", raw_sha256="0", origin="test")
    return nlp.load().read(article)


def tolls(text: str) -> list[Toll]:
    return find_casualties(read(text))


def shown(count: Count) -> str:
    low, high = ("" if n is None else str(n) for n in (count.min, count.max))
    return ("~" if count.approx else "") + (low if low == high else f"{low}..{high}")


def told(casualty: Casualty, toll: Toll) -> str:
    name = f" ({' '.join(filter(None, (casualty.name, casualty.age)))})" if casualty.name or casualty.age else ""
    part = " part" if casualty.part_of else ""
    refused = f" !{toll.refused}" if toll.refused else ""
    return f"{casualty.outcome} {casualty.group} {shown(casualty.count)}{name}{part}{refused}"


# "killed civilians 5..": five or more; "..40": forty at most; "~20": about twenty; "part": of the count before it;
# "(Ali Haddad 9)": name and age; "!negated": noticed, and refused for that reason.
SENTENCES = [
    (
        "Two people were reported killed and at least three others injured in Kharkiv.",
        "killed people 2; injured people 3..",
    ),
    (
        "At least 22 civilian members of the family, including nine women, were reportedly killed and an unknown "
        "number were wounded.",
        "killed civilians 22..; killed women 9 part; injured civilians 2..",
    ),
    ("A rocket killed a family of six people in Kherson.", "killed people 6"),
    ("Family of four including two children killed in Saada.", "killed people 4; killed children 2 part"),
    ("A strike killed between four and five members of the family.", "killed people 4..5"),
    (
        "On 3 March, between 30 and 33 villagers, including two boys, were killed as a result of a raid on a farm.",
        "killed civilians 30..33; killed children 2 part",
    ),
    ("Shells killed at least 9 and up to 14 villagers.", "killed civilians 9..14"),
    ("The incident resulted in dozens of deaths and injuries.", "killed people 2..; injured people 2.."),
    ("The raid left dozens of dead and wounded.", "killed people 2..; injured people 2.."),
    ("Relatives of the dead protested.", ""),
    ("Shells fell on tents, killing two displaced women.", "killed women 2"),
    (
        "The blast took the lives of ten persons, five of whom belonged to the Internal Security Forces.",
        "killed people 10; killed fighters 5 part",
    ),
    (
        "The army shot dead nine men, of whom seven, their lawyer says, were unarmed students.",
        "killed men 9; killed civilians 7 part",
    ),
    ("Thirty people, 14 of them under 18, were wounded.", "injured people 30; injured children 14 part"),
    ("The army captured 250 rebels, among them four chiefs.", "detained fighters 250; detained fighters 4 part"),
    ("Two girls died with their grandmother in the bunker.", "killed children 2; killed women 1"),
    ("One of them, Mohsen, was killed by a drone.", "killed people 1 (Mohsen)"),
    ("Soldiers executed eleven young Azande at Dembia.", "killed people 11"),
    ("A fourth guard played dead.", "killed fighters 1 !averted"),
    ("The ombudsman has counted 33 murders this year.", "killed people 33"),
    ("Nine people had been brought dead to the hospital.", "killed people 9"),
    ("Some 300 families fled the shelling.", "displaced people 300.."),
    ("At least 9, and up to 14, villagers were killed.", "killed civilians 9..14"),
    (
        "At dawn, at least 15 identified members of one family, including two women, were killed and one other was "
        "injured.",
        "killed people 15..; killed women 2 part; injured people 1",
    ),
    ("A mine killed Taras Melnyk, a 43 year old man.", "killed men 1 (Taras Melnyk 43)"),
    ("The blast killed at least 11 people and wounded more than 30.", "killed people 11..; injured people 31.."),
    (
        "The raid reportedly killed at least three civilians, including a child, and injured between 15 to 25 others.",
        "killed civilians 3..; killed children 1 part; injured civilians 15..25",
    ),
    ("The war cost tens of thousands of lives.", "killed people 20000.."),
    (
        "May: Four attacks left three people, including a woman, dead and seven people injured.",
        "killed people 3; killed women 1 part; injured people 7",
    ),
    ("No information was given about casualties.", ""),
    (
        "There were no immediate reports of casualties.",
        "killed people 2.. !negated; injured people 2.. !negated",
    ),
    (
        "Tens of thousands of Sudanese displaced from Khartoum have found refuge in Wad Madani.",
        "displaced people 20000..",
    ),
    ("About 3,000 people took shelter in schools.", "displaced people ~3000"),
    ("Thousands of people poured across the border into Uganda.", "displaced people 2000.."),
    ("Up to 200,000 have fled to Chad since April.", "displaced people ..200000"),
    ("The raid on the camp left dead and wounded.", "killed people 2..; injured people 2.."),
    ("Fighter killed in Kisangani, shelling kills four in Goma.", "killed fighters 1; killed people 4"),
    ("The strike killed a Hamas commander and two of his aides.", "killed fighters 1; killed people 2"),
    ("Five civilians were killed in shelling on Daret Saleh.", "killed civilians 5"),
    (
        "At least 14 people were killed and dozens injured when jets bombed the market.",
        "killed people 14..; injured people 24..",
    ),
    ("The raid killed 3 children and wounded 11 others.", "killed children 3; injured people 11"),
    (
        "Warplanes struck the village, killing no fewer than seven civilians, most of them women.",
        "killed civilians 7..; killed women 4.. part",
    ),
    ("Artillery fire left 12 dead and 30 wounded.", "killed people 12; injured people 30"),
    ("The blast claimed the lives of two soldiers and a nurse.", "killed fighters 2; killed medics 1"),
    ("The car bomb took the lives of nearly 40 worshippers.", "killed civilians ..40"),
    ("More than 100 villagers lost their lives in the massacre.", "killed civilians 101.."),
    ("Four medics died of their wounds on Thursday.", "killed medics 4"),
    ("A young girl succumbed to her injuries in hospital.", "killed children 1"),
    ("Three officers were shot dead at a checkpoint.", "killed fighters 3"),
    ("Gunmen executed six hostages.", "killed people 6"),
    ("The militants beheaded two prisoners near the river.", "killed people 2"),
    ("Eight fighters were martyred on the Marib front.", "killed fighters 8"),
    (
        "Jets struck army troops near Ouallam, killing 16 and wounding three others.",
        "killed fighters 16; injured fighters 3",
    ),
    ("Jets struck a market near Ouallam, killing 16.", "killed people 16"),
    ("Police repelled the rebels at the bridge, killing 18 of them.", "killed fighters 18"),
    ("We killed three and wounded five.", "killed people 3; injured people 5"),  # by their own word, whoever they were
    ("The enemy lost 12 killed and 30 wounded.", "killed fighters 12; injured fighters 30"),
    ("A rocket hit a bus, injuring 23 passengers.", "injured civilians 23"),
    ("Seven workers sustained burns in the attack on the plant.", "injured civilians 7"),
    ("Two reporters were hurt by tear gas canisters.", "injured journalists 2"),
    ("Around 3,000 people were displaced by the fighting.", "displaced people ~3000"),
    ("More than 12,000 residents fled the offensive.", "displaced people 12001.."),
    ("Soldiers arrested 15 students at the university.", "detained civilians 15"),
    ("Rebels abducted an aid worker and her driver.", "detained aid-workers 1; detained civilians 1"),
    ("Four fishermen are still missing.", "missing civilians 4"),
    ("The army detained dozens of protesters overnight.", "detained people 24.."),
    ("The death toll has risen to 87.", "killed people 87"),
    ("Officials put the death toll at 31.", "killed people 31"),
    ("The strikes brought to 212 the number of civilians killed since the start of the month.", "killed civilians 212"),
    ("The number of wounded climbed to 64.", "injured people 64"),
    ("Hundreds of civilians were killed and wounded in the siege.", "killed civilians 2..; injured civilians 2.."),
    ("There were 19 deaths and 45 injuries, the ministry said.", "killed people 19; injured people 45"),
    ("Medics received the bodies of four children.", "killed children 4"),
    ("The shelling caused injuries among residents.", "injured people 2.."),
    ("The attack resulted in the death of a baby girl, Lina Haddad.", "killed children 1 (Lina Haddad)"),
    ("The killing of two paramedics drew condemnation.", "killed medics 2"),
    ("The assassination of the journalist Pedro Salinas shocked the city.", "killed journalists 1 (Pedro Salinas)"),
    ("The group mourned the martyrdom of three of its fighters.", "killed fighters 3"),
    ("The army said that two of its soldiers were killed.", "killed fighters 2"),
    ("One of the drivers was wounded.", "injured civilians 1"),
    ("Six members of the Free Syrian Army were killed.", "killed fighters 6"),
    ("Two White Helmets volunteers were injured while pulling people from the rubble.", "injured rescuers 2"),
    ("Three Civil Defence members were wounded.", "injured rescuers 3"),
    ("Five members of the same family were killed.", "killed people 5"),
    ("Two Red Crescent volunteers died when their ambulance was hit.", "killed aid-workers 2"),
    ("A family of seven was killed in their sleep.", "killed people 7"),
    ("A woman and her two children were killed.", "killed women 1; killed children 2"),
    (
        "A mother, her son and a neighbour were wounded by shrapnel.",
        "injured women 1; injured people 1; injured civilians 1",
    ),
    ("Two brothers were killed in the drone strike.", "killed people 2"),
    ("An elderly man was killed by sniper fire.", "killed elderly 1"),
    ("The shells killed a teacher and wounded three pupils.", "killed civilians 1; injured children 3"),
    ("Ahmad Khalil, 34, was killed by a landmine.", "killed people 1 (Ahmad Khalil 34)"),
    ("The 7-year-old child Omar Nasser was killed.", "killed children 1 (Omar Nasser 7)"),
    ("A mine killed Rania Saleh, 9, and injured her sister.", "killed children 1 (Rania Saleh 9); injured women 1"),
    ("Colonel Luis Herrera was shot dead in Medellin.", "killed fighters 1 (Luis Herrera)"),
    ("The journalist Rafael Mora, 41, was killed outside his home.", "killed journalists 1 (Rafael Mora 41)"),
    (
        "Two journalists were killed: Jorge Ruiz and Ana Vidal.",
        "killed journalists 2; killed journalists 1 (Jorge Ruiz) part; killed journalists 1 (Ana Vidal) part",
    ),
    ("Mrs. Fatima Nasser was wounded by a stray bullet.", "injured women 1 (Fatima Nasser)"),
    (
        "Nine people, including four children and two women, were killed.",
        "killed people 9; killed children 4 part; killed women 2 part",
    ),
    (
        "The strike killed 20 people, among them a doctor and three nurses.",
        "killed people 20; killed medics 1 part; killed medics 3 part",
    ),
    ("Sixteen civilians died, half of them children.", "killed civilians 16; killed children 8 part"),
    (
        "Thirty people were killed, mostly women and children.",
        "killed people 30; killed women 2.. part; killed children 2.. part",
    ),
    ("Seven people were killed, 3 of whom were children.", "killed people 7; killed children 3 part"),
    ("Twelve people were killed, five of them soldiers.", "killed people 12; killed fighters 5 part"),
    ("The victims included 27 civilians.", "killed civilians 27"),
    ("Among the dead were two doctors and a nurse.", "killed medics 2; killed medics 1"),
    ("Two rescue workers were among the dead.", "killed rescuers 2"),
    ("Six people were killed. Among them was a pregnant woman.", "killed people 6; killed women 1"),
    ("Five of the wounded were civilians.", "injured civilians 5"),
    (
        "Those killed were Ali Haddad, Omar Haddad and Sami Deeb.",
        "killed people 1 (Ali Haddad); killed people 1 (Omar Haddad); killed people 1 (Sami Deeb)",
    ),
    ("Two people were killed and another was injured.", "killed people 2; injured people 1"),
    ("Two people were killed and four others were injured.", "killed people 2; injured people 4"),
    ("Five policemen were killed and four more wounded.", "killed fighters 5; injured fighters 4"),
    ("The bomb killed at least another 12 people.", "killed people 12.."),
    ("Israeli strikes kill 23 in Gaza, wound dozens", "killed people 23; injured people 24.."),
    ("8 dead, 15 wounded in Kabul hotel attack", "killed people 8; injured people 15"),
    ("civilian killed, two hurt in idlib drone strike", "killed civilians 1; injured civilians 2"),
    ("at least 6 killed including 3 kids after shelling in taiz", "killed people 6..; killed children 3 part"),
    ("Bomb kills 5, injures 10 at market", "killed people 5; injured people 10"),
    ("3 soldiers killed in ambush", "killed fighters 3"),
    ("gunmen kill four peasants in el salvador", "killed civilians 4"),
    ("Between 20 and 30 militants were killed in the operation.", "killed fighters 20..30"),
    ("Two or three soldiers were wounded.", "injured fighters 2..3"),
    ("Up to 50 insurgents were killed, the ministry claimed.", "killed fighters ..50"),
    ("As many as 200 people may be missing.", "missing people ..200 !modal"),
    ("Fewer than ten people were injured.", "injured people ..9"),
    ("Over 1,500 people have been killed since April.", "killed people 1501.."),
    ("Nearly 3,000 people were wounded.", "injured people ..3000"),
    ("About 40 guerrillas were captured.", "detained fighters ~40"),
    ("Some 60 prisoners were executed.", "killed people ~60"),
    ("Several civilians were wounded.", "injured civilians 3.."),
    ("Dozens of women were detained.", "detained women 24.."),
    ("Scores of demonstrators were arrested.", "detained people 40.."),
    ("Tens of thousands of people were displaced.", "displaced people 20000.."),
    ("Half a million people have been displaced.", "displaced people 500000"),
    ("2.9 million people were displaced by the war.", "displaced people 2900000"),
    ("A dozen rebels were killed.", "killed fighters 12"),
    ("Two dozen civilians were injured.", "injured civilians 24"),
    ("Many people were wounded.", "injured people 2.."),
    ("A number of residents were injured.", "injured people 2.."),
    ("A couple of guards were wounded.", "injured fighters 2"),
    ("Ten or more fighters were killed.", "killed fighters 10.."),
    ("Civilians were injured in the bombardment.", "injured civilians 2.."),
    ("The bombing injured women and children.", "injured women 2..; injured children 2.."),
    ("The attack killed 20 women and children.", "killed people 20; killed women 2.. part; killed children 2.. part"),
    (
        "Dozens of children and women were killed and wounded.",
        "killed children 2..; killed women 2..; injured children 2..; injured women 2..",
    ),
    ("Security forces identified and killed two suicide bombers.", "killed fighters 2"),
    ("Two suspects were identified and killed by police.", "killed people 2"),
    ("The rebels killed four soldiers and captured seven.", "killed fighters 4; detained fighters 7"),
    (
        "Twelve soldiers were killed, wounded or captured.",
        "killed fighters 2..; injured fighters 2..; detained fighters 12",
    ),
    ("A soldier was killed and two others were kidnapped.", "killed fighters 1; detained fighters 2"),
    (
        "At least three guards, including a sergeant, and 13 rebels were killed.",
        "killed fighters 3..; killed fighters 1 part; killed fighters 13",
    ),
    (
        "Eight people, including a child, were killed and 14 others, including two women, were wounded.",
        "killed people 8; killed children 1 part; injured people 14; injured women 2 part",
    ),
    ("No one was killed in the strike.", "killed people 1 !negated"),
    ("No casualties were reported.", ""),
    ("There were no injuries.", ""),
    ("The two civilians were not killed.", "killed civilians 2 !negated"),
    ("The general threatened to kill 300 hostages.", "killed people 300 !irrealis"),
    ("The offensive could displace 800,000 people.", "displaced people 800000 !modal"),
    ("If the camp is bombed, hundreds of refugees will die.", "killed idps 200.. !modal"),
    ("A boy was almost killed by the blast.", "killed children 1 !averted"),
    ("Jets carried out 12 airstrikes on 3 villages on 5 March 2018.", ""),
    ("The shell landed 20 kilometres from 3 schools at 10 am.", ""),
    ("He was sentenced to 15 years in prison and fined $300.", ""),
    ("Resolution 2254 was adopted by 15 votes.", ""),
    ("The building housed displaced families.", ""),
    ("The Contras killed 11 peasants near Jinotega, a church group said.", "killed civilians 11"),
    (
        "Guerrillas of the FMLN ambushed a convoy, killing a captain and five soldiers.",
        "killed fighters 1; killed fighters 5",
    ),
    ("The Peruvian army reported 14 subversives killed in Ayacucho.", "killed fighters 14"),
    ("Three Jesuit priests were murdered by uniformed men.", "killed civilians 3"),
    ("Two U.S. citizens were kidnapped by the ELN.", "detained civilians 2"),
    ("The Taliban attack left 9 policemen dead and 4 injured.", "killed fighters 9; injured fighters 4"),
    ("Boko Haram gunmen kidnapped 110 schoolgirls from Dapchi.", "detained children 110"),
    (
        "Russian shelling of Kharkiv killed six people and wounded 24, the governor said.",
        "killed people 6; injured people 24",
    ),
    ("Four Palestinians were killed by Israeli fire, health officials said.", "killed people 4"),
    ("Three Houthis were killed.", "killed fighters 3"),
    ("The raid killed two FARC in Arauca.", "killed fighters 2"),
    ("The mayor put the dead at 13.", "killed people 13"),
    ("The governor said that 12 of the 40 killed were children.", "killed children 12; killed people 40"),
    ("The raid killed 41 people. Twelve were civilians.", "killed people 41; killed civilians 12"),
    ("The bodies of 12 soldiers were taken to a hospital in Kano.", "killed fighters 12"),
    ("The rebels said that their side lost four men.", "killed fighters 4"),
    ("The ambush killed 12 men of the 3rd battalion.", "killed fighters 12"),
    ("The police said that two of its men were wounded.", "injured fighters 2"),
    ("The blast killed three employees of the Norwegian Refugee Council.", "killed aid-workers 3"),
    ("A 76-year-old man and a female teacher were killed.", "killed elderly 1 (76); killed women 1"),
    (
        "Shabaab militants killed 21 people, 16 of them civilians, at a hotel in Mogadishu.",
        "killed people 21; killed civilians 16 part",
    ),
    (
        "The Network documented the deaths of 782 civilians in May: 218 by regime forces, 133 by Russian forces.",
        "killed civilians 782; killed civilians 218; killed civilians 133",
    ),
    (
        "Terrorist shells martyred a citizen and injured four others, SANA reported.",
        "killed civilians 1; injured civilians 4",
    ),
    ("A total of 45 bodies were found in a mass grave.", "killed people 45"),
    ("The airstrikes forced 6,000 families to flee.", "displaced people 6000.."),
    ("The fighting has driven 40,000 people from their homes.", "displaced people 40000"),
    ("About 7,000 people have left their homes.", "displaced people ~7000"),
    ("Police took eleven suspects prisoner.", "detained people 11"),
    ("The gunmen are holding nine hostages.", "detained people 9"),
    ("An off-duty policeman was shot and killed.", "killed fighters 1"),
    ("At least three Iraqi Police Service (IPS) officers were wounded.", "injured fighters 3.."),
    ("A suicide bomber killed himself and five soldiers.", "killed fighters 5"),
    ("Mortars killed a man, his wife, and their baby.", "killed men 1; killed women 1; killed children 1"),
    ("Airstrikes on Saada kill at least 11, including a family of five", "killed people 11..; killed people 5 part"),
    ("Hundreds were killed or wounded.", "killed people 2..; injured people 2.."),
    ("The toll stands at 45 dead and 120 wounded.", "killed people 45; injured people 120"),
    (
        "Health authorities said the number killed had reached 1,200, with another 5,600 wounded.",
        "killed people 1200; injured people 5600",
    ),
    (
        "A 60-year-old man and a 12 year old girl were killed.",
        "killed men 1 (60); killed children 1 (12)",
    ),
    ("The mayor of the town, Hector Ruiz, was assassinated on Sunday.", "killed people 1 (Hector Ruiz)"),
    ("The shelling caused the death of a woman and the injury of 3 others.", "killed women 1; injured people 3"),
    ("Journalists are often killed in Mexico.", "killed journalists 2.. !generic"),
    ("Killing journalists is a crime.", "killed journalists 2.. !generic"),
    (
        "The injured children Ali Hassan (9), Omar Hassan (12) and Sara Deeb (7) were taken to hospital.",
        "injured children 1 (Ali Hassan 9); injured children 1 (Omar Hassan 12); injured children 1 (Sara Deeb 7)",
    ),
    (
        "The bombardment injured the children Ali Hassan (9), Omar Hassan (12) and Sara Deeb (7).",
        "injured children 1 (Ali Hassan 9); injured children 1 (Omar Hassan 12); injured children 1 (Sara Deeb 7)",
    ),
    (
        "The wounded: Ali Hassan, 9 years old; Omar Hassan, 12.",
        "injured children 1 (Ali Hassan 9); injured children 1 (Omar Hassan 12)",
    ),
    ("A woman was wounded, along with her two daughters.", "injured women 1; injured children 2"),
    (
        "Hundreds of civilians and FSA fighters were killed and wounded.",
        "killed civilians 2..; killed fighters 2..; injured civilians 2..; injured fighters 2..",
    ),
    ("It had hoped to free 12 hostages.", ""),
    ("The striker missed the match with a knee injury.", ""),
    ("Shells hit the town, killing child and injuring another.", "killed children 1; injured children 1"),
    ("The number of displaced persons has reached 6.5 million citizens.", "displaced idps 6500000"),
    (
        "Shelling killed 25 people in Kharkiv, 13 in Sumy and four in Odesa.",
        "killed people 25; killed people 13; killed people 4",
    ),
    (
        "The clashes left 25 dead in Bria, 13 in Bambari and 4 in Alindao.",
        "killed people 25; killed people 13; killed people 4",
    ),
    (
        "At least 30 civilians died in El Fasher, 12 in Nyala and seven in Zalingei, the network said.",
        "killed civilians 30..; killed civilians 12; killed civilians 7",
    ),
    (
        "Six people were killed in Khan Younis, three in Rafah and two in Jabalia.",
        "killed people 6; killed people 3; killed people 2",
    ),
    (
        "The dead included 25 in Taiz, 13 in Hodeidah and nine in Marib.",
        "killed people 25; killed people 13; killed people 9",
    ),
    (
        "Police detained 41 protesters in Yangon, 18 in Mandalay and 9 in Dawei.",
        "detained people 41; detained people 18; detained people 9",
    ),
    ("Fourteen soldiers were killed in Martuni and another six in Hadrut.", "killed fighters 14; killed fighters 6"),
    ("The bombardment wounded 11 in Nikopol, and two more in Marhanets.", "injured people 11; injured people 2"),
    (
        "The regime killed 120 civilians, Russian forces 45 and the SDF 12.",
        "killed civilians 120; killed civilians 45; killed civilians 12",
    ),
    (
        "The report said government forces killed 214 civilians, while armed groups killed 33.",
        "killed civilians 214; killed civilians 33",
    ),
    (
        "The army was responsible for the death of 64 civilians, including 11 children and 8 women.",
        "killed civilians 64; killed children 11 part; killed women 8 part",
    ),
    (
        "The Rapid Support Forces killed 210 civilians, including 31 children and 22 women (adult female).",
        "killed civilians 210; killed children 31 part; killed women 22 part",
    ),
    (
        "At least 18 people, including five children and a pregnant woman, were killed in a market in Omdurman.",
        "killed people 18..; killed children 5 part; killed women 1 part",
    ),
    (
        "An air raid killed 18 civilians, including eight children and six women, in Shan State.",
        "killed civilians 18; killed children 8 part; killed women 6 part",
    ),
    (
        "The raid killed at least 22 people, many of them women and children.",
        "killed people 22..; killed women 2.. part; killed children 2.. part",
    ),
    ("Seventeen people died, among them seven children.", "killed people 17; killed children 7 part"),
    ("Seventeen people have been killed, seven of them minors.", "killed people 17; killed children 7 part"),
    ("Forty people were wounded, ten of whom are in critical condition.", "injured people 40"),
    (
        "Nine people were killed — six of them women — and 14 others were hurt.",
        "killed people 9; killed women 6 part; injured people 14",
    ),
    (
        "Two dozen people were killed, mostly women and children.",
        "killed people 24; killed women 2.. part; killed children 2.. part",
    ),
    ("The attack killed 15 people, all of them civilians.", "killed people 15; killed civilians 15 part"),
    ("The attack killed 15 people, all civilians.", "killed people 15; killed civilians 15 part"),
    ("Thirteen people were killed, at least five of them children.", "killed people 13; killed children 5.. part"),
    ("A rocket killed seven people, two children among them.", "killed people 7; killed children 2 part"),
    ("The strike killed seven members of one family, including a baby.", "killed people 7; killed children 1 part"),
    (
        "As many as 60 people, including several aid workers, were killed.",
        "killed people ..60; killed aid-workers 3.. part",
    ),
    ("The number of dead includes 14 children.", "killed children 14"),
    (
        "More than 40 people, including police officers and civilians, were wounded.",
        "injured people 41..; injured fighters 2.. part; injured civilians 2.. part",
    ),
    (
        "Four soldiers, including two officers, died when their vehicle hit a mine.",
        "killed fighters 4; killed fighters 2 part",
    ),
    (
        "It left 31 dead, including 12 children, and more than 100 wounded.",
        "killed people 31; killed children 12 part; injured people 101..",
    ),
    (
        "The shelling killed 12 people including 4 children and wounded 33 including 9 women.",
        "killed people 12; killed children 4 part; injured people 33; injured women 9 part",
    ),
    ("A total of 54 people were killed, of which 21 were women.", "killed people 54; killed women 21 part"),
    ("A total of 54 people were killed, 21 women among them.", "killed people 54; killed women 21 part"),
    ("The toll comprised 18 civilians, three of them children.", "killed civilians 18; killed children 3 part"),
    ("Another 25 people were injured.", "injured people 25"),
    ("A further 13 civilians were wounded in Sloviansk.", "injured civilians 13"),
    ("Eleven people were killed and a further 40 injured.", "killed people 11; injured people 40"),
    (
        "Three people were killed, and 16 others sustained injuries of varying severity.",
        "killed people 3; injured people 16",
    ),
    (
        "Five people died on the spot and two others succumbed to their wounds in hospital.",
        "killed people 5; killed people 2",
    ),
    ("Two of the injured later died in hospital.", "killed people 2"),
    ("One person was killed and one injured.", "killed people 1; injured people 1"),
    ("One woman was killed, another was wounded.", "killed women 1; injured women 1"),
    (
        "One soldier died and three more were hurt when a mine exploded near Stepanakert.",
        "killed fighters 1; injured fighters 3",
    ),
    ("The death toll climbed to 64 on Tuesday.", "killed people 64"),
    ("The death toll from the bombing of a funeral hall climbs to 155.", "killed people 155"),
    ("Death toll in Mogadishu blast rises to 358.", "killed people 358"),
    (
        "The number of dead rose to 19 after two bodies were pulled from the rubble.",
        "killed people 19; killed people 2",
    ),
    ("That brings to 27 the number of journalists killed this year.", "killed journalists 27"),
    ("Three more bodies were recovered, bringing the death toll to 44.", "killed people 3; killed people 44"),
    (
        "Two of the wounded died overnight, bringing the total number of dead to eight.",
        "killed people 2; killed people 8",
    ),
    ("A family of six was wiped out when a shell hit their home.", "killed people 6"),
    ("An entire family of six was killed in the bombing.", "killed people 6"),
    ("The strike killed a couple and their three children.", "killed people 2; killed children 3"),
    ("A woman and her three children were killed in the attack on Beni.", "killed women 1; killed children 3"),
    ("Three brothers were killed when an old shell blew up.", "killed people 3"),
    ("A father and his two sons were shot dead by gunmen in Cauca.", "killed men 1; killed children 2"),
    ("A man, his wife and four of their children were killed.", "killed men 1; killed women 1; killed children 4"),
    ("A mother and her newborn died in the strike.", "killed women 1; killed children 1"),
    ("A grandmother and two grandchildren were wounded.", "injured women 1; injured children 2"),
    (
        "Four members of one family — a father, mother and two children — were killed.",
        "killed people 4; killed men 1 part; killed women 1 part; killed children 2 part",
    ),
    ("Two girls, aged 7 and 10, were killed by shelling.", "killed children 2"),
    ("Three children aged between 4 and 11 were wounded.", "injured children 3"),
    (
        "Mohammed al-Hajj, 23, and his brother Yusuf, 19, were killed in the drone strike.",
        "killed people 1 (Mohammed al-Hajj 23); killed people 1 (Yusuf 19)",
    ),
    ("Oleksandr Petrenko, a 62-year-old farmer, was killed by a mine.", "killed civilians 1 (Oleksandr Petrenko 62)"),
    ("The freelance journalist Samir Abbas was killed.", "killed journalists 1 (Samir Abbas)"),
    (
        "The dead were identified as Juan Perez, 45, and Luis Perez, 17.",
        "killed people 1 (Juan Perez 45); killed children 1 (Luis Perez 17)",
    ),
    ("Eleven people lost their lives.", "killed people 11"),
    (
        "Six policemen lost their lives and nine were injured in a gun battle in Sulu.",
        "killed fighters 6; injured fighters 9",
    ),
    ("A blast claimed at least 14 lives.", "killed people 14.."),
    ("The explosion took the lives of five miners.", "killed civilians 5"),
    ("Two medics succumbed to wounds sustained in the strike.", "killed medics 2"),
    ("A youth succumbed to his wounds on Friday.", "killed people 1"),
    ("A child was martyred by occupation gunfire.", "killed children 1"),
    ("Ten killed in car bomb blast in Baghdad", "killed people 10"),
    ("10 killed, 25 injured in Peshawar mosque blast", "killed people 10; injured people 25"),
    ("Blast kills 10 in Kabul", "killed people 10"),
    ("Car bomb kills 10, wounds 30 in Afrin", "killed people 10; injured people 30"),
    ("Suicide attack on army base kills 17 soldiers in Mali", "killed fighters 17"),
    ("At least nine dead in Myanmar air strike", "killed people 9.."),
    ("Airstrike on school leaves 11 children dead", "killed children 11"),
    ("No fewer than 34 people were killed.", "killed people 34.."),
    ("Not less than 20 farmers were killed by gunmen.", "killed civilians 20.."),
    ("Nearly 100 people were killed.", "killed people ..100"),
    ("Almost 70 people were wounded.", "injured people ..70"),
    ("Close to 300 students were abducted.", "detained civilians ..300"),
    ("Some 25 rebels and 11 soldiers were killed.", "killed fighters ~25; killed fighters 11"),
    ("Between 20 and 30 people were killed.", "killed people 20..30"),
    ("Seventeen people remain missing.", "missing people 17"),
    ("Nearly 40 people are unaccounted for.", "missing people ..40"),
    ("More than 6,000 people are still missing.", "missing people 6001.."),
    ("Twelve fishermen have gone missing.", "missing civilians 12"),
    ("Gunmen abducted 80 pupils from a school in Kebbi.", "detained children 80"),
    ("Soldiers rounded up 60 villagers.", "detained civilians 60"),
    ("The police arrested nine people, including two women.", "detained people 9; detained women 2 part"),
    ("The fighting killed 12 government soldiers and nine rebels.", "killed fighters 12; killed fighters 9"),
    ("Clashes left 31 regime troops and 27 jihadists dead.", "killed fighters 31; killed fighters 27"),
    (
        "At least 23 soldiers, eight police officers and 45 insurgents have been killed.",
        "killed fighters 23..; killed fighters 8; killed fighters 45",
    ),
    ("Azerbaijan said seven of its servicemen were killed and ten wounded.", "killed fighters 7; injured fighters 10"),
    ("Ukraine's General Staff said Russia lost 950 troops over the past day.", "killed fighters 950"),
    ("The army said it had killed 43 Houthi fighters and destroyed five vehicles.", "killed fighters 43"),
    ("Two peacekeepers from Bangladesh were killed.", "killed fighters 2"),
    ("Three Malian soldiers and one UN peacekeeper were killed.", "killed fighters 3; killed fighters 1"),
    ("Five members of the security forces were killed.", "killed fighters 5"),
    ("Three members of the Popular Mobilization Forces were killed.", "killed fighters 3"),
    ("Two Islamic State commanders were killed.", "killed fighters 2"),
    ("Nine Kurdish fighters were killed, a monitor said.", "killed fighters 9"),
    ("Twenty insurgents and a civilian were killed in the raid.", "killed fighters 20; killed civilians 1"),
    ("Three aid workers and their driver were killed.", "killed aid-workers 3; killed civilians 1"),
    ("Two ambulance crew members were wounded.", "injured medics 2"),
    ("Four Red Cross staff were killed.", "killed aid-workers 4"),
    ("Two cameramen and a reporter were injured.", "injured journalists 2; injured journalists 1"),
    ("Five UN staff were killed.", "killed aid-workers 5"),
    ("Three humanitarian workers were abducted.", "detained aid-workers 3"),
    ("Six rescuers were wounded in a double-tap strike.", "injured rescuers 6"),
    ("The army fired 40 rockets at the town.", ""),
    ("Jets hit 17 villages in 24 hours.", ""),
    ("The 45-year-old commander led the 93rd Brigade.", ""),
    ("Around 60 homes were burned.", ""),
    ("The 12-year war has cost $300 billion.", ""),
    ("At least 40 airstrikes were carried out on 12 towns.", ""),
    ("Some 300 families received aid.", ""),
    ("The convoy of 20 trucks reached the city.", ""),
    ("He has served 20 years in prison.", ""),
    ("Thirty delegates attended the talks in Juba.", ""),
    ("About 200 fighters attacked the base.", ""),
    ("The town has 12,000 inhabitants.", ""),
    ("Two people survived the attack.", ""),
    ("Twelve prisoners were released.", ""),
    ("The attack took place 15 km from Kidal.", ""),
    ("The 2019 attack killed 12 soldiers in 3 hours.", "killed fighters 12"),
    ("Eleven patients were evacuated from the hospital.", ""),
    ("More than 3,000 people took part in the protest.", ""),
    ("The death toll rose from 12 to 19.", "killed people 19"),
    ("The authorities said that 54 more of their fighters had died.", "killed fighters 54"),
    (
        "The mission recorded 9,585 civilian casualties: 4,339 killed and 5,246 injured.",
        "killed civilians 4339; injured civilians 5246",
    ),
    (
        "More than 1,800 people were killed and over two million displaced, 500,000 of whom have fled abroad.",
        "killed people 1801..; displaced people 2000001..; displaced people 500000",
    ),
    ("A man, 58, was killed by small-arms fire.", "killed men 1 (58)"),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES, ids=[s[:60] for s, _ in SENTENCES])
def test_sentence_is_read_as_expected(sentence: str, expected: str) -> None:
    found = [told(casualty, toll) for toll in tolls(sentence) for casualty in toll.casualties if not toll.moving]
    assert sorted(found) == sorted(filter(None, expected.split("; ")))


def test_every_span_is_the_text_of_its_count() -> None:
    for sentence, _ in SENTENCES:
        document = read(sentence)
        for toll in find_casualties(document):
            assert toll.clause.end <= len(sentence)
            for casualty in toll.casualties:
                assert casualty.span is not None
                assert casualty.span.of(sentence) == casualty.count.text != ""


def test_parts_point_at_the_span_of_their_whole() -> None:
    (toll,) = tolls("Nine people, including four children, were killed.")
    whole, part = toll.casualties
    assert part.part_of == whole.span


@pytest.mark.parametrize(
    ("sentence", "cumulative"),
    [
        ("The death toll has risen to 87.", True),
        ("Over 1,500 people have been killed since April.", True),
        ("So far 12 people have been killed.", True),
        ("Three people were killed on Monday.", False),
        ("The strike killed three people.", False),
    ],
)
def test_running_totals_are_marked(sentence: str, cumulative: bool) -> None:
    assert [t.cumulative for t in tolls(sentence)] == [cumulative]


@pytest.mark.parametrize(
    ("sentence", "anaphoric"),
    [
        ("The victims included 27 civilians.", True),
        ("Among the dead were two doctors and a nurse.", True),
        ("Two rescue workers were among the dead.", True),
        ("The three men died in hospital.", True),
        ("Three men died in hospital.", False),
        ("The strike killed two doctors.", False),
    ],
)
def test_tolls_that_go_on_with_an_earlier_one_are_marked(sentence: str, anaphoric: bool) -> None:
    assert [t.anaphoric for t in tolls(sentence)] == [anaphoric]


def test_people_known_from_elsewhere_with_no_number_are_refused() -> None:
    assert [t.refused for t in tolls("The wounded civilians died.")] == ["definite"]


def test_others_take_the_group_of_the_count_in_the_sentence_before() -> None:
    found = tolls("A bomber killed five policemen. Four others were wounded.")
    assert [c.group for t in found for c in t.casualties] == ["fighters", "fighters"]


def test_list_under_a_heading_takes_its_outcome() -> None:
    found = tolls("The names of the wounded are as follows:\n- Ali Hassan, 9 years old\n- Omar Deeb, 41")
    assert [told(c, t) for t in found for c in t.casualties] == [
        "injured children 1 (Ali Hassan 9)",
        "injured people 1 (Omar Deeb 41)",
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Some 600 families have arrived at Baga Sola after the attack.", "displaced people 600.."),
        (
            "More than 5,000 people have left the district, among them nearly 400 children.",
            "displaced people 5001..; displaced children ..400 part",
        ),
        ("The minister has left the capital.", ""),
        ("About 300 soldiers moved into the town.", ""),
    ],
)
def test_who_leaves_or_arrives_is_counted_for_a_displacement(sentence: str, expected: str) -> None:
    found = [told(casualty, toll) for toll in tolls(sentence) for casualty in toll.casualties if toll.moving]
    assert sorted(found) == sorted(filter(None, expected.split("; ")))


def test_reading_twice_gives_the_same() -> None:
    text = " ".join(sentence for sentence, _ in SENTENCES[:30])
    assert tolls(text) == tolls(text)


def test_empty_text_has_no_toll() -> None:
    assert tolls("") == []
