"""How fast and how large: invented profiles in two languages, each size in a process of its own.

Times are those of the processor, so that other work on the machine does not count.
"""

import gc
import multiprocessing
import resource
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from lonja.algorithms.alliances import AllianceProblem, Method, complete
from lonja.algorithms.relevance.evidence import Ask, Evidence, Kind
from lonja.algorithms.relevance.glossary import starter_labels
from lonja.algorithms.relevance.index import Index
from lonja.algorithms.relevance.lexicon import build_lexicon
from lonja.algorithms.relevance.search import search

CHUNK = 100_000
QUERIES = 60
SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "la",
    "me",
    "ni",
    "po",
    "ru",
    "sa",
    "te",
    "vi",
    "xo",
    "zu",
    "tra",
    "gen",
    "lor",
]


def vocabulary(language: str) -> np.ndarray:
    """Return the words profiles are made of: those of the glossary first, then invented ones."""
    known = list(
        dict.fromkeys(w for label in starter_labels() for w in label[language].split() if len(w) > 3)
    )
    made = [a + b + c + language for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES]
    return np.array(known + made)


def profiles(count: int, *, seed: int = 0) -> Iterator[list[Evidence]]:
    """Yield statements in chunks; words fall off as in real texts (Zipf), two of three in English."""
    rng = np.random.default_rng(seed)
    spoken = {code: vocabulary(code) for code in ("en", "es")}
    for start in range(0, count, CHUNK):
        size = min(count, start + CHUNK) - start
        texts = {code: written(words, rng, size) for code, words in spoken.items()}
        yield [profile(start + row, texts) for row in range(size)]


def written(words: np.ndarray, rng: np.random.Generator, count: int) -> list[list[str]]:
    """Return texts of 38 words, the rarer the further down the vocabulary."""
    chance = np.cumsum(1 / (np.arange(len(words)) + 20))
    drawn = np.searchsorted(chance, rng.random((count, 38)) * chance[-1])
    return words[drawn].tolist()  # type: ignore[no-any-return]


def profile(number: int, texts: dict[str, list[list[str]]]) -> Evidence:
    """Return one statement of one organisation."""
    code = "es" if number % 3 == 0 else "en"
    words = texts[code][number % CHUNK]
    return Evidence(
        key=f"offer:{number}",
        owners=(f"organisation {number}",),
        kind=Kind.OFFER if number % 4 else Kind.NEED,
        headline=" ".join(words[:8]),
        body=" ".join(words[8:]),
        language=code,
        concepts=(f"{number % 97:03d}",),
    )


def measured(count: int) -> dict[str, float]:
    """Build an index of `count` profiles and time what people wait for; run in a process of its own."""
    lexicon = build_lexicon(starter_labels())
    before = held()
    index, building = Index(lexicon=lexicon), 0.0
    for rows in profiles(count):
        start = process_time()
        index = index.updated(add=rows)
        building += process_time() - start
        del rows
    figures = {"profiles": float(count), "build seconds": building}
    start = process_time()
    index = index.updated(add=[Evidence("new", ("new",), Kind.OFFER, "neuromorphic irrigation")])
    figures["update seconds"] = process_time() - start
    rng = np.random.default_rng(1)
    english = vocabulary("en")[:2000]
    spanish = vocabulary("es")[:300]
    for name, ask in (
        ("search box, 3 words", lambda: Ask(" ".join(rng.choice(english, 3)), every_word=True)),
        ("Spanish, 3 words", lambda: Ask(" ".join(rng.choice(spanish, 3)), "es")),
        ("description, 55 words", lambda: Ask(" ".join(rng.choice(english, 55)))),
    ):
        times = timed(index, ask)
        figures[f"{name}, p50 ms"], figures[f"{name}, p95 ms"] = (
            float(np.quantile(times, q)) for q in (0.5, 0.95)
        )
    figures["memory MB"] = held() - before
    figures["most memory MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures


def timed(index: Index, ask: Callable[[], Ask]) -> list[float]:
    """Return the milliseconds of each of many searches, two of them to warm up."""
    times = []
    for _ in range(QUERIES + 2):
        asked = ask()
        start = process_time()
        search(index, asked)
        times.append(1000 * (process_time() - start))
    return times[2:]


def held() -> float:
    """Return the memory that this process holds now, in MB; 0 where the system does not tell."""
    gc.collect()
    pages = Path("/proc/self/statm")
    if not pages.exists():
        return 0.0
    return int(pages.read_text().split()[1]) * resource.getpagesize() / 1024**2


def speed(say: Callable[[str], None], sizes: list[int]) -> list[dict[str, float]]:
    """Print and return the figures for each size."""
    found = []
    for size in sizes:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            figures = pool.apply(measured, (size,))
        found.append(figures)
        say(
            f"speed, {size:,} profiles: "
            + "  ".join(f"{k} {v:.1f}" for k, v in figures.items() if k != "profiles")
        )
    return found


def alliances(say: Callable[[str], None]) -> list[dict[str, Any]]:
    """Print and return how near the quick way comes to the proven one, on invented chains."""
    found = []
    for candidates, slots, most in ((200, 12, 8), (400, 16, 10), (1000, 20, 12)):
        ratios, quick_ms, exact_ms = [], [], []
        for seed in range(5):
            rng = np.random.default_rng(seed)
            fit = rng.random((candidates, slots)) * (rng.random((candidates, slots)) < 0.08)
            problem = AllianceProblem(
                fit,
                most=most,
                price=0.0,
                enough=0.05,
                country=rng.integers(0, 8, candidates),
                countries=4,
                groups=rng.random((2, candidates)) < 0.3,
                at_least=np.array([1, 2]),
            )
            start = process_time()
            quick = complete(problem, method=Method.GREEDY)[0]
            middle = process_time()
            proven = complete(problem)[0]
            exact_ms.append(1000 * (process_time() - middle))
            quick_ms.append(1000 * (middle - start))
            ratios.append(quick.standing.quality / proven.standing.quality)
        figures = {
            "candidates": candidates,
            "slots": slots,
            "quick to proven": float(np.median(ratios)),
            "worst": min(ratios),
            "quick ms": float(np.median(quick_ms)),
            "proven ms": float(np.median(exact_ms)),
        }
        found.append(figures)
        say(
            f"alliances, {candidates} candidates for {slots} slots: quick {figures['quick ms']:.0f} ms at"
            f" {figures['quick to proven']:.3f} of the proven quality (worst {figures['worst']:.3f}),"
            f" proven {figures['proven ms']:.0f} ms"
        )
    return found
