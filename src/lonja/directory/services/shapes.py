"""Official outlines of regions, read from GeoJSON and kept as paths of our map."""

import json

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit
from lonja.base.errors import Refused
from lonja.directory.europe import path_of
from lonja.directory.models import RegionShape, Term

CODE_NAMES = ("NUTS_ID", "nuts_id", "code", "id")
MOST_BYTES = 40 * 1024 * 1024


@transaction.atomic
def load(content, *, source, actor):
    """Replace all outlines by those of a GeoJSON file; returns how many there are now.

    Raises:
        Refused: when it is no FeatureCollection of polygons in degrees, or names no region of ours.
    """
    known = set(Term.objects.filter(scheme="regions").values_list("code", flat=True))
    shapes = [
        RegionShape(code=code, path=path, source=source)
        for code, path in _outlines(_features(content), known).items()
    ]
    if not shapes:
        raise Refused(
            _("The file names no region that the list of regions knows."),
            remedy=_("Each shape needs its NUTS code in the property NUTS_ID or code."),
        )
    RegionShape.objects.all().delete()
    RegionShape.objects.bulk_create(shapes)
    audit.record(actor, "region_shapes.loaded", shapes[0], number=len(shapes), source=source)
    return len(shapes)


def _features(content):
    """The features of a file, checked."""
    if len(content) > MOST_BYTES:
        raise Refused(_("The file is larger than 40 MB."), remedy=_("Take one at a coarser scale."))
    try:
        data = json.loads(content)
    except ValueError:  # neither JSON nor text
        data = None
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        raise Refused(
            _("The file is not a GeoJSON collection of shapes."),
            remedy=_("Export it as GeoJSON in degrees (EPSG:4326)."),
        )
    return [feature for feature in features if isinstance(feature, dict)]


def _outlines(features, known):
    """The path of each region of ours, by code."""
    found = {}
    for feature in features:
        code = _code(feature)
        if code in known:
            path = path_of(_rings(feature.get("geometry"), code))
            if path:
                found[code] = path
    return found


def _code(feature):
    properties = feature.get("properties")
    values = {**(properties if isinstance(properties, dict) else {}), "id": feature.get("id")}
    return next((str(values[name]) for name in CODE_NAMES if values.get(name)), "")


def _rings(geometry, code):
    """All rings of a polygon or several, each a list of points in degrees."""
    kind = geometry.get("type") if isinstance(geometry, dict) else ""
    coordinates = geometry.get("coordinates") if kind in {"Polygon", "MultiPolygon"} else None
    polygons = [coordinates] if kind == "Polygon" else coordinates
    try:
        rings = [[(float(x), float(y)) for x, y, *_z in ring] for polygon in polygons for ring in polygon]
    except (TypeError, ValueError):
        rings = []
    if not rings or not all(abs(x) <= 180 and abs(y) <= 90 for ring in rings for x, y in ring):
        raise Refused(
            _("The shape of %(code)s is no polygon in degrees.") % {"code": code},
            remedy=_("Export the file as GeoJSON in degrees (EPSG:4326)."),
        )
    return rings
