"""Text, lexicon, look-alikes and the concept encoder."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lonja.algorithms.relevance import (
    Ask,
    Evidence,
    How,
    Index,
    InvalidProblem,
    Kind,
    Lexicon,
    Recipe,
    RoutedEncoder,
    SentenceEncoder,
    build_lexicon,
    language_of,
    search,
    teach,
)
from lonja.algorithms.relevance import text as texts
from lonja.algorithms.relevance.bridge import keep, learn_bridge, shipped_bridge
from lonja.algorithms.relevance.vocabulary import Forms, slips
from tests.algorithms.relevance.factories import LEXICON


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("aplicación", "APLICACIONES", "es"),
        ("energético", "energeticos", "es"),
        ("battery", "Batteries", "en"),
        ("I+D+i", "i+d+i", "es"),
    ],
)
def test_spellings_of_one_word_share_a_stem(one, other, language):
    assert texts.terms(one, language) == texts.terms(other, language) != []


def test_a_phrase_is_found_across_signs_but_not_across_words():
    assert texts.holds_phrase("A cold-chain, in Spain", "cold chain")
    assert not texts.holds_phrase("a cold supply chain", "cold chain")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Buscamos socios para el proyecto", "es"),
        ("We look for partners", "en"),
        ("Año", "es"),
        ("робот", "bg"),
        ("", "en"),
    ],
)
def test_the_language_of_a_text_is_guessed(text, code):
    assert language_of(text) == code


@given(st.text(max_size=12))
@settings(max_examples=30, deadline=None)
def test_folding_twice_changes_nothing_more(text):
    assert texts.fold(texts.fold(text)) == texts.fold(text)


def test_the_lexicon_learns_which_word_translates_which():
    labels = [
        {"en": "solar panel", "es": "panel solar"},
        {"en": "solar energy", "es": "energía solar"},
        {"en": "wind energy", "es": "energía eólica"},
    ]

    lexicon = build_lexicon(labels)

    assert lexicon.translate("eolic", "es", "en")[0][0] == "wind"
    assert lexicon.translate("energi", "en", "es")[0][0] == "energi"
    assert lexicon.translate("unknown", "en", "es") == ()
    assert lexicon.translate("wind", "en", "fr") == ()
    assert build_lexicon(labels) == lexicon


def test_the_shares_of_a_word_never_exceed_one():
    for table in LEXICON.translations.values():
        for told in table.values():
            assert sum(share for _, share in told) <= 1 + 1e-9


def letters(most):
    return st.text("abc", min_size=1, max_size=most)


@given(letters(5), letters(5))
@settings(max_examples=60, deadline=None)
def test_slips_agree_with_trying_every_way(one, other):
    assert slips(one, other, most=9) == tried(one, other)


def tried(one, other):
    """The recursive definition: delete, insert, replace, exchange neighbours."""
    if not one or not other:
        return len(one) + len(other)
    ways = [
        tried(one[1:], other) + 1,
        tried(one, other[1:]) + 1,
        tried(one[1:], other[1:]) + (one[0] != other[0]),
    ]
    if one[:2] == other[1::-1] and len(one) > 1 < len(other):
        ways.append(tried(one[2:], other[2:]) + 1)
    return min(ways)


@given(st.lists(letters(6), min_size=1, max_size=8), letters(6))
@settings(max_examples=40, deadline=None)
def test_look_alikes_agree_with_comparing_every_pair(forms, word):
    found = Forms(forms).alike(word, least=0.3, most=50)

    mine = set(texts.grams(word))
    expected = {}
    for form in set(forms):
        theirs = set(texts.grams(form))
        likeness = round(len(mine & theirs) / (len(mine) * len(theirs)) ** 0.5, 3)
        if likeness >= 0.3:
            expected[form] = likeness
    assert dict(found) == pytest.approx(expected, abs=2e-3)


def concept_labels():
    nouns = {
        "pump": "bomba",
        "valve": "válvula",
        "motor": "motor",
        "sensor": "sensor",
        "filter": "filtro",
        "pipe": "tubería",
    }
    kinds = {"water": "agua", "oil": "aceite", "gas": "gas", "steam": "vapor", "heat": "calor"}
    return [
        {"en": f"{kind} {noun}", "es": f"{nouns[noun]} de {kinds[kind]}"}
        for kind, noun in product(kinds, nouns)
    ]


def test_a_taught_encoder_brings_unseen_labels_of_one_concept_together():
    labels = concept_labels()
    taught = [label for position, label in enumerate(labels) if position % 5 < 3]
    encoder = teach(taught, dimensions=10)

    english = encoder.encode([label["en"] for label in labels], ["en"] * len(labels))
    spanish = encoder.encode([label["es"] for label in labels], ["es"] * len(labels))

    nearest = np.argmax(spanish @ english.T, axis=1)
    assert float((nearest == np.arange(len(labels))).mean()) >= 0.9
    assert encoder.identity == teach(taught, dimensions=10).identity
    assert np.allclose(np.linalg.norm(english, axis=1), 1, atol=1e-5)
    assert not encoder.encode(["→"], ["en"]).any()


def test_a_sentence_model_is_silent_in_languages_it_cannot_read():
    def read(texts):
        return np.array([[len(text), 1.0] for text in texts])

    encoder = SentenceEncoder("lengths-1", read, frozenset({"en"}))

    vectors = encoder.encode(["pump", "αντλία"], ["en", "el"])

    assert np.linalg.norm(vectors, axis=1).round(5).tolist() == [1.0, 0.0]
    with pytest.raises(InvalidProblem, match="languages"):
        encoder.encode(["pump"], [])


def turned(texts):
    """A far model: the near one's plane turned by a right angle, and moved."""
    return read(texts)[:, ::-1] * [1, -1] + 0.1


def read(texts):
    """A near model: the length of a text and its first letter, as a direction."""
    angle = np.array([len(text) + ord(text[:1] or " ") for text in texts], float)
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


def routed(far=None):
    near = SentenceEncoder("near-1", read, frozenset({"en", "es"}))
    far_one = SentenceEncoder("far-1", turned)
    said = [f"{'abcdefgh'[i % 8]}{'x' * (i % 5)}" for i in range(400)]
    bridge = learn_bridge(near, far_one, said, ["en"] * len(said))
    return RoutedEncoder(near, far if far is None else far_one, bridge)


def test_two_models_meet_in_one_space_and_each_reads_its_own_languages():
    encoder = routed(far=True)

    spanish, greek, silent = encoder.encode(["bomba", "bomba", "bomba"], ["es", "el", ""])

    assert spanish @ greek > 0.95
    assert not silent.any()
    assert encoder.identity == "near-1+far-1"
    assert not np.array_equal(spanish, greek)


def test_without_the_second_model_its_languages_are_read_as_nothing():
    encoder = routed()

    english, greek = encoder.encode(["pump", "αντλία"], ["en", "el"])

    assert (round(float(english @ english), 5), float(greek @ greek)) == (1.0, 0.0)
    assert encoder.identity == "near-1+none"
    with pytest.raises(InvalidProblem, match="languages"):
        encoder.encode(["pump"], [])


def test_a_bridge_outlives_its_file(tmp_path):
    bridge = routed().bridge

    keep(bridge, tmp_path / "bridge.npz")

    with np.load(tmp_path / "bridge.npz") as parts:
        assert np.allclose(parts["turn"], bridge.turn, atol=1e-2)
    assert shipped_bridge().turn.shape == (384, 512)


def test_a_guide_shows_the_teacher_which_concepts_are_near():
    labels = [
        {"en": f"{word} {i}", "es": f"{word}o {i}"} for i, word in enumerate(["pump", "lamp", "fan"] * 4)
    ]
    near = {"pump": (1.0, 0.0, 0.0), "fan": (0.9, 0.4, 0.0), "lamp": (0.0, 0.0, 1.0)}
    guide = SentenceEncoder("guide-1", lambda told: np.array([near[text.split()[0]] for text in told]))

    encoder = teach(labels, dimensions=2, guides=[guide])

    pump, fan, lamp = encoder.encode(["pumpo", "fan", "lampo"], ["es", "en", "es"])
    assert pump @ fan > max(pump @ lamp, fan @ lamp)
    assert encoder.identity != teach(labels, dimensions=2).identity


def test_meaning_finds_what_shares_no_word_and_says_so():
    encoder = teach(concept_labels(), dimensions=12)
    statements = [
        Evidence("1", ("A",), Kind.OFFER, "vapor tubería", language="es"),
        Evidence("2", ("B",), Kind.OFFER, "filtro de aceite", language="es"),
    ]
    index = Index(encoder=encoder).updated(add=statements[:1]).updated(add=statements[1:])

    hits = search(index, Ask("steam pipe"))

    assert hits[0].owner == "A"
    assert hits == search(Index(encoder=encoder).updated(add=statements), Ask("steam pipe"))
    assert [match.how for match in hits[0].because[0].matches] == [How.MEANING]
    assert hits[0].score == pytest.approx(sum(match.part for match in hits[0].because[0].matches))
    assert search(index, Ask("steam pipe"), recipe=Recipe(meaning=0.0)) == []


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: build_lexicon([], ("en", "en")), "twice"),
        (lambda: Lexicon({("en", "en"): {}}), "two languages"),
        (lambda: Lexicon({("en", "es"): {"a": (("b", 1.5),)}}), "share"),
        (lambda: Forms(["a"]).alike("a", least=0, most=1), "least"),
        (lambda: texts.grams("a", shortest=3, longest=2), "shortest"),
        (lambda: teach(concept_labels(), dimensions=30), "dimensions"),
        (lambda: teach(concept_labels(), dimensions=5).encode(["a"], []), "languages"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong, says):
    with pytest.raises(InvalidProblem, match=says):
        wrong()
