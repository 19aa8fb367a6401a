"""The results of a search as a page shows them: lines, choices and sentences."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext_lazy, ngettext

from lonja.directory.models import Size, Term
from lonja.directory.places import country_name, folded
from lonja.partnering.engine import index, search
from lonja.partnering.engine.search import MOST_OPTIONS, Span
from lonja.partnering.models import OpportunityKind

GROUPS = {
    "kind": gettext_lazy("What"),
    "country": gettext_lazy("Country"),
    "type": gettext_lazy("Type of offer or need"),
    "actor": gettext_lazy("Kind of actor"),
    "technology": gettext_lazy("Technology"),
    "sector": gettext_lazy("Sector"),
    "market": gettext_lazy("Market"),
    "size": gettext_lazy("Size"),
}
SCHEMES = {
    "technology": "een_technologies",
    "sector": "sectoral_industries",
    "market": "een_markets",
    "actor": "actor_types",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One result: what it is, and why it was found.

    Attributes:
        shown: the thing for this reader.
        title: its name, cut where a word answers.
        words: the headline that answers, when it is not the name.
        passage: the part of the text that answers.
        language: of the headline and the passage.
        through: the offer or need that speaks for an organisation; none when it speaks itself.
        sentences: words that stand for what was asked, one sentence each.
        km: how far away it is; none unless asked.
    """

    kind: str
    shown: index.Shown
    title: list
    words: list
    passage: list
    language: str
    through: index.Shown | None
    sentences: list
    km: int | None


def lines(found, keys, *, actor, language):
    """The things of one page, those that this reader may see at this moment."""
    reasons = search.explained(found, keys, language=language)
    wanted = dict.fromkeys([*keys, *(reason.key for reason in reasons.values())])
    shown = load(wanted, actor=actor)
    made = []
    for key in keys:
        if key not in shown:
            continue
        made.append(line(key, shown, reasons.get(key), found.distances.get(key)))
    return made


def line(key, shown, reason, km):
    """One result with its reason; a reason that this reader may not see is not told."""
    thing = shown[key]
    if reason is None or reason.key not in shown:
        return Line(index.split(key)[0], thing, [Span(thing.title)], [], [], "", None, [], km)
    through = shown[reason.key] if reason.key != key else None
    heading = "".join(span.text for span in reason.title)
    named = (through or thing).title
    is_name = heading == named
    return Line(
        index.split(key)[0],
        thing,
        reason.title if is_name and through is None else [Span(thing.title)],
        [] if is_name and through is None else reason.title,
        reason.spans,
        reason.language,
        through,
        sentences(reason),
        km,
    )


def load(keys, *, actor):
    """The things behind these keys as this actor may see them: one query for each model that occurs."""
    numbers = {kind: [] for kind in index.sources()}
    for key in keys:
        kind, pk = index.split(key)
        numbers[kind].append(pk)
    together = {}
    for kind, one in index.sources().items():
        if numbers[kind]:
            together.setdefault(one.show, []).append((kind, one.scope(actor).filter(pk__in=numbers[kind])))
    shown = {}
    for show, parts in together.items():
        found = show(reduce(or_, [rows for _kind, rows in parts]), actor)
        for kind, _rows in parts:
            shown |= {f"{kind}:{pk}": found[pk] for pk in numbers[kind] if pk in found}
    return shown


def sentences(reason):
    """Why words answer that were not asked, in the reader's language."""
    return [
        str(MEANT if how == "meaning" else STAND_INS.get((how, reason.language), ALIKE))
        % {"found": found, "asked": asked}
        for asked, found, how in reason.others
    ]


STAND_INS = {
    ("translated", "en"): gettext_lazy("“%(found)s” is English for “%(asked)s”."),
    ("translated", "es"): gettext_lazy("“%(found)s” is Spanish for “%(asked)s”."),
}
ALIKE = gettext_lazy("“%(found)s” is written like “%(asked)s”.")
MEANT = gettext_lazy("This says something similar in other words.")


@dataclass(frozen=True, slots=True)
class Option:
    """One choice with the number of things that it would leave."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """One group of choices."""

    name: str
    label: object
    options: list
    is_used: bool


def choices(found, chosen):
    """The groups of choices with labels in the reader's language; one query."""
    kept = {group: shortened(counts, chosen.get(group, ())) for group, counts in found.counts.items()}
    names = labels(kept)
    return [
        Choices(
            group,
            GROUPS[group],
            [
                Option(value, names.get((group, value), value), count, value in chosen.get(group, ()))
                for value, count in sorted(
                    kept[group].items(), key=lambda pair: (-pair[1], folded(names.get((group, pair[0]), "")))
                )
            ],
            group in chosen,
        )
        for group in GROUPS
        if kept[group] and (len(kept[group]) > 1 or group in chosen)
    ]


def shortened(counts, chosen):
    """The most frequent values, and those that are chosen."""
    ranked = sorted(counts, key=lambda value: (-counts[value], value))[:MOST_OPTIONS]
    return {value: counts[value] for value in (*ranked, *(v for v in chosen if v not in ranked))}


def labels(kept):
    """The names of the values, by group and value."""
    wanted = Q(pk__in=[])
    for group, scheme in SCHEMES.items():
        wanted |= Q(scheme=scheme, code__in=list(kept.get(group, ())))
    by_scheme = {scheme: group for group, scheme in SCHEMES.items()}
    names = {
        (by_scheme[term.scheme_id], term.code): str(term) for term in Term.objects.filter(wanted).order_by()
    }
    names |= {("country", code): country_name(code) for code in kept.get("country", ())}
    names |= {("kind", kind): str(one.label) for kind, one in index.sources().items()}
    names |= {("type", value): str(label) for value, label in OpportunityKind.choices}
    return names | {("size", value): str(label) for value, label in Size.choices}


def headline(found, query):
    """What was found, in one sentence."""
    n = len(found.keys)
    if query.words and found.is_loose and found.snapshot.index.encoder is not None:
        return ngettext(
            "Nothing holds all of these words; one result holds some of them or says something similar",
            "Nothing holds all of these words; %(n)s results hold some of them or say something similar",
            n,
        ) % {"n": n}
    if query.words and found.is_loose:
        return ngettext(
            "Nothing holds all of these words; one result holds some of them",
            "Nothing holds all of these words; %(n)s results hold some of them",
            n,
        ) % {"n": n}
    return ngettext("One result", "%(n)s results", n) % {"n": n}
