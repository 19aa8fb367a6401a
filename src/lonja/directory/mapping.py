"""The map of a search: countries by shade, regions by sized points, each a link that narrows it."""

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lonja.directory.europe import HEIGHT, WIDTH, project
from lonja.directory.models import RegionShape, Term
from lonja.directory.places import folded

SHAPES = Path(__file__).parent / "data" / "shapes" / "countries.json"
SHADES = 5
LARGEST_POINT = 22
NUTS_2_LETTERS = 4
ZOOM_MARGIN = 0.08
MOST_AT_ONCE = 60  # regions on the whole map; a chosen country shows all of its own


@dataclass(frozen=True, slots=True)
class Place:
    """A country or a region with what was found in it."""

    code: str
    name: str
    count: int
    href: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Land:
    """A country of the drawing; without a place when nothing was found in it."""

    path: str
    place: Place | None
    shade: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A region of the drawing: a point with a size, or its official outline."""

    place: Place
    x: str
    y: str
    radius: str
    path: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that the picture shows."""

    view_box: str
    around: str
    lands: list
    spots: list
    legend: list  # of (shade, least, most)
    line: str  # how thick a line is at this scale


@cache
def shapes():
    """The outlines shipped with the project."""
    return json.loads(SHAPES.read_text(encoding="utf-8"))


def places(found, name, link):
    """What was found in each country or region, by name; `link` gives the address that toggles a value."""
    group = next(group for group in found.groups if group.name == name)
    chosen = found.chosen.get(name, ())
    numbers = {**dict.fromkeys(chosen, 0), **found.counts(name)}
    rows = [
        Place(code, str(found.label_of(group, code)), count, link(name, code), code in chosen)
        for code, count in numbers.items()
    ]
    return sorted(rows, key=lambda place: folded(place.name))


def largest(places):
    """The places with most in them, and those that are chosen, still by name."""
    counts = sorted((place.count for place in places), reverse=True)
    least = counts[MOST_AT_ONCE] if len(counts) > MOST_AT_ONCE else -1
    return [place for place in places if place.count > least or place.is_chosen]


def draw(countries, regions):
    """The drawing of what was found; it comes closer when one country is chosen."""
    by_code = {place.code: place for place in countries}
    edges = _edges(max((place.count for place in countries), default=0))
    lands = [
        Land(shape["path"], by_code.get(code), _shade(by_code[code].count, edges) if code in by_code else 0)
        for code, shape in shapes()["countries"].items()
    ]
    chosen = [place.code for place in countries if place.is_chosen]
    one = chosen[0] if len(chosen) == 1 and chosen[0] in shapes()["countries"] else ""
    where = _points([place for place in regions if len(place.code) == NUTS_2_LETTERS])
    box = _closer(one, where) if one else (0, 0, WIDTH, HEIGHT)
    scale = box[2] / WIDTH
    return Drawing(
        view_box=" ".join(f"{number:.0f}" for number in box),
        around=shapes()["around"],
        lands=sorted(lands, key=lambda land: bool(land.place and land.place.is_chosen)),
        spots=_spots(where, _outlines(one) if one else {}, scale),
        legend=[(place, *pair) for place, pair in enumerate(edges, start=1)],
        line=f"{scale:.2f}",
    )


def _points(regions):
    """Each region that has a place on the map, with the place."""
    terms = Term.objects.filter(scheme="regions", code__in=[place.code for place in regions])
    at = {
        code: project(float(extra["longitude"]), float(extra["latitude"]))
        for code, extra in terms.values_list("code", "extra")
        if extra.get("longitude") and extra.get("latitude")
    }
    return [(place, at[place.code]) for place in regions if place.code in at]


def _outlines(country):
    return dict(RegionShape.objects.filter(code__startswith=country).values_list("code", "path"))


def _spots(where, outlines, scale):
    """The points, large ones first so that small ones lie on top of them."""
    most = max((place.count for place, _at in where), default=1) or 1
    spots = []
    for place, (x, y) in sorted(where, key=lambda pair: -pair[0].count):
        radius = max(4.0, LARGEST_POINT * math.sqrt(place.count / most)) * scale
        path = outlines.get(place.code, "")
        spots.append(Spot(place, f"{x:.0f}", f"{y:.0f}", f"{radius:.1f}", path))
    return spots


def _closer(country, where):
    """The part of the drawing that holds one country and the regions in it."""
    left, top, right, bottom = shapes()["countries"][country]["box"]
    inside = [at for place, at in where if place.code.startswith(country)]
    xs, ys = [left, right, *(x for x, _y in inside)], [top, bottom, *(y for _x, y in inside)]
    side = max(max(xs) - min(xs), (max(ys) - min(ys)) * WIDTH / HEIGHT, 60) * (1 + 2 * ZOOM_MARGIN)
    tall = side * HEIGHT / WIDTH
    left, top = (min(xs) + max(xs) - side) / 2, (min(ys) + max(ys) - tall) / 2
    return max(min(left, WIDTH - side), 0), max(min(top, HEIGHT - tall), 0), side, tall


def _edges(most):
    """Ranges of counts for the shades, each about as many times wider than the one before."""
    if most <= SHADES:
        return [(number, number) for number in range(1, most + 1)]
    bounds = sorted({max(1, round(most ** (step / SHADES))) for step in range(SHADES + 1)})
    lower = [1, *(bound + 1 for bound in bounds[1:-1])]
    return list(zip(lower, bounds[1:], strict=True))


def _shade(count, edges):
    return next((place for place, (least, most) in enumerate(edges, start=1) if least <= count <= most), 0)
