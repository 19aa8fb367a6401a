"""The three tasks: a text finds partners, a coordinator finds partners, a label finds its concept."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp

from lonja.algorithms.relevance.bench import baselines
from lonja.algorithms.relevance.bench.folder import GraphTask, Row, TextTask, evidence_of, whole_text
from lonja.algorithms.relevance.encoders import Encoder, teach
from lonja.algorithms.relevance.evaluate import Estimate, estimate, exposure, judge
from lonja.algorithms.relevance.evidence import Ask
from lonja.algorithms.relevance.index import Index
from lonja.algorithms.relevance.lexicon import Lexicon
from lonja.algorithms.relevance.links import Collaboration, Walk
from lonja.algorithms.relevance.quotas import Quota, with_quotas
from lonja.algorithms.relevance.search import Recipe, search

Say = Callable[[str], None]
Runs = Mapping[str, list[str]]
MEASURES = ("ndcg10", "recall10", "recall50", "first")
ASKED_LABELS = 300
SHOWN = 50
DEEP = 400
OURS, FAIR = "Lonja: walk by field", "Lonja, with shares"


def table(
    say: Say, runs: Mapping[str, Runs], right: Mapping[str, set[str]], reference: str
) -> dict[str, Any]:
    """Print and return the quality of every way, and its difference from the reference."""
    judged = {name: {q: judge(run.get(q, []), right[q]) for q in right} for name, run in runs.items()}
    base = [judged[reference][q].ndcg10 for q in right]
    figures: dict[str, Any] = {}
    for name, by_query in judged.items():
        means = {m: estimate([getattr(j, m) for j in by_query.values()]) for m in MEASURES}
        gain = estimate([j.ndcg10 - b for j, b in zip(by_query.values(), base)])
        mean = means["ndcg10"].mean
        ratio = mean / means_of(base) if means_of(base) else 0.0
        figures[name] = {m: vars_of(e) for m, e in means.items()} | {"gain": vars_of(gain), "ratio": ratio}
        say(
            f"  {name:36s} nDCG@10 {shown(means['ndcg10'])}  R@10 {means['recall10'].mean:.3f}"
            f"  R@50 {shown(means['recall50'])}  MRR {means['first'].mean:.3f}"
            f"  {ratio:5.2f} x reference ({gain.mean:+.3f} [{gain.low:+.3f}, {gain.high:+.3f}])"
        )
    return figures


def shown(found: Estimate) -> str:
    """Return a mean with its interval."""
    return f"{found.mean:.4f} [{found.low:.3f}, {found.high:.3f}]"


def means_of(values: list[float]) -> float:
    """Return the mean."""
    return float(np.mean(values))


def vars_of(found: Estimate) -> dict[str, float]:
    """Return an estimate as plain numbers."""
    return {"mean": found.mean, "low": found.low, "high": found.high}


def text_quality(say: Say, task: TextTask, lexicon: Lexicon, encoder: Encoder | None) -> dict[str, Any]:
    """A new project's text finds organisations: ours against full text search."""
    index = Index(lexicon=lexicon, encoder=encoder).updated(add=evidence_of(task))
    runs: dict[str, Runs] = dict(baselines.text_baselines(task))
    runs["Lonja"] = {
        query: [hit.owner for hit in search(index, Ask(whole_text(project)), count=SHOWN)]
        for query, project in task.queries.items()
    }
    say(f"text: {len(task.projects)} statements, {len(task.queries)} queries")
    figures = table(say, runs, task.right, "full text, one document per profile")
    if task.short:
        figures["short"] = short_quality(say, task, index)
    return figures


def short_quality(say: Say, task: TextTask, index: Index) -> dict[str, Any]:
    """The same queries in a few words, in several languages, over statements in English."""
    figures: dict[str, Any] = {}
    languages = list(dict.fromkeys(language for _, language, _ in task.short))
    for language in languages:
        asked = [(query, words) for query, code, words in task.short if code == language]
        values = [
            judge(owners_for(index, Ask(words, language)), task.right[query]).ndcg10 for query, words in asked
        ]
        figures[language] = vars_of(estimate(values)) | {"queries": len(values)}
    say("  short queries, nDCG@10: " + "  ".join(f"{code} {f['mean']:.3f}" for code, f in figures.items()))
    if "en" in figures and len(figures) > 1:
        foreign = means_of([f["mean"] for code, f in figures.items() if code != "en"])
        figures["foreign to English"] = foreign / figures["en"]["mean"] if figures["en"]["mean"] else 0.0
        say(f"  other languages against English: {figures['foreign to English']:.2f}")
    return figures


def owners_for(index: Index, ask: Ask) -> list[str]:
    """Return the owners that answer a few words, where meaning counts as much as the words."""
    return [hit.owner for hit in search(index, ask, count=SHOWN, recipe=Recipe(meaning=1.0))]


def graph_quality(say: Say, task: GraphTask) -> dict[str, Any]:
    """A coordinator and fields find partners: the walk, with and without shares for the small."""
    names = sorted({row["pic"] for row in task.rows}, key=int)
    place = {name: i for i, name in enumerate(names)}
    walk, fields = prepared(task, place)
    company = np.zeros(len(names), bool)
    company[[place[row["pic"]] for row in task.rows if row["type"] == "PRC"]] = True
    newcomer = walk.times <= 2
    deep: dict[str, dict[str, list[str]]] = {
        name: {} for name in ("popularity in the field", "walk", OURS, FAIR)
    }
    for query in task.right:
        seeds = [place[task.seed[query]]] if task.seed[query] in place else []
        wanted = {fields[f]: 1.0 for f in task.fields[query] if f in fields}
        in_field = walk.in_field @ np.array([wanted.get(i, 0.0) for i in range(len(fields))])
        order = ranked(walk.scores(seeds, fields=wanted), seeds)
        fit = in_field if in_field.any() else walk.times
        share = float(fit[company].sum() / fit.sum())  # of companies among earlier partners in these fields
        quotas = [Quota(company[order], 0.6 * share), Quota(newcomer[order], 0.1)]
        for name, found in (
            ("popularity in the field", ranked(in_field + 1e-3 * walk.times, seeds)),
            ("walk", ranked(walk.visits(seeds) + 1e-10 * walk.times, seeds)),
            (OURS, order),
            (FAIR, order[with_quotas(len(order), quotas, count=SHOWN)]),
        ):
            deep[name][query] = [names[i] for i in found]
    projects = len({row["rcn"] for row in task.rows})
    say(f"graph: {projects} projects, {len(names)} organisations, {len(task.right)} queries")
    runs = dict(baselines.graph_baselines(task)) | deep
    figures = table(
        say, {n: {q: r[:SHOWN] for q, r in run.items()} for n, run in runs.items()}, task.right, "popularity"
    )
    groups = {
        "companies": frozenset(n for n in names if company[place[n]]),
        "newcomers": frozenset(n for n in names if newcomer[place[n]]),
    }
    figures["exposure"] = exposure_of(say, task, runs, groups, names)
    figures["new partners only"] = new_partners(say, task, runs)
    return figures


def ranked(scores: np.ndarray, seeds: list[int]) -> np.ndarray:
    """Return the places of the best scores, the seeds left out, equal ones by position."""
    scores = scores.copy()
    scores[seeds] = -1
    deep = min(DEEP, len(scores))
    good = np.flatnonzero((scores >= np.partition(scores, -deep)[-deep]) & (scores >= 0))
    return good[np.argsort(-scores[good], kind="stable")][:DEEP]


def exposure_of(
    say: Say, task: GraphTask, runs: Mapping[str, Runs], groups: dict[str, frozenset[str]], names: list[str]
) -> dict[str, Any]:
    """Print and return who is shown among the first ten, and who truly took part."""
    truth = exposure([sorted(found) for found in task.right.values()], groups=groups, everybody=names)
    figures: dict[str, Any] = {"truth": dict(truth.share)}
    say(f"  took part: companies {truth.share['companies']:.3f}, newcomers {truth.share['newcomers']:.3f}")
    for name, run in runs.items():
        shown = exposure([run[q][:10] for q in task.right], groups=groups, everybody=names)
        figures[name] = dict(shown.share) | {"coverage": shown.coverage, "gini": shown.gini}
        say(
            f"  {name:38s} companies@10 {shown.share['companies']:.3f}"
            f"  newcomers@10 {shown.share['newcomers']:.3f}"
            f"  coverage {shown.coverage:.3f}  Gini {shown.gini:.3f}"
        )
    return figures


def prepared(task: GraphTask, place: dict[str, int]) -> tuple[Walk, dict[str, int]]:
    """Return the walk over earlier projects, and the column of each field."""
    projects = {rcn: i for i, rcn in enumerate(dict.fromkeys(row["rcn"] for row in task.rows))}
    parts = {row["rcn"]: [p for p in row["parts"].split("|") if p] for row in task.rows}
    fields = {name: i for i, name in enumerate(sorted({p for found in parts.values() for p in found}))}
    pairs = sorted({(projects[row["rcn"]], place[row["pic"]]) for row in task.rows})
    marks = sorted({(projects[rcn], fields[p]) for rcn, found in parts.items() for p in found})
    joined = incidence(pairs, (len(projects), len(place)))
    return Walk(Collaboration(joined, incidence(marks, (len(projects), len(fields))))), fields


def incidence(pairs: list[tuple[int, int]], shape: tuple[int, int]) -> sp.csr_array:
    """Return ones at the pairs."""
    rows, columns = np.array(pairs, np.int64).T
    return sp.csr_array((np.ones(len(pairs)), (rows, columns)), shape=shape)


def new_partners(say: Say, task: GraphTask, runs: Mapping[str, Runs]) -> dict[str, Any]:
    """Print quality where only partners count that the coordinator never worked with."""
    met: dict[str, set[str]] = {}
    members: dict[str, set[str]] = {}
    for row in task.rows:
        members.setdefault(row["rcn"], set()).add(row["pic"])
    for row in task.rows:
        met.setdefault(row["pic"], set()).update(members[row["rcn"]])
    right = {q: found - met.get(task.seed[q], set()) for q, found in task.right.items()}
    right = {q: found for q, found in right.items() if found}
    fresh = {
        name: {q: [o for o in run[q] if o not in met.get(task.seed[q], set())][:SHOWN] for q in right}
        for name, run in runs.items()
        if name not in ("past partners", FAIR)
    }
    if not right:
        return {}
    say(f"  only partners never worked with before ({len(right)} queries), repeats taken out of every list:")
    return table(say, fresh, right, "popularity")


def label_quality(
    say: Say, taught: list[Row], asked: list[Row], guides: Sequence[Encoder] = ()
) -> dict[str, Any]:
    """A label in one language finds its concept among all English labels.

    Args:
        guides: optional encoders that help in teaching ours.
    """
    languages = [code for code in taught[0] if code not in ("cpv", "ga")]
    asked = asked[:ASKED_LABELS]
    told = [{code: row[code] for code in languages if row[code]} for row in taught]
    reader = teach(told, guides=guides)
    known = list({row["cpv"]: row for row in (*taught, *asked)}.values())
    english = [row["en"] for row in known]
    spellings = np.array([label.lower() for label in english])
    likeness = baselines.letter_likeness(english)
    points = reader.encode(english, ["en"] * len(english))
    figures: dict[str, Any] = {"letter groups": {}, "concept encoder": {}}
    for code in (c for c in languages if c != "en"):
        labels = [row[code] or "" for row in asked]
        wanted = np.array([row["en"].lower() for row in asked])
        for name, values in (
            ("letter groups", likeness(labels)),
            ("concept encoder", reader.encode(labels, [code] * len(labels)) @ points.T),
        ):
            top = np.argsort(-values, axis=1, kind="stable")[:, :10]
            figures[name][code] = float((spellings[top] == wanted[:, None]).any(axis=1).mean())
    say(
        f"labels, hit@10: {len(taught)} concepts taught in {len(languages)} languages, "
        f"{len(asked)} unseen ones asked"
    )
    for name, found in figures.items():
        worst = min(found, key=lambda code: found[code])
        say(f"  {name:38s} mean {means_of(list(found.values())):.3f}, worst {worst} {found[worst]:.3f}")
    return figures
