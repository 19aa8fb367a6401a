"""The directory in memory: arrays of what describes organisations and clusters, to count with.

Each process reads a part once, and again when the marks of its tables have changed. Only facts
lie here. Who may see which row the policies say: what strangers see is read with the facts,
what one person sees beyond that is asked of the database, and kept for a few seconds while
nothing is written from which it follows.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import get_language

from lonja.accounts.policies import is_somebody
from lonja.base.texts import worded
from lonja.directory import policies
from lonja.directory.marks import RIGHTS, stamps
from lonja.directory.models import (
    Cluster,
    ClusterTerm,
    Label,
    Membership,
    Organisation,
    OrganisationTerm,
    Term,
)
from lonja.directory.places import folded

STRANGER = AnonymousUser()
NUTS_2_LETTERS = 4
MOST_NAMED = 5_000
MOST_PERSONS = 200  # whose answers a process keeps, each a byte for each row
MOST_WORDS = 200  # whose rows are remembered, each a byte for each row
ROLES_HOLD_SECONDS = 20  # a role that ends by the clock, unwritten, is felt after this at most


@dataclass(frozen=True, slots=True)
class Column:
    """What describes the rows in one group, as pairs of a row and a value; a row may have many or none."""

    rows: np.ndarray  # (m,) int32, positions of rows
    options: np.ndarray  # (m,) int32, positions in `values`
    values: list

    @classmethod
    def of(cls, pairs):
        """From (position of a row, value) pairs."""
        values, rows, options = {}, [], []
        for row, value in pairs:
            rows.append(row)
            options.append(values.setdefault(value, len(values)))
        return cls(np.array(rows, np.int32), np.array(options, np.int32), list(values))

    def fitting(self, chosen, size):
        """(size,) bool: the rows with one of the chosen values."""
        wanted = [place for place, value in enumerate(self.values) if value in chosen]
        fits = np.zeros(size, bool)
        fits[self.rows[np.isin(self.options, wanted)]] = True
        return fits

    def count(self, mask):
        """How many of the rows in `mask` have each value; values without any are left out."""
        numbers = np.bincount(self.options[mask[self.rows]], minlength=len(self.values)).tolist()
        return {value: n for value, n in zip(self.values, numbers, strict=True) if n}


class Texts:
    """The texts of all rows, and which of them hold the words that people looked for lately."""

    def __init__(self, texts):
        self.texts = texts
        self.holding = lru_cache(maxsize=MOST_WORDS)(self._look)

    def _look(self, word):
        """(n,) bool: the rows whose text holds a word; not to be written to."""
        return np.array([word in text for text in self.texts], bool)


@dataclass(frozen=True, slots=True)
class Table:
    """All organisations, or all clusters, in the order of their ids."""

    ids: np.ndarray  # (n,) int64, ascending
    names: list  # folded, to order and to weigh words by
    words_of_names: Texts
    texts: Texts  # folded, to look for words in
    public: np.ndarray  # (n,) bool: what strangers may see
    columns: dict  # group → Column
    orders: dict  # order → (n,) int: positions in this order
    slugs: list = field(default_factory=list)
    titles: list = field(default_factory=list)  # as people write the names

    def __len__(self):
        return len(self.ids)

    def places(self, ids):
        """The positions of ids, and which of them are here at all."""
        if not len(self.ids) or not len(ids):
            return np.zeros(len(ids), np.int64), np.zeros(len(ids), bool)
        found = np.searchsorted(self.ids, ids).clip(max=len(self.ids) - 1)
        return found, self.ids[found] == ids


class Index:
    """What this process has read, part by part, each with the marks it was read under."""

    def __init__(self):
        self.parts = {}
        self.persons = OrderedDict()  # (name, person) → (stamp, value), the least recently asked first
        self.lock = threading.RLock()  # a part may be read from another

    def part(self, name, read, models, now, *, day=None):
        """A part as it is now; read again when one of its tables was written, or on another day."""
        stamp = (day, *(now.get(model._meta.db_table) for model in models))
        kept = self.parts.get(name)
        if kept and kept[0] == stamp:
            return kept[1]
        with self.lock:  # two requests at a time do not read the same twice
            kept = self.parts.get(name)
            if not kept or kept[0] != stamp:
                # The marks were read before the rows: what is written meanwhile is read next time.
                kept = self.parts[name] = (stamp, read(self, now))
        return kept[1]

    def personal(self, name, actor, read, now):
        """What follows for one person from the rows and her roles; asked again when one was written."""
        key = (name, actor.pk)
        moment = int(timezone.now().timestamp()) // ROLES_HOLD_SECONDS
        stamp = (moment, *(now.get(model._meta.db_table) for model in RIGHTS))
        kept = self.persons.get(key)
        if kept is None or kept[0] != stamp:
            kept = (stamp, read())
        with self.lock:
            self.persons[key] = kept
            self.persons.move_to_end(key)
            while len(self.persons) > MOST_PERSONS:
                self.persons.popitem(last=False)
        return kept[1]


_index = Index()


@dataclass(frozen=True, slots=True)
class View:
    """The part of the directory that one search needs, at one moment."""

    now: dict

    @property
    def names(self):
        """The names of all terms in the reader's language: list → code → name."""
        language = get_language()

        def read(_index, _now):
            found = {}
            for scheme, code, labels, _helix in _terms(_index, _now).values():
                found.setdefault(scheme, {})[code] = str(worded(labels, language)) or code
            return found

        return _index.part(f"names {language}", read, [Term], self.now)

    @property
    def organisations(self):
        return _index.part("organisations", _organisations, [Organisation, OrganisationTerm, Term], self.now)

    @property
    def clusters(self):
        return _index.part("clusters", _clusters, [Cluster, ClusterTerm, Membership, Term], self.now)

    def labels(self, owner, table):
        """The labels and registers that hold today, of organisations or of clusters."""
        today = timezone.localdate()

        def read(_index, _now):
            labels = Label.objects.valid(today).filter(kind__isnull=False, **{f"{owner}__isnull": False})
            return _labelled(table, labels.order_by().values_list(owner, "kind__code"))

        models = [Organisation, Cluster, Term, Label]
        return _index.part(f"labels of {owner}", read, models, self.now, day=today)

    def memberships(self, actor):
        """The clusters of organisations, by short address, as far as this actor may know."""
        policies.memberships.note_asked()
        public, hidden = _index.part("members", _members, [Organisation, Cluster, Membership], self.now)
        pairs = public
        if is_somebody(actor) and hidden:
            beyond = _index.personal("members", actor, lambda: _members_beyond(actor, hidden), self.now)
            pairs = np.concatenate([public, beyond])
        rows, known = self.organisations.places(pairs[:, 0])
        options, known_too = self.clusters.places(pairs[:, 1])
        both = known & known_too
        return Column(rows[both], options[both], self.clusters.slugs)

    def visible(self, table, policy, actor):
        """(n,) bool: the rows of a table that this actor may see, exactly as the policy says."""
        policy.note_asked()
        if not is_somebody(actor):
            return table.public
        # The table itself stays in the answer, so that a newer one never meets an older mask.
        kept, mask = _index.personal(
            policy.name, actor, lambda: (table, _visible(table, policy, actor)), self.now
        )
        return mask if kept is table else _visible(table, policy, actor)


def look():
    """The directory as it is now; one query when nothing has changed."""
    return View(stamps())


def _visible(table, policy, actor):
    mask = table.public.copy()
    hidden = table.ids[~mask].tolist()
    if hidden:
        further = _all_among(policy, actor, hidden).order_by().values_list("pk", flat=True)
        places, known = table.places(np.fromiter(further, np.int64))
        mask[places[known]] = True
    return mask


def _all_among(policy, actor, ids):
    """As `policy.among`, for so many ids that naming them all would cost more than asking for everything."""
    return policy.among(actor, ids) if len(ids) <= MOST_NAMED else policy.scope(actor)


def holding(table, mask, words):
    """The rows of `mask` whose text holds every word."""
    return np.logical_and.reduce([mask, *(table.texts.holding(word) for word in words)])


def _terms(index, now):
    return index.part("terms", _read_terms, [Term], now)


def _read_terms(_index, _now):
    """Each term by id: (list, code, names, helix)."""
    rows = Term.objects.order_by().values_list("pk", "scheme_id", "code", "labels", "extra")
    return {pk: (scheme, code, labels, extra.get("helix", "")) for pk, scheme, code, labels, extra in rows}


def _organisations(index, now):
    terms = _terms(index, now)
    rows = list(
        Organisation.objects.order_by("pk").values_list(
            "pk", "sort_name", "search_text", "actor_type", "region", "country", "size", "languages",
            "created_at", "changed_at",
        )
    )  # fmt: skip
    ids, names, texts, kinds, regions, countries, sizes, languages, made, changed = _turned(rows, 10)
    links = OrganisationTerm.objects.order_by().values_list("organisation", "term")
    columns = {
        "actor": Column.of((place, terms[kind][1]) for place, kind in enumerate(kinds) if kind in terms),
        "helix": Column.of(
            (place, terms[kind][3]) for place, kind in enumerate(kinds) if kind in terms and terms[kind][3]
        ),
        "size": Column.of(enumerate(sizes)),
        **_places(countries, regions, terms),
        "language": _languages(languages),
        **_described(ids, links, terms),
    }
    return Table(
        ids=np.array(ids, np.int64),
        names=names,
        words_of_names=Texts(names),
        texts=Texts(texts),
        public=_public(ids, policies.organisations),
        columns=columns,
        orders={
            "name": _order(names),
            "changed": _order([-moment.timestamp() for moment in changed]),
            "new": _order([-moment.timestamp() for moment in made]),
            "country": _order(list(zip(countries, names, strict=True))),
        },
    )


def _clusters(index, now):
    terms = _terms(index, now)
    rows = list(
        Cluster.objects.order_by("pk").values_list(
            "pk",
            "sort_name",
            "search_text",
            "stage",
            "region",
            "country",
            "languages",
            "created_at",
            "slug",
            "name",
        )  # fmt: skip
    )
    ids, names, texts, stages, regions, countries, languages, made, slugs, titles = _turned(rows, 10)
    links = ClusterTerm.objects.filter(scope="").order_by().values_list("cluster", "term")
    active = np.fromiter(Membership.objects.active().order_by().values_list("cluster", flat=True), np.int64)
    members = _count_of(ids, active)
    return Table(
        ids=np.array(ids, np.int64),
        names=names,
        words_of_names=Texts(names),
        texts=Texts(texts),
        public=_public(ids, policies.clusters),
        columns={
            "stage": Column.of(
                (place, terms[stage][1]) for place, stage in enumerate(stages) if stage in terms
            ),
            **_places(countries, regions, terms),
            "language": _languages(languages),
            **_described(ids, links, terms),
        },
        orders={
            "name": _order(names),
            "new": _order([-moment.timestamp() for moment in made]),
            "members": _order(list(zip((-members).tolist(), names, strict=True))),
        },
        slugs=slugs,
        titles=titles,
    )


def _members(_index, _now):
    """(organisation id, cluster id) of active memberships that strangers may see, and ids of the others."""
    seen = policies.memberships.scope(STRANGER).active().order_by()
    pairs = list(seen.values_list("pk", "organisation", "cluster"))
    known = {pk for pk, *_pair in pairs}
    active = Membership.objects.active().order_by().values_list("pk", flat=True)
    return np.array(pairs, np.int64).reshape(-1, 3)[:, 1:], [pk for pk in active if pk not in known]


def _members_beyond(actor, hidden):
    """(organisation id, cluster id) of the active memberships that this actor sees and strangers do not."""
    further = _all_among(policies.memberships, actor, hidden).active().order_by()
    unseen = set(hidden)
    found = further.values_list("pk", "organisation", "cluster")
    return np.array([pair for pk, *pair in found if pk in unseen], np.int64).reshape(-1, 2)


def _turned(rows, width):
    """Columns of rows; as many empty ones when there is no row."""
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]


def _public(ids, policy):
    seen = set(policy.scope(STRANGER).order_by().values_list("pk", flat=True))
    return np.array([pk in seen for pk in ids], bool)


def _order(keys):
    """Positions in the order of `keys`; equal ones stay in the order of their ids."""
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int64)


def _places(countries, regions, terms):
    wide = [terms[region][1][:NUTS_2_LETTERS] if region in terms else "" for region in regions]
    return {
        "country": Column.of((place, country) for place, country in enumerate(countries) if country),
        "region": Column.of((place, code) for place, code in enumerate(wide) if code),
    }


def _languages(languages):
    return Column.of((place, code) for place, codes in enumerate(languages) for code in codes or ())


def _described(ids, links, terms):
    """One column for each list that describes rows."""
    place_of = {pk: place for place, pk in enumerate(ids)}
    found = {}
    for owner, term in links:
        # A row that was added after its table was read is read with it, next time.
        if owner in place_of and term in terms:
            scheme, code, *_rest = terms[term]
            found.setdefault(scheme, []).append((place_of[owner], code))
    return {scheme: Column.of(pairs) for scheme, pairs in found.items()}


def _labelled(table, links):
    place_of = {pk: place for place, pk in enumerate(table.ids.tolist())}
    return Column.of((place_of[owner], code) for owner, code in links if owner in place_of)


def _count_of(ids, owners):
    if not ids:
        return np.zeros(0, np.int64)
    places = np.searchsorted(ids, owners).clip(max=len(ids) - 1)
    fits = np.array(ids)[places] == owners
    return np.bincount(places[fits], minlength=len(ids))


def words_of(text):
    """The words of a search, folded as the texts are."""
    return folded(text).split()[:12]
