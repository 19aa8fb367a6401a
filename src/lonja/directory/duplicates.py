"""Which organisations look like the same one: equal numbers, equal or nearly equal names, one website."""

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import urlsplit

from lonja.directory.places import folded

# What stands behind a name without being part of it, and the small words between.
_LEGAL_FORMS = frozenset(
    re.findall(
        r"\w+",
        "sl slu sll slp sa sau sal scoop scl sc cb aie ute gmbh mbh ag kg ohg ug ev ltd limited plc llp llc"
        " inc corp co sas sarl eurl srl spa scarl bv nv cv oy oyj ab as aps doo sro zrt kft lda sgps eood ad",
    )
)
_SMALL_WORDS = frozenset(
    re.findall(r"\w+", "de del la las el los y e the of and und der die das et du des le les for para")
)
_SHARED_HOSTS = {"facebook.com", "linkedin.com", "twitter.com", "x.com", "instagram.com", "sites.google.com"}
MOST_WITH_ONE_MARK = 6  # what more rows have in common tells none of them apart
LEAST_LETTERS = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is compared of one organisation; `vat_number` is empty where it may not be."""

    pk: int
    name: str
    legal_name: str = ""
    short_name: str = ""
    website: str = ""
    vat_number: str = ""


def pairs(candidates):
    """Pairs of keys that look the same, each with its reasons, the strongest first.

    >>> pairs([Candidate(1, "Óptica Ibáñez, S.L."), Candidate(2, "OPTICA IBANEZ")])
    [(1, 2, ('name',))]
    """
    found = defaultdict(set)
    for reason, marks in (("vat", _numbers), ("name", _names), ("nearly", _nearly), ("website", _hosts)):
        for one, other in _sharing(candidates, marks):
            if reason != "nearly" or "name" not in found[one, other]:
                found[one, other].add(reason)
    ordered = [(one, other, tuple(sorted(found[one, other], key=_STRENGTH.index))) for one, other in found]
    return sorted(ordered, key=lambda pair: (-len(pair[2]), _STRENGTH.index(pair[2][0]), pair[0], pair[1]))


_STRENGTH = ["vat", "name", "nearly", "website"]


def _sharing(candidates, marks):
    """Pairs of keys that have a mark in common."""
    by_mark = defaultdict(set)
    for candidate in candidates:
        for mark in marks(candidate):
            by_mark[mark].add(candidate.pk)
    for keys in by_mark.values():
        if 2 <= len(keys) <= MOST_WITH_ONE_MARK:
            yield from combinations(sorted(keys), 2)


def bare_name(name):
    """A name without legal form, small words, accents, capitals and order.

    >>> bare_name("Clúster de la Energía, S.L.U.")
    'cluster energia'
    """
    words = re.sub(r"[^\w]+", " ", folded(name).replace(".", "")).split()
    kept = [word for word in words if word not in _LEGAL_FORMS | _SMALL_WORDS]
    return " ".join(sorted(kept or words))


def _names(candidate):
    names = {bare_name(name) for name in (candidate.name, candidate.legal_name, candidate.short_name) if name}
    return {name for name in names if len(name) >= 4}


def _nearly(candidate):
    """A name with each letter left out once: names that share one differ by a letter."""
    name = bare_name(candidate.name)
    if len(name) < LEAST_LETTERS:
        return set()
    return {name, *(name[:place] + name[place + 1 :] for place in range(len(name)))}


def _hosts(candidate):
    host = (urlsplit(candidate.website).hostname or "").removeprefix("www.")
    return {host} - _SHARED_HOSTS - {""}


def _numbers(candidate):
    """The number with its country and without: people leave it out."""
    number = re.sub(r"[^0-9A-Z]", "", candidate.vat_number.upper())
    return {number[2:] if number[:2].isalpha() else number} - {""}
