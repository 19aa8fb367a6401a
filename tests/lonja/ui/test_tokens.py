"""The colours of the house, read from the style sheet itself."""

import re
from pathlib import Path

import pytest

import lonja.ui
from lonja.ui.specimens import ACCENTS

TOKENS = Path(lonja.ui.__file__).parent / "static" / "ui" / "css" / "tokens.css"
COLOUR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
SCHEMES = {"light": 0, "dark": 1}
GROUNDS = ["paper", "paper-raised", "paper-soft"]
STATES = ["good", "warn", "bad", "info"]

TEXT = [
    *[(ink, ground) for ink in ("ink", "ink-soft", "sea", "sea-strong", "clay", "bad") for ground in GROUNDS],
    *[("ink", f"{soft}-soft") for soft in ("sea", "clay", *STATES)],
    *[(state, f"{state}-soft") for state in ("sea", "clay", *STATES)],
    *[("sea", f"{state}-soft") for state in STATES],
    *[(f"accent-{name}", ground) for name in ACCENTS for ground in ("paper", "paper-raised")],
    *[(f"accent-{name}", f"accent-{name}-soft") for name in ACCENTS],
    ("on-sea", "sea"),
    ("on-sea", "sea-strong"),
    ("on-bad", "bad"),
    ("ink-deep", "paper-deep"),
    ("ink-deep-soft", "paper-deep"),
    ("clay", "clay-soft"),
]
EDGES = [("line-strong", ground) for ground in GROUNDS] + [("sea", "paper-soft"), ("bad", "paper-raised")]


def colours():
    """Every colour token: its name, by day and by night."""
    return {name: (day, night) for name, day, night in COLOUR.findall(TOKENS.read_text(encoding="utf-8"))}


def luminance(colour):
    """Relative luminance of #rrggbb, as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Contrast ratio of two colours, 1 to 21."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def too_weak(pairs, at_least, known):
    """The pairs whose contrast is under `at_least`, with the ratio."""
    ratios = {
        (text, ground, scheme): contrast(known[text][place], known[ground][place])
        for text, ground in pairs
        for scheme, place in SCHEMES.items()
    }
    return {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < at_least}


def test_contrast_agrees_with_the_definition():
    assert round(contrast("#000000", "#ffffff"), 2) == 21.0
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


def test_every_text_can_be_read_on_its_ground():
    assert too_weak(TEXT, 4.5, colours()) == {}


def test_every_edge_that_means_something_can_be_seen():
    assert too_weak(EDGES, 3.0, colours()) == {}


def test_the_focus_ring_can_be_seen():
    ring = re.search(
        r"--focus: 3px solid light-dark\((#\w{6}), (#\w{6})\)", TOKENS.read_text(encoding="utf-8")
    )

    known = colours() | {"ring": ring.groups()}
    assert too_weak([("ring", ground) for ground in GROUNDS], 3.0, known) == {}


def test_a_pale_accent_is_refused():
    known = colours() | {"accent-sea": ("#8fb8c8", "#86cbe2")}

    assert too_weak([("accent-sea", "paper")], 4.5, known) == {("accent-sea", "paper", "light"): 1.99}


@pytest.mark.parametrize("name", ACCENTS)
def test_every_accent_is_defined_and_can_be_chosen(name):
    assert {f"accent-{name}", f"accent-{name}-soft"} <= set(colours())
    assert f'[data-accent="{name}"]' in TOKENS.read_text(encoding="utf-8")
