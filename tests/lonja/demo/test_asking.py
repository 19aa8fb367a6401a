"""Who comes and who asks whom is drawn fairly and the same each time."""

import random
from datetime import date

import pytest

from lonja.demo import tables
from lonja.demo.asking import Asker, spread
from lonja.demo.editions import coming_day
from lonja.demo.people import address
from lonja.demo.texts import topic


def test_people_are_shared_out_to_the_last_one():
    places = [f"house {number}" for number in range(30)]

    shares = spread(random.Random(7), 71, places, weight=dict.fromkeys(places, 1), most=4)

    assert sum(shares.values()) == 71
    assert min(shares.values()) >= 1
    assert max(shares.values()) <= 4


def make_asker(seed):
    people = list(range(40))
    trade = {who: "metal" if who % 2 else "food" for who in people}
    return Asker(
        random.Random(seed),
        people,
        house={who: who // 2 for who in people},
        trade=trade,
        wants={"metal": {"food"}, "food": {"metal"}},
    )


def test_nobody_meets_her_own_house_or_the_same_person_twice():
    pairs = make_asker(3).draw(90, most=9)

    assert len({frozenset(pair) for pair in pairs}) == len(pairs) == 90
    assert [pair for pair in pairs if pair[0] // 2 == pair[1] // 2] == []


def test_everybody_gets_a_meeting_before_anybody_gets_many():
    pairs = make_asker(3).draw(60, most=9)

    assert {who for pair in pairs for who in pair} == set(range(40))


def test_the_same_seed_draws_the_same_pairs():
    assert make_asker(5).draw(50, most=9) == make_asker(5).draw(50, most=9)


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 11, 22), date(2026, 12, 17)),
        (date(2026, 12, 1), date(2027, 1, 14)),
        (date(2027, 3, 1), date(2027, 3, 25)),
    ],
)
def test_the_coming_edition_keeps_clear_of_christmas(today, day):
    assert coming_day(today) == day


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Machining (turning, drilling)", "machining"),
        ("Artificial Intelligence (AI)", "artificial intelligence"),
        ("ERP - Electronic Resources Planning", "ERP - electronic resources planning"),
        ("3D printing", "3D printing"),
    ],
)
def test_a_field_is_named_inside_a_sentence(label, words):
    assert topic(label) == words


def test_an_address_is_made_of_plain_letters():
    assert address("Íñigo Muñoz Díez") == "inigo.munoz.diez"


def test_every_sentence_knows_only_the_facts_there_are():
    facts = {"city": "Tomelloso", "year": "1978", "staff": 9, "share": 20, "high": 97, "number": 12}

    told = [row[language].format(**facts) for row in tables.rows("sentences") for language in ("en", "es")]

    assert [text for text in told if "{" in text or not text.endswith(".")] == []


def test_both_languages_of_a_sentence_tell_the_same_facts():
    names = ["city", "year", "staff", "share", "high", "number"]

    told = [
        [{name for name in names if f"{{{name}}}" in row[language]} for language in ("en", "es")]
        for row in tables.rows("sentences")
    ]

    assert [pair for pair in told if pair[0] != pair[1]] == []
