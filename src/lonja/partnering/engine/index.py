"""The index of everything that can be found, kept in step with the rows while it serves.

Each process holds a snapshot that never changes. A cheap look at the rows (how many, and the
newest change of each kind) says every other second whether the snapshot is still true; what
changed is read again, and the next snapshot takes the place of the former in one step. Once a
minute all rows are compared, because a long transaction may commit with an early moment of
change. A file in the data folder, replaced in one step, spares new processes the first build.

Rows that not everybody may see lie on shelves of their own: without a grant they change no
order, no score, no count and no suggestion.
"""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from time import monotonic

from django.conf import settings
from django.db.models import Case, Count, Max, Value, When
from django.db.models.fields import BooleanField, CharField, DateTimeField, TextField
from django.db.models.functions import Cast

from lonja.algorithms.relevance import (
    Evidence,
    Index,
    Kind,
    Model,
    Taxonomy,
    build_lexicon,
    open_encoder,
    starter_labels,
)
from lonja.directory.models import Term

POLL_SECONDS = 0.0 if settings.MODE == "test" else 2.0
COMPARE_SECONDS = 0.0 if settings.MODE == "test" else 60.0
FORMAT = 3  # of the file; another number makes a new one

_sources = {}


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found, as its source describes it.

    Attributes:
        owners: for whom its texts speak; the first is the thing itself.
        texts: language to (headline, body); "" for names, which belong to no language.
        concepts: codes with their list: "een_technologies:04001003".
        facets: name of a group of choices to the values of this thing.
        place: a code of the list of regions, or a country.
    """

    pk: int
    owners: tuple
    kind: Kind
    texts: Mapping
    concepts: tuple = ()
    facets: Mapping = field(default_factory=dict)
    place: str = ""
    name: str = ""
    made_at: float = 0.0
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where one kind of things comes from. A higher domain registers its own with `source`.

    Attributes:
        kind: stands before the number in a key: "organisation:12".
        label: what the things are called, more than one of them.
        rows: all rows, whoever may see them.
        public: the rule for those that everybody may see.
        scope: from an actor to the rows that she may see.
        read: from rows to their documents.
        show: from rows and an actor to `Shown`, by number.
        changed: the column with the moment of the last change.
        also: further columns, of neighbours perhaps, that change what is found.
    """

    kind: str
    label: object
    rows: Callable
    public: Callable
    scope: Callable
    read: Callable
    show: Callable
    changed: str = "changed_at"
    also: tuple = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing as a list shows it to one reader."""

    title: str
    href: str
    kicker: str
    facts: tuple = ()
    language: str = ""
    state: str = ""


def source(one):
    """Register a source, at start-up."""
    _sources[one.kind] = one
    return one


def sources():
    """All sources, by kind."""
    return _sources


@dataclass(frozen=True, slots=True)
class Card:
    """What is kept of a thing beside the index: to filter, to count, to sort, to quote."""

    key: str
    kind: str
    pk: int
    name: str
    texts: Mapping
    concepts: tuple
    facets: Mapping
    place: str
    made_at: float
    is_public: bool


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The index at one moment, with a card for each thing and the marks of the rows behind it.

    Attributes:
        marks: for each kind, number of the row to whether everybody may see it, and what tells of changes.
        terms: how many terms the controlled lists held: another number builds everything again.
        stamp: what the cheap look saw.
    """

    index: Index
    cards: Mapping
    marks: Mapping
    terms: int
    stamp: tuple = ()
    places: Mapping = field(default_factory=dict)

    @property
    def version(self):
        """Sixteen signs that change with any text that can be found."""
        return self.index.version


class Keeper:
    """Holds the snapshot of this process. One thread renews it; the others go on with the former."""

    def __init__(self):
        self.lock = threading.Lock()
        self.snapshot = None
        self.looked_at = self.compared_at = float("-inf")

    def current(self):
        """The snapshot, brought up to date when the last look is some time ago."""
        if self.snapshot is not None and monotonic() - self.looked_at < POLL_SECONDS:
            return self.snapshot
        if self.lock.acquire(blocking=self.snapshot is None):
            try:
                self.renew()
            finally:
                self.lock.release()
        return self.snapshot

    def renew(self):
        """Look at the rows, and replace the snapshot when they have changed."""
        from_file = self.snapshot is None
        before = self.snapshot or stored()
        stamp = look()
        overdue = monotonic() - self.compared_at >= COMPARE_SECONDS
        if before is None or from_file or overdue or stamp != before.stamp:
            terms = next((n for kind, n, _at in stamp if kind == ""), 0)
            before = replace(caught_up(before, terms), stamp=stamp)
            self.compared_at = monotonic()
        self.snapshot = before
        self.looked_at = monotonic()

    def forget(self):
        """Drop the snapshot, as a new process would."""
        with self.lock:
            self.snapshot = None
            self.looked_at = self.compared_at = float("-inf")


_keeper = Keeper()
current = _keeper.current
forget = _keeper.forget
_readers = []


def reader(function):
    """Register where a new process may find a stored snapshot (see `index_files`)."""
    _readers[:] = [function]
    return function


def stored():
    """The snapshot that the last build left behind; none in tests, at first, or with another encoder."""
    found = _readers[0]() if _readers else None
    return found if found is not None and identity(found.index.encoder) == identity(encoder()) else None


def identity(one):
    """What tells encoders apart; empty for none."""
    return one.identity if one is not None else ""


@cache
def encoder():
    """What reads meaning across languages, where an installation has added the extra `multilingual`."""
    try:
        return open_encoder(Model.MULTILINGUAL)
    except ModuleNotFoundError:
        return None


def look():
    """How many rows each kind has, and the newest change: one query."""
    parts = []
    for one in _sources.values():
        rows = one.rows().order_by().annotate(kind_=Value(one.kind, output_field=CharField()))
        parts.append(
            rows.values("kind_").annotate(n=Count("pk"), at=Max(one.changed)).values_list("kind_", "n", "at")
        )
    terms = Term.objects.order_by().annotate(kind_=Value("", output_field=CharField()))
    never = Cast(Value(None), DateTimeField())  # a term has no moment of change
    counted = terms.values("kind_").annotate(n=Count("pk"), at=never).values_list("kind_", "n", "at")
    found = counted.union(*parts, all=True).order_by()
    return tuple(sorted((kind, n, str(at)) for kind, n, at in found))


def marks():
    """For each kind, the number of each row to its mark: one query."""
    found, parts = {kind: {} for kind in _sources}, []
    width = max(len(one.also) for one in _sources.values()) + 1
    names = [f"told_{place}" for place in range(width)]
    for one in _sources.values():
        public = Case(When(one.public(), then=Value(True)), default=Value(False), output_field=BooleanField())
        told = [Cast(name, TextField()) for name in (one.changed, *one.also)]
        told += [Cast(Value(""), TextField())] * (width - len(told))  # all kinds are told in one table
        rows = one.rows().order_by()
        rows = rows.annotate(
            kind_=Value(one.kind, output_field=CharField()), everybody_=public, **dict(zip(names, told))
        )
        parts.append(rows.values_list("kind_", "pk", "everybody_", *names))
    for kind, pk, *mark in parts[0].union(*parts[1:], all=True).order_by():
        found[kind][pk] = tuple(mark)
    return found


def caught_up(before, terms):
    """The next snapshot: only rows whose mark has changed are read again.

    Args:
        terms: how many there are.
    """
    if before is None or before.terms != terms:
        before = empty(terms)
    index, cards, now = before.index, dict(before.cards), marks()
    add, gone = [], []
    for one in _sources.values():
        known, seen = before.marks.get(one.kind, {}), now[one.kind]
        changed = [pk for pk, mark in seen.items() if known.get(pk) != mark]
        for pk in {*changed, *(known.keys() - seen.keys())} & known.keys():
            card = cards.pop(f"{one.kind}:{pk}")
            gone.extend(statement_key(card.key, language) for language in card.texts)
        for document in documents(one, changed, whole=not known) if changed else ():
            card, statements = carded(one, document)
            cards[card.key] = card
            add.extend(statements)
    if add or gone:
        index = index.updated(add=add, remove=gone)
    return replace(before, index=index, cards=cards, marks=now)


def empty(terms):
    """A snapshot of nothing, with the lists and the lexicon of this installation."""
    parents, labels, places = {}, [], {}
    rows = Term.objects.order_by().values_list("scheme_id", "code", "parent__code", "labels", "extra")
    for scheme, code, parent, names, extra in rows:
        if parent:
            parents[f"{scheme}:{code}"] = f"{scheme}:{parent}"
        labels.append((names.get("en", ""), names.get("es", "")))
        if scheme == "regions" and extra.get("latitude"):
            places[code] = (float(extra["latitude"]), float(extra["longitude"]))
    index = Index(lexicon=lexicon(tuple(labels)), taxonomy=Taxonomy(parents), encoder=encoder())
    return Snapshot(index, {}, {}, terms, places=places)


@lru_cache(maxsize=2)
def lexicon(labels):
    """Translations learnt from the words that we ship and the labels of the controlled lists."""
    pairs = [{"en": en, "es": es} for en, es in labels if en and es]
    return build_lexicon([*starter_labels(), *pairs])


def documents(one, numbers, *, whole, batch=2000):
    """The documents of these rows, read in parts that every database takes."""
    if whole:
        yield from one.read(one.rows())
        return
    for start in range(0, len(numbers), batch):
        yield from one.read(one.rows().filter(pk__in=numbers[start : start + batch]))


def carded(one, document):
    """The card of a document, and a statement for each language that it is written in."""
    key = f"{one.kind}:{document.pk}"
    texts = {language: pair for language, pair in document.texts.items() if pair[0] or pair[1]} or {
        "": (document.name, "")
    }
    card = Card(
        key,
        one.kind,
        document.pk,
        document.name,
        texts,
        document.concepts,
        document.facets,
        document.place,
        document.made_at,
        document.is_public,
    )
    return card, list(statements(key, document, texts))


def statements(key, document, texts) -> Iterable[Evidence]:
    """One statement for each language; the codes count once, with the first of them."""
    concepts = document.concepts
    for language, (headline, body) in texts.items():
        yield Evidence(
            statement_key(key, language),
            document.owners,
            document.kind,
            headline,
            body,
            language=language,
            concepts=() if language == "" and len(texts) > 1 else concepts,
            shared=document.is_public,
        )


def statement_key(key, language):
    """The key of what a thing says in one language."""
    return f"{key}/{language}"


def thing_of(key):
    """The key of the thing behind a statement."""
    return key.rpartition("/")[0]


def split(key):
    """Kind and number of a key."""
    kind, _, number = key.partition(":")
    return kind, int(number)


def granted(snapshot, actor, *, kinds=()):
    """The statements that this actor may see although not everybody may.

    One query, over the kinds of which some row is not public; strangers cost none.
    """
    if not getattr(actor, "is_authenticated", False):
        return frozenset()
    hidden = []
    for one in _sources.values():
        if kinds and one.kind not in kinds:
            continue
        if all(shown for shown, *_rest in snapshot.marks.get(one.kind, {}).values()):
            continue
        seen = one.scope(actor).exclude(pk__in=one.rows().filter(one.public()).values("pk"))
        seen = seen.order_by().annotate(kind_=Value(one.kind, output_field=CharField()))
        hidden.append(seen.values_list("kind_", "pk"))
    rows = hidden[0].union(*hidden[1:], all=True).order_by() if hidden else []
    cards = [snapshot.cards[key] for kind, pk in rows if (key := f"{kind}:{pk}") in snapshot.cards]
    return frozenset(statement_key(card.key, language) for card in cards for language in card.texts)


def readable(snapshot, keys):
    """Whether a card may be counted for a reader with these grants."""

    def may(card):
        return card.is_public or statement_key(card.key, next(iter(card.texts))) in keys

    return [card for card in snapshot.cards.values() if may(card)]
