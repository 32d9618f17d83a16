"""What kind of truth a sentence gives its event, and who says so.

The event's word stands in brackets. Expected values come from reading the sentence: is it stated as done or holding
(factual), as intended (planned), as open (possible), or as not so (negated); and whose words are they.
"""

from __future__ import annotations

import pytest

from kg.extract.arguments import Arguments
from kg.extract.qualify import Qualifier
from kg.tree import Tree
from tests.support.reader import document, machine

TENSE = [
    ("Russia [attacked] the town.", "factual"),
    ("Russia has [attacked] the town.", "factual"),
    ("Russia had [attacked] the town before dawn.", "factual"),
    ("Russia is [attacking] the town.", "factual"),
    ("Russia has been [attacking] the town for weeks.", "factual"),
    ("Turkey [blocks] the bid of Sweden", "factual"),
    ("The town was [attacked] by Russian troops.", "factual"),
    ("The town, [attacked] by Russia in May, lies in ruins.", "factual"),
    ("Poland [supports] Ukraine.", "factual"),
    ("France did [support] the resolution.", "factual"),
    ("Finland will [join] the alliance.", "planned"),
    ("Finland won't [join] the alliance.", "negated"),
    ("Finland is going to [join] the alliance.", "planned"),
    ("Finland is to [join] the alliance in April.", "planned"),
    ("The treaty will be [signed] in Geneva.", "planned"),
    ("The presidents are to [meet] in Astana.", "planned"),
    ("The minister is about to [visit] Tokyo.", "planned"),
    ("Blinken to [visit] Baku", "planned"),
    ("Finland shall [join] the alliance.", "planned"),
    ("Russia kept [attacking] the town.", "factual"),
    ("Russia began [attacking] the town.", "factual"),
    ("Egypt helped [mediate] the truce.", "factual"),
    ("Kenya managed to [mediate] the truce.", "factual"),
    ("Armenia continues to [support] the plan.", "factual"),
]

MODALS = [
    ("Moldova held talks on [joining] the union.", "planned"),
    ("Greenland voted in a referendum about [leaving] the union.", "planned"),
    ("Moldova was praised for [joining] the union.", "factual"),
    ("Georgia may [join] the union.", "possible"),
    ("Georgia might [join] the union.", "possible"),
    ("Georgia could [join] the union by 2030.", "possible"),
    ("Georgia should [join] the union.", "possible"),
    ("Georgia must [join] the union.", "possible"),
    ("Georgia would [join] the union if Brussels agreed.", "possible"),
    ("Georgia may not [join] the union.", "negated"),
    ("Georgia cannot [join] the union.", "negated"),
    ("Georgia could have [joined] the union.", "possible"),
    ("Georgia will possibly [join] the union.", "possible"),
    ("Perhaps Georgia will [join] the union.", "possible"),
    ("Georgia is likely to [join] the union.", "possible"),
    ("Georgia is expected to [join] the union.", "planned"),
    ("Georgia needs to [sign] the treaty.", "possible"),
    ("Georgia ought to [sign] the treaty.", "possible"),
    ("Georgia is able to [sign] the treaty.", "possible"),
    ("It is possible that Georgia will [sign] the treaty.", "possible"),
    ("Georgia was allowed to [join] the talks.", "possible"),
]

INTENTION = [
    ("Japan plans to [send] ships to the strait.", "planned"),
    ("Japan intends to [send] ships to the strait.", "planned"),
    ("Japan agreed to [send] ships to the strait.", "planned"),
    ("Japan has promised to [send] ships to the strait.", "planned"),
    ("Japan vowed to [send] ships to the strait.", "planned"),
    ("Japan decided to [send] ships to the strait.", "planned"),
    ("Japan offered to [send] ships to the strait.", "planned"),
    ("Japan threatened to [send] ships to the strait.", "planned"),
    ("Japan is preparing to [send] ships to the strait.", "planned"),
    ("Japan wants to [join] the pact.", "planned"),
    ("Japan hopes to [join] the pact.", "planned"),
    ("Japan is set to [join] the pact.", "planned"),
    ("Japan is due to [join] the pact on Friday.", "planned"),
    ("Japan is ready to [join] the pact.", "planned"),
    ("Japan announced plans to [join] the pact.", "planned"),
    ("Japan announced its decision to [join] the pact.", "planned"),
    ("The decision of Japan to [join] the pact pleased Canberra.", "planned"),
    ("Japan scheduled [talks] with Seoul for Monday.", "planned"),
    ("Japan committed to [sending] ships to the strait.", "planned"),
    ("Japan is considering [sending] ships to the strait.", "possible"),
    ("Japan tried to [send] ships to the strait.", "possible"),
    ("Washington urged Japan to [send] ships to the strait.", "possible"),
    ("Washington asked Japan to [send] ships to the strait.", "possible"),
    ("Washington called on Japan to [send] ships to the strait.", "possible"),
    ("Japan will propose to [send] ships to the strait.", "planned"),
    ("Tokyo will fly envoys to Delhi to [sign] the pact.", "planned"),
    ("Tokyo is flying envoys to Delhi to [sign] the pact.", "planned"),
    ("Tokyo's envoys flew to Delhi to [sign] the pact.", "factual"),  # the journey was made, and for that
    ("Japan voted to [join] the pact.", "planned"),
    ("Gunmen opened [fire] on Mali.", "factual"),
    ("Turkey to [host] Mali", "planned"),
    ("Poland's parliament voted to [condemn] Belarus.", "factual"),
    ("Poland's parliament voted to dissolve itself, [accusing] Belarus of meddling.", "factual"),
    ("Washington let Japan [join] the pact.", "factual"),
    ("Washington made Japan [join] the pact.", "factual"),
    ("Washington forced Japan to [join] the pact.", "factual"),
]

CONDITION = [
    ("If Russia [attacks] the town, the alliance will respond.", "possible"),
    ("If Russia attacks the town, the alliance will [punish] Moscow.", "possible"),
    ("Should Russia [attack] the town, the alliance will respond.", "possible"),
    ("The alliance will [punish] Moscow if Russia attacks the town.", "possible"),
    ("Unless Iran [signs] the accord, sanctions will stay.", "possible"),
    ("Iran would [sign] the accord if sanctions fell.", "possible"),
    ("The envoy asked whether Iran had [signed] the accord.", "possible"),
    ("Will Iran [sign] the accord?", "possible"),
    ("Did Iran [sign] the accord?", "possible"),
    ("It is unclear whether Iran [signed] the accord.", "possible"),
    ("In case Iran [attacks] the ships, Britain will act.", "possible"),
    ("As long as Iran [attacks] ships, Britain will stay.", "factual"),
    ("After Iran [attacked] the ships, Britain acted.", "factual"),
    ("Because Iran had [attacked] the ships, Britain acted.", "factual"),
    ("Although Iran [signed] the accord, nothing changed.", "factual"),
    ("Before Iran [signed] the accord, prices rose.", "factual"),
    ("When Iran [signed] the accord, prices fell.", "factual"),
]

NEGATION = [
    ("Hungary did not [ratify] the treaty until May.", "factual"),
    ("It was not until May that Hungary [ratified] the treaty.", "factual"),
    ("Hungary will not [ratify] the treaty until May.", "negated"),
    ("Instead of [blocking] the bid, Turkey asked for jets.", "negated"),
    ("Rather than [joining] the bloc, Norway signed a treaty with it.", "negated"),
    ("Serbia did not [recognize] Kosovo.", "negated"),
    ("Serbia has never [recognized] Kosovo.", "negated"),
    ("Serbia doesn't [recognize] Kosovo.", "negated"),
    ("Serbia no longer [recognizes] Kosovo.", "negated"),
    ("Serbia will not [recognize] Kosovo.", "negated"),
    ("Serbia refused to [recognize] Kosovo.", "negated"),
    ("Serbia refuses to [recognize] Kosovo.", "negated"),
    ("Serbia failed to [recognize] Kosovo.", "negated"),
    ("Serbia declined to [recognize] Kosovo.", "negated"),
    ("Serbia ruled out [recognizing] Kosovo.", "negated"),
    ("Serbia avoided [recognizing] Kosovo.", "negated"),
    ("Serbia left the hall without [signing] the text.", "negated"),
    ("Serbia stopped [supporting] the plan.", "negated"),
    ("Serbia is unwilling to [recognize] Kosovo.", "negated"),
    ("Neither Serbia nor Bosnia [recognizes] Kosovo.", "negated"),
    ("Serbia neither [signed] the text nor left the hall.", "negated"),
    ("No state [recognized] the republic.", "negated"),
    ("There were no [talks] between Serbia and Kosovo.", "negated"),
    ("Serbia cancelled its [talks] with Kosovo.", "negated"),
    ("Serbia's refusal to [recognize] Kosovo angered Tirana.", "negated"),
    ("The court barred Serbia from [joining] the case.", "negated"),
    ("Brussels prevented Serbia from [joining] the case.", "negated"),
    ("Serbia hardly [supported] the plan.", "negated"),
    ("Serbia has yet to [recognize] Kosovo.", "negated"),
    ("Serbia put off [talks] with Kosovo.", "negated"),
    ("Serbia did not plan to [attack] Kosovo.", "negated"),
    ("Serbia did not fail to [attack] Kosovo.", "factual"),
    ("Serbia denied [attacking] Kosovo.", "negated"),
    ("Serbia denied that it had [attacked] Kosovo.", "negated"),
    ("Serbia rejected [talks] with Kosovo.", "negated"),
    ("Serbia opposes [joining] the bloc.", "negated"),
    ("Serbia not only [criticized] Kosovo but closed the border.", "factual"),
]

NOUNS = [
    ("Oman hosted [talks] between Iran and Yemen.", "factual"),
    ("The [talks] between Iran and Yemen began on Sunday.", "factual"),
    ("Planned [talks] between Iran and Yemen worry Riyadh.", "planned"),
    ("The upcoming [visit] of the king to Paris was announced.", "planned"),
    ("Possible [sanctions] against Belarus were discussed.", "possible"),
    ("Brussels called for [sanctions] against Belarus.", "possible"),
    ("Brussels demanded [sanctions] against Belarus.", "possible"),
    ("Brussels imposed [sanctions] on Belarus.", "factual"),
    ("Brussels threatened [sanctions] against Belarus.", "planned"),
    ("Brussels will impose [sanctions] on Belarus.", "planned"),
    ("Brussels announced [sanctions] against Belarus.", "factual"),
    ("Brussels is weighing [sanctions] against Belarus.", "possible"),
    ("The threat of [sanctions] against Belarus grew.", "planned"),
    ("Fears of an [attack] on Kyiv grew.", "possible"),
    ("After the [attack] on Kyiv, Warsaw closed its airspace.", "factual"),
    ("Warsaw condemned the [attack] on Kyiv.", "factual"),
    ("Warsaw warned of an [attack] on Kyiv.", "possible"),
    ("The truce ended the [war] between Iran and Iraq.", "factual"),
    ("The envoys met to end the [war] between Iran and Iraq.", "factual"),
    ("Tribes rejected the peace [agreement] between Rabat and Madrid.", "factual"),
    ("Cuba offered [aid] to Haiti.", "planned"),
    ("Paris [demanded] that Cuba free the crew; Havana refused.", "factual"),
    ("Plans for a [visit] to Ankara were dropped.", "negated"),
]

ATTRIBUTION = [
    ("Kyiv said that Russia had [attacked] the port.", "factual", "said", "Kyiv"),
    ("Russia had [attacked] the port, Kyiv said.", "factual", "said", "Kyiv"),
    ("Russia, Kyiv said, had [attacked] the port.", "factual", "said", "Kyiv"),
    ("According to Kyiv, Russia [attacked] the port.", "factual", "said", "Kyiv"),
    ("Kyiv accused Russia of [attacking] the port.", "factual", "alleged", "Kyiv"),
    ("Kyiv alleged that Russia had [attacked] the port.", "factual", "alleged", "Kyiv"),
    ("Kyiv claims that Russia [attacked] the port.", "factual", "alleged", "Kyiv"),
    ("Russia was accused of [attacking] the port.", "factual", "alleged", ""),
    ("Russia was accused by Kyiv of [attacking] the port.", "factual", "alleged", "Kyiv"),
    ("Russia allegedly [attacked] the port.", "factual", "alleged", ""),
    ("Russia reportedly [attacked] the port.", "factual", "alleged", ""),
    ("Kyiv blamed Russia for [attacking] the port.", "factual", "alleged", "Kyiv"),
    ("The alleged [attack] on the port shocked Kyiv.", "factual", "alleged", ""),
    ("Moscow denied that it had [attacked] the port.", "negated", "said", "Moscow"),
    ("Moscow denied [attacking] the port.", "negated", "said", "Moscow"),
    ("Kyiv said that Russia would [attack] the port.", "planned", "said", "Kyiv"),
    ("Kyiv said that Russia might [attack] the port.", "possible", "said", "Kyiv"),
    ("Kyiv said that Russia had not [attacked] the port.", "negated", "said", "Kyiv"),
    ("Kyiv did not say that Russia had [attacked] the port.", "possible", "said", "Kyiv"),
    ("Kyiv warned that Russia could [attack] the port.", "possible", "said", "Kyiv"),
    ("Kyiv confirmed that Russia had [attacked] the port.", "factual", "said", "Kyiv"),
    ("Kyiv announced that it would [join] the pact.", "planned", "said", "Kyiv"),
    ("The envoy told reporters that Russia had [attacked] the port.", "factual", "said", "envoy"),
    ("The envoy, who said that Russia had [attacked] the port, left Kyiv.", "factual", "said", "envoy"),
    ("In a statement, the ministry said Russia had [attacked] the port.", "factual", "said", "ministry"),
    ("Russia is believed to have [attacked] the port.", "possible", "", ""),
    ("Russia is said to have [attacked] the port.", "factual", "said", ""),
    ("Kyiv believes that Russia [attacked] the port.", "factual", "said", "Kyiv"),
    ("Saying that Russia had [attacked] the port, Kyiv closed the border.", "factual", "said", "Kyiv"),
    ("“Russia [attacked] the port,” the mayor said.", "factual", "said", "mayor"),
    ("“Ships burned,” the mayor said. “Russia [attacked] the port.”", "factual", "said", "mayor"),
    ("The mayor spoke to reporters on Monday. Russia [attacked] the port.", "factual", "", ""),
    ("Kyiv, which Russia [attacked] in May, said it was ready.", "factual", "", ""),
    ("Russia [attacked] the port after Kyiv said that it would fight.", "factual", "", ""),
    ("Kyiv welcomed the pact, and Russia [attacked] the port.", "factual", "", ""),
    ("The minister fears that Russia will [attack] the port.", "possible", "said", "minister"),
    ("Kyiv doubts that Russia [signed] the accord.", "possible", "", ""),
    ("Kyiv demanded that Russia [release] the crew.", "possible", "", ""),
    ("Kyiv hopes that Berlin will [send] tanks.", "possible", "said", "Kyiv"),
    ("Kyiv suspects Russia of [attacking] the port.", "factual", "alleged", "Kyiv"),
    ("Kyiv accused Russia of an [attack] on the port.", "factual", "alleged", "Kyiv"),
    ("It appears that Russia [attacked] the port.", "possible", "", ""),
    ("Kyiv will say that Russia [attacked] the port.", "factual", "said", "Kyiv"),
    ("Kyiv did not rule out [attacking] the port.", "possible", "", ""),
    ("Kyiv never stopped [supporting] the plan.", "factual", "", ""),
    ("Kyiv did not reply after the [attack] on the port.", "factual", "", ""),
    ("Kyiv will fly envoys to Rome for [talks] with Moscow.", "planned", "", ""),
    (
        "Russia [attacked] the port, seized a ship and burned a mill, according to the mayor.",
        "factual",
        "said",
        "mayor",
    ),
    ("Kyiv [attacked] a base where, according to the mayor, tanks are kept.", "factual", "", ""),
    ("In a case that Kyiv brought, Russia was said to have [attacked] the port.", "factual", "said", ""),
    ("Kyiv presented ten demands, among them that Russia [release] the crew.", "possible", "", ""),
    ("In case of war, Kyiv will [attack] the port.", "possible", "", ""),
]

MODALITY = [
    (sentence, modality)
    for part in (TENSE, MODALS, INTENTION, CONDITION, NEGATION, NOUNS)
    for sentence, modality in part
]


def qualified(marked: str, *, stative: bool = False) -> tuple[str, str, str]:
    """Modality, manner and the speaker's word of the bracketed event."""
    before, event, after = marked.replace("]", "[").split("[")
    found = document(before + event + after)
    (trigger,) = [token.i for token in found.tokens if token.start == len(before)]
    tree = Tree(found)
    words = machine().lexicon
    arguments = Arguments(tree, words)
    result = Qualifier(found, tree, words, arguments).qualify(trigger, stative=stative)
    speaker = found.tokens[result.speaker].text if result.speaker is not None else ""
    return result.modality.value, result.manner.value if result.manner else "", speaker


@pytest.mark.parametrize(("sentence", "modality"), MODALITY)
def test_modality(sentence: str, modality: str) -> None:
    assert qualified(sentence)[0] == modality


@pytest.mark.parametrize(("sentence", "modality", "manner", "speaker"), ATTRIBUTION)
def test_attribution(sentence: str, modality: str, manner: str, speaker: str) -> None:
    assert qualified(sentence) == (modality, manner, speaker)


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("Closing the Russian [base] was not discussed.", "factual"),
        ("Mali will leave the bloc, of which it is a [member].", "factual"),
        ("Mali may expel the [ambassador] of France.", "factual"),
        ("Mali is not a [member] of the bloc.", "negated"),
        ("Mali will become a [member] of the bloc.", "planned"),
    ],
)
def test_a_noun_for_a_state_of_affairs_is_touched_only_by_what_is_said_of_it(sentence: str, modality: str) -> None:
    assert qualified(sentence, stative=True)[0] == modality
