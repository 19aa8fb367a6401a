"""Searching statements: worked example, properties, brute force, refusals."""

from math import log

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
    Recipe,
    Taxonomy,
    matching,
    search,
)
from lonja.algorithms.relevance.text import terms
from tests.algorithms.relevance.factories import LEXICON, WORDS, collections, make_evidence, make_index

PLAIN = Recipe(sharpness=1.0, fading=1.0)


def owners(hits):
    return [hit.owner for hit in hits]


def test_the_value_of_one_word_is_bm25_worked_by_hand():
    index = make_index(
        make_evidence("1", "A", "pump"),  # the headline counts twice: 2 words
        make_evidence("2", "B", "pump", body="robot robot"),  # 4 words
        make_evidence("3", "C", "water", body="robot"),  # 3 words; the average is 3
    )

    hits = search(index, Ask("pump"), recipe=PLAIN)

    rarity = log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    first = rarity * 2 * 2.5 / (2 + 1.5 * (0.25 + 0.75 * 2 / 3))
    second = rarity * 2 * 2.5 / (2 + 1.5 * (0.25 + 0.75 * 4 / 3))
    assert owners(hits) == ["A", "B"]
    assert hits[1].score == pytest.approx(second / first)


@pytest.mark.parametrize(
    ("asked", "language", "best"),
    [
        ("cadena de frío para la fruta", "es", "cold"),
        ("computación neuromórfica", "es", "chips"),
        ("energía solar y bombas de riego", "es", "solar"),
        ("lithium battery storage", "en", "litio"),
        ("olive oil traceability", "en", "aceite"),
        ("mantenimiento predictivo", "es", "repair"),
        ("cybersecurity for banks", "en", "ciber"),
    ],
)
def test_a_search_in_one_language_finds_what_is_written_in_the_other(asked, language, best):
    index = make_index(
        make_evidence("1", "cold", "Cold chain logistics for fruit"),
        make_evidence("2", "chips", "Neuromorphic computing chips"),
        make_evidence("3", "solar", "Solar energy and irrigation pumps"),
        make_evidence("4", "litio", "Almacenamiento de energía en baterías de litio", language="es"),
        make_evidence("5", "aceite", "Trazabilidad del aceite de oliva", language="es"),
        make_evidence("6", "repair", "Predictive maintenance of machine tools"),
        make_evidence("7", "ciber", "Ciberseguridad para la banca", language="es"),
    )

    hits = search(index, Ask(asked, language))

    assert hits[0].owner == best
    assert {m.how for f in hits[0].because for m in f.matches} & {How.TRANSLATED, How.ALIKE}


def test_a_misspelt_word_finds_what_was_meant():
    index = make_index(make_evidence("1", "A", "Refrigerated warehouses"), make_evidence("2", "B", "Robots"))

    assert owners(search(index, Ask("refrigreated warehose"))) == ["A"]
    assert index.suggest("refrigreated", "en") == ["refrigerated"]


def test_codes_find_their_relatives_less_than_themselves():
    tree = Taxonomy({"040101": "0401", "040102": "0401"})
    index = make_index(
        make_evidence("1", "cousin", "x1", concepts=("040102",)),
        make_evidence("2", "same", "x2", concepts=("040101",)),
        make_evidence("3", "other", "x3", concepts=("09",)),
        taxonomy=tree,
    )

    assert owners(search(index, Ask("", concepts=("040101",)))) == ["same", "cousin"]


def test_many_statements_of_one_owner_fade():
    few = [make_evidence("a", "A", "solar pump"), make_evidence("b", "B", "solar pump")]
    many = [make_evidence(f"n{i}", "A", "solar") for i in range(30)]
    ask = Ask("solar pump")

    score = {hit.owner: hit.score for hit in search(make_index(*few, *many), ask)}

    assert score["A"] < 1 / (1 - 0.7) * score["B"]


def test_filters_leave_others_out():
    index = make_index(
        make_evidence("1", "A", "solar"),
        make_evidence("2", "B", "solar"),
        make_evidence("3", "C", "solar", kind=Kind.NEED),
    )

    assert owners(search(index, Ask("solar", kinds=frozenset({Kind.NEED})))) == ["C"]
    assert owners(search(index, Ask("solar", among=frozenset("AC"), without=frozenset("C")))) == ["A"]
    assert matching(index, Ask("solar")) == ["1", "2", "3"]


def test_a_statement_of_two_owners_speaks_for_the_one_who_is_left():
    both = Evidence("1", ("A", "B"), Kind.PROJECT, "solar")

    index = make_index(both, make_evidence("2", "C", "wind"))

    assert owners(search(index, Ask("solar", without=frozenset("A")))) == ["B"]
    assert owners(search(index, Ask("solar", among=frozenset("A"), without=frozenset("B")))) == ["A"]
    assert matching(index, Ask("solar", among=frozenset("A"), without=frozenset("A"))) == []
    assert matching(index, Ask("solar", without=frozenset("AB"))) == []


def test_every_word_means_every_word():
    index = make_index(make_evidence("1", "A", "solar pump"), make_evidence("2", "B", "solar roof"))

    assert owners(search(index, Ask("solar pump", every_word=True))) == ["A"]
    assert matching(index, Ask("bomba solar", "es", every_word=True)) == ["1"]
    assert matching(index, Ask("the solar zeppelin", every_word=True)) == []
    assert matching(index, Ask("the solar zeppelin")) == ["1", "2"]


@given(collections(), collections(most=3), st.sampled_from(WORDS))
@settings(max_examples=15, deadline=None)
def test_hidden_statements_change_nothing_for_strangers(shown, hidden, word):
    secret = [
        Evidence(f"h{i}", s.owners, s.kind, s.headline + " secretword", s.body, shared=False)
        for i, s in enumerate(hidden)
    ]
    without, with_secret = make_index(*shown), make_index(*shown, *secret)

    for asked in (word, word[:-1] + "x", "secretword"):
        assert search(with_secret, Ask(asked)) == search(without, Ask(asked))
        assert matching(with_secret, Ask(asked)) == matching(without, Ask(asked))
    assert with_secret.suggest("secretwort", "en") == without.suggest("secretwort", "en")
    assert matching(with_secret, Ask("secretword", granted=frozenset({"h0"}))) == ["h0"]


@given(collections(), st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join))
@settings(max_examples=25, deadline=None)
def test_every_score_is_the_sum_of_its_reasons(statements, asked):
    keys = {s.key: s for s in statements}

    for hit in search(make_index(*statements), Ask(asked)):
        assert hit.score == pytest.approx(sum(found.part for found in hit.because))
        for found in hit.because:
            assert found.part == pytest.approx(sum(match.part for match in found.matches))
            assert hit.owner in keys[found.key].owners
            written = set(terms(f"{keys[found.key].headline} {keys[found.key].body}", "en"))
            assert all(set(terms(m.found, "en")) <= written for m in found.matches)


@given(collections(), st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join))
@settings(max_examples=15, deadline=None)
def test_without_its_reason_a_hit_falls(statements, asked):
    index = make_index(*statements)
    hits = search(index, Ask(asked), recipe=PLAIN)
    if not hits:
        return

    poorer = search(index.updated(remove=[found.key for found in hits[0].because]), Ask(asked), recipe=PLAIN)

    assert hits[0].owner not in owners(poorer)


@given(collections(), st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))
@settings(max_examples=25, deadline=None)
def test_it_agrees_with_counting_by_hand(statements, asked):
    index = make_index(*statements)
    recipe = Recipe(sharpness=2.0, fading=0.5, statements=1000)

    found = {hit.owner: hit.score for hit in search(index, Ask(" ".join(asked)), recipe=recipe)}

    assert found == pytest.approx(by_hand(statements, asked, fading=0.5))


def by_hand(statements, asked, *, fading):
    """The definition, statement by statement, without an index."""
    texts = [terms(s.headline, "en") * 2 + terms(s.body, "en") for s in statements]
    usual = sum(map(len, texts)) / len(texts)
    values = []
    for text in texts:
        value = 0.0
        for word in asked:
            term = terms(word, "en")[0]
            held, count = sum(term in t for t in texts), text.count(term)
            if held:
                rarity = log(1 + (len(texts) - held + 0.5) / (held + 0.5))
                value += rarity * count * 2.5 / (count + 1.5 * (0.25 + 0.75 * len(text) / usual))
        values.append(value)
    best = max(values)
    votes = {}
    for statement, value in sorted(
        zip(statements, values), key=lambda pair: (-round(pair[1], 9), pair[0].key)
    ):
        for owner in statement.owners:
            if value > 0:
                votes.setdefault(owner, []).append((value / best) ** 2)
    return {owner: sum(v * fading**i for i, v in enumerate(given)) for owner, given in votes.items()}


@given(collections(most=10), st.permutations(range(10)), st.sampled_from(WORDS))
@settings(max_examples=15, deadline=None)
def test_an_index_filled_in_steps_equals_one_filled_at_once(statements, order, word):
    at_once = make_index(*statements)

    stepwise = Index(lexicon=LEXICON).updated(
        add=[make_evidence("s0", "Z", "soon replaced"), make_evidence("x", "Z", word)]
    )
    for position in order:
        stepwise = stepwise.updated(add=statements[position : position + 1])
    stepwise = stepwise.updated(remove=["x", "never there"])

    assert stepwise.version == at_once.version
    assert len(stepwise) == len(at_once)
    assert search(stepwise, Ask(word)) == search(at_once, Ask(word))
    assert search(stepwise, Ask(word[:-1] + "z")) == search(at_once, Ask(word[:-1] + "z"))


def test_readers_keep_their_snapshot_while_the_next_is_made():
    before = make_index(make_evidence("1", "A", "solar"))
    after = before.updated(add=[make_evidence("1", "A", "wind")])

    assert owners(search(before, Ask("solar"))) == ["A"]
    assert owners(search(after, Ask("solar"))) == []
    assert before.version != after.version
    assert "1" in after
    assert "2" not in after


def test_an_empty_index_and_an_empty_ask_answer_nothing():
    assert search(Index(), Ask("solar")) == []
    assert search(make_index(make_evidence("1", "A", "solar")), Ask("")) == []
    assert search(make_index(make_evidence("1", "A", "solar")), Ask("the of and")) == []


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: Evidence("", ("A",), Kind.OFFER, "x"), "no key"),
        (lambda: Evidence("1", (), Kind.OFFER, "x"), "owners"),
        (lambda: Evidence("1", ("A", "A"), Kind.OFFER, "x"), "each once"),
        (lambda: Evidence("1", ("A",), Kind.OFFER, "x", weight=0), "weight"),
        (lambda: make_index(make_evidence("1", "A", "x"), make_evidence("1", "B", "y")), "added twice"),
        (lambda: search(Index(), Ask("x"), count=0), "count is 0"),
        (lambda: Recipe(words=-1), "weights"),
        (lambda: Recipe(fading=0), "fading"),
        (lambda: Taxonomy({"a": "b", "b": "a"}), "own ancestor"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong, says):
    with pytest.raises(InvalidProblem, match=says):
        wrong()


def test_a_grant_opens_its_own_statements_and_no_word_of_other_hidden_ones():
    rows = [
        Evidence("p", ("A",), Kind.OFFER, "perovskita cells", language="en"),
        Evidence("mine", ("B",), Kind.OFFER, "graphene boats", language="en", shared=False),
    ]
    alone = Index().updated(add=rows)
    secret = Evidence("h", ("C",), Kind.OFFER, "perovskite grafene boots", language="en", shared=False)
    foreign = Evidence("f", ("D",), Kind.OFFER, "perovskitas", language="es", shared=False)
    beside = Index().updated(add=[*rows, secret, foreign])
    mine = frozenset({"mine"})

    for words in ("perovskite", "grafene", "boots", "perovskitas", "graphene cells"):
        for language in ("en", "es"):
            ask = Ask(words, language=language, granted=mine)
            assert search(beside, ask) == search(alone, ask)
    assert [hit.owner for hit in search(beside, Ask("graphen", granted=mine))] == ["B"]
