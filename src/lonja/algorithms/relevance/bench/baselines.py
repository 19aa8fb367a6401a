"""The simple ways against which every figure is held: counting, and full text search of SQLite."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing

import numpy as np
import scipy.sparse as sp

from lonja.algorithms.relevance.bench.folder import GraphTask, TextTask, whole_text
from lonja.algorithms.relevance.text import WORD, fold

Ranking = list[str]
SHOWN = 50
DEEP = 400


def full_text(documents: Sequence[str]) -> sqlite3.Connection:
    """Return a database in memory that holds the documents for full text search; close it after use."""
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table d using fts5(t, tokenize='porter unicode61 remove_diacritics 2')")
    base.executemany("insert into d(rowid, t) values (?, ?)", enumerate(documents))
    return base


def asked(base: sqlite3.Connection, text: str, count: int) -> list[tuple[int, float]]:
    """Return documents with any of the words and their values, SQLite's BM25, the best first."""
    terms = [w for w in dict.fromkeys(WORD.findall(text.lower())) if len(w) > 1][:200]
    query = " OR ".join(f'"{term}"' for term in terms) or '""'
    found = base.execute(
        "select rowid, -bm25(d) from d where d match ? order by rank limit ?", (query, count)
    )
    return [(int(row), float(value)) for row, value in found]


def by_value(values: dict[str, float]) -> Ranking:
    """Return the names with the highest values, equal ones by name."""
    return sorted(values, key=lambda name: (-values[name], name))[:SHOWN]


def text_baselines(task: TextTask) -> dict[str, dict[str, Ranking]]:
    """Return for each simple way its ranking of organisations for each query."""
    by_owner: dict[str, list[int]] = defaultdict(list)
    for row, project in enumerate(task.projects):
        for partner in project["participants"]:
            by_owner[partner["org"]].append(row)
    owners = sorted(by_owner)
    texts = [whole_text(project) for project in task.projects]
    popular = by_value({owner: float(len(rows)) for owner, rows in by_owner.items()})
    names = {owner: task.organisations.get(owner, {}).get("name", "") for owner in owners}
    profiles = [f"{names[o]}. " + " ".join(texts[row] for row in by_owner[o]) for o in owners]
    queries = {query: whole_text(project) for query, project in task.queries.items()}
    with closing(full_text(profiles)) as base:
        whole = {q: [owners[row] for row, _ in asked(base, text, SHOWN)] for q, text in queries.items()}
    with closing(full_text(texts)) as base:
        votes = {q: voted(task, asked(base, text, 20)) for q, text in queries.items()}
    return {
        "popularity": dict.fromkeys(queries, popular),
        "full text, one document per profile": whole,
        "full text, 20 statements vote": votes,
    }


def voted(task: TextTask, found: list[tuple[int, float]]) -> Ranking:
    """Return the organisations by the sum of the values of their projects."""
    values: dict[str, float] = defaultdict(float)
    for row, value in found:
        for partner in task.projects[row]["participants"]:
            values[partner["org"]] += value
    return by_value(values)


def graph_baselines(task: GraphTask) -> dict[str, dict[str, Ranking]]:
    """Return popularity and past partners for each query, its coordinator left out."""
    times = Counter(row["pic"] for row in task.rows)
    members: dict[str, list[str]] = defaultdict(list)
    joined: dict[str, list[str]] = defaultdict(list)
    for row in task.rows:
        members[row["rcn"]].append(row["pic"])
        joined[row["pic"]].append(row["rcn"])
    popular = sorted(times, key=lambda name: (-times[name], int(name)))[:DEEP]
    found: dict[str, dict[str, Ranking]] = {"popularity": {}, "past partners": {}}
    for query in task.right:
        seed = task.seed[query]
        together = Counter(other for rcn in joined.get(seed, []) for other in members[rcn] if other != seed)
        partners = sorted(together, key=lambda name: (-together[name], -times[name], int(name)))
        found["popularity"][query] = [name for name in popular if name != seed]
        rest = [name for name in popular[: 2 * SHOWN] if name != seed and name not in together]
        found["past partners"][query] = (partners + rest)[:SHOWN]
    return found


def letter_groups(texts: Sequence[str], vocabulary: dict[str, int], *, grow: bool) -> sp.csr_array:
    """Return (n, V) counts of groups of 3 to 5 letters within words, damped by the logarithm."""
    starts: list[int] = [0]
    columns: list[int] = []
    values: list[float] = []
    for text in texts:
        counted: Counter[str] = Counter()
        for word in WORD.findall(fold(text)):
            padded = f" {word} "
            for size in (3, 4, 5):
                counted.update(padded[i : i + size] for i in range(max(1, len(padded) - size + 1)))
        for gram, count in counted.items():
            column = vocabulary.setdefault(gram, len(vocabulary)) if grow else vocabulary.get(gram)
            if column is not None:
                columns.append(column)
                values.append(1 + np.log(count))
        starts.append(len(columns))
    return sp.csr_array(
        (np.array(values), np.array(columns, np.int32), starts), shape=(len(texts), len(vocabulary))
    )


def letter_likeness(texts: Sequence[str]) -> Callable[[Sequence[str]], np.ndarray]:
    """Return a function from queries to (queries, texts) cosines of rarity-weighted letter groups."""
    vocabulary: dict[str, int] = {}
    known = letter_groups(texts, vocabulary, grow=True)
    held = np.bincount(known.indices, minlength=known.shape[1])
    rarity = sp.diags_array(np.log((1 + len(texts)) / (1 + held)) + 1)

    def unit(counts: sp.csr_array) -> sp.csr_array:
        weighed = counts @ rarity
        length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
        return (sp.diags_array(1 / np.where(length > 0, length, 1)) @ weighed).tocsr()

    columns = unit(known).T.tocsr()
    return lambda asked: (unit(letter_groups(asked, vocabulary, grow=False)) @ columns).toarray()
