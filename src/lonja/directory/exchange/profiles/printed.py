"""The profile of a cluster as an older portal prints it: headings, each with its lines below.

The printed form has no marks but its headings, so they are known by their words. Every line
lands somewhere: below a heading that we know, or in `left` with its number. Nothing is
swallowed. The order of the headings does not matter, and any of them may be missing.
"""

import re
from dataclasses import dataclass, field

from lonja.directory.places import folded

# Our word for a part → the words of its heading, folded; what stands behind a colon is its value.
HEADINGS = {
    "established": ("the date when the cluster organisation was established", "establishment date"),
    "staff": (
        "number of staff in the management team of the cluster organisation",
        "number of staff in the management team",
    ),
    "excellence": ("cluster excellence label",),
    "other_labels": ("other label", "other labels"),
    "label": ("please specify",),
    "networks": ("membership to other networks/partnerships",),
    "team": ("cluster management team",),
    "languages": ("languages spoken",),
    "sectors": ("sectoral industries",),
    "technologies": ("technology fields",),
    "s3": ("s3 eu priority areas",),
    "emerging": ("emerging industries",),
    "ecosystems": ("industrial ecosystems",),
    "tags": (
        "areas of specialisation of the cluster not covered above",
        "areas of specialisation not covered above",
    ),
    "members": ("total number of members",),
    "smes": ("number of sme members",),
    "large": ("number of larger company members",),
    "research": ("number of research organisations/universities/technology centres",),
    "others": ("number of other ecosystem actors",),
    "facilities": (
        "entrepreneurship and scale-up support facilities in the cluster's ecosystem",
        "entrepreneurship and scale-up support facilities in the ecosystem",
    ),
    "major_players": ("name and link of major players",),
    "strategy": ("cluster strategy",),
    "formal": ("do you have a formalised strategy?", "formalised strategy?"),
    "abroad": (
        "do you have a specific strategy focus that addresses internationalisation ?",
        "do you have a specific strategy focus that addresses internationalisation?",
        "strategy focus on internationalisation?",
    ),
    "services": ("support services provided",),
    "service_details": ("details of support services",),
    "international": ("international cooperation",),
    "european": ("trans-national cooperation", "transnational cooperation"),
    "countries": ("the main countries targeted by the cluster organisation", "main countries targeted"),
    "activities": (
        "our cluster organisation undertook the following international activities to support our members",
        "our cluster organisation undertook the following trans-national activities to support our members",
        "our cluster organisation undertook the following transnational activities to support our members",
    ),
    "collaborations": ("which clusters do you collaborate with?",),
    "programmes": ("participation in funded support programmes", "participation in funded programmes"),
    "strengths": ("why should partners choose you for cooperation?",),
}
# Headings that only group others.
GROUPS = {
    "general information", "sectoral and industrial focus", "composition of the cluster",
    "cooperation activities", "support programmes",
}  # fmt: skip
# What a portal prints around the profile.
FURNITURE = {"primary tabs", "printer-friendly version", "printer-friendly versionprinter-friendly version"}
_KNOWN = {words: part for part, headings in HEADINGS.items() for words in headings}
_TRAIL = re.compile(r"\bhome\s*>\s*cluster organisations\s*>\s*(.+)$", re.IGNORECASE)
_CONTINUES = {"strategy", "strengths", "programmes", "service_details"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text, and where it stands."""

    number: int
    text: str


@dataclass(slots=True)
class Printed:
    """What the text holds: the lines below each heading, and those below none."""

    name: Line | None = None
    parts: dict = field(default_factory=dict)  # part, or (scope, part) → list of Line
    left: list = field(default_factory=list)  # of Line
    headings: list = field(default_factory=list)  # of Line, as they were found


def read(text):
    """Sort the lines of a printed profile below their headings."""
    printed = Printed()
    here, scope = "", ""
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        line = Line(number, raw.strip("\ufeff \t\u00a0"))
        part, rest = _heading(line.text)
        if part or _is_group(line.text):
            printed.headings.append(line)
            scope = part if part in ("international", "european") else scope
            here = (scope, part) if part in ("countries", "activities") and scope else part
            scope = scope if part in ("international", "european", "countries", "activities") else ""
            printed.parts.setdefault(here, []) if here else None
            if rest:
                printed.parts[here].append(Line(number, rest))
        elif name := _name_of(line.text):
            printed.name = Line(number, name)
        elif not _is_furniture(line.text):
            _keep(printed, here, line)
    return printed


def _keep(printed, here, line):
    """Put a line below its heading; empty lines matter only in running text."""
    if here in ("international", "european", ""):
        if line.text:
            printed.left.append(line)
    elif line.text or here in _CONTINUES:
        printed.parts[here].append(line)


def _heading(text):
    """The part that a line opens, and what stands behind its colon."""
    words = _words(text)
    if words in _KNOWN:
        return _KNOWN[words], ""
    before, colon, after = text.partition(":")
    part = _KNOWN.get(_words(before)) if colon else None
    return (part, after.strip()) if part else ("", "")


def _words(text):
    """The words of a heading: folded, without a remark in brackets, without the colon."""
    plain = re.sub(r"\([^)]*\)", " ", folded(text.replace("\u2019", "'"))).strip()
    return " ".join(plain.rstrip(": ").split())


def _is_group(text):
    return _words(text) in GROUPS


def _is_furniture(text):
    return folded(text) in FURNITURE


def _name_of(text):
    """The name of the cluster: the last step of the trail that stands above the profile."""
    found = _TRAIL.search(text)
    return found[1].strip() if found else ""
