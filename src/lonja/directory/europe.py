"""Europe on a plane: Lambert's azimuthal equal-area projection about 52° N, 10° E.

The same centre as the European grid ETRS89-LAEA; on a sphere, which at the size of a page
differs from the ellipsoid by less than a line's width. Positions come out in the units of
our drawing, x to the right and y downwards.
"""

import math

CENTRE_LATITUDE, CENTRE_LONGITUDE = 52.0, 10.0
EARTH_RADIUS_KM = 6371.0
KM_PER_UNIT = 5.0
WIDTH, HEIGHT = 1000, 940  # the drawing: from Iceland and the Canaries to Cyprus and the North Cape
LEFT_KM, TOP_KM = -2700.0, -2350.0


def project(longitude, latitude):
    """The place of a point in the drawing."""
    east = math.radians(longitude - CENTRE_LONGITUDE)
    north, centre = math.radians(latitude), math.radians(CENTRE_LATITUDE)
    shared = 1 + math.sin(centre) * math.sin(north) + math.cos(centre) * math.cos(north) * math.cos(east)
    scale = EARTH_RADIUS_KM * math.sqrt(2 / max(shared, 1e-9))
    x = scale * math.cos(north) * math.sin(east)
    y = scale * (math.cos(centre) * math.sin(north) - math.sin(centre) * math.cos(north) * math.cos(east))
    return (x - LEFT_KM) / KM_PER_UNIT, (-y - TOP_KM) / KM_PER_UNIT


def path_of(rings, *, tolerance=0.4, smallest_area=1.5):
    """The outline of rings of (longitude, latitude) as the path of a drawing.

    Lines are simplified to within `tolerance` units, and rings under `smallest_area` square
    units are left out, the largest never: a small country stays on the map.
    """
    drawn = [_simplified([project(*point[:2]) for point in ring], tolerance) for ring in rings]
    drawn = sorted((ring for ring in drawn if len(ring) > 3), key=_area, reverse=True)
    kept = [ring for place, ring in enumerate(drawn) if place == 0 or _area(ring) >= smallest_area]
    return "".join(_subpath(ring) for ring in kept if _is_near(ring))


def _is_near(ring):
    """Whether any of a ring lies in the drawing or just around it."""
    return any(-60 < x < WIDTH + 60 and -60 < y < HEIGHT + 60 for x, y in ring)


def _area(ring):
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def _subpath(ring):
    """Whole units and tenths, each point relative to the last: half the letters of absolute ones."""
    points = [(round(x * 10), round(y * 10)) for x, y in ring]
    steps = [
        f"{_tenth(x - px)} {_tenth(y - py)}".replace(" -", "-")
        for (px, py), (x, y) in zip(points, points[1:], strict=False)
        if (x, y) != (px, py)
    ]
    return f"M{_tenth(points[0][0])} {_tenth(points[0][1])}l{' '.join(steps[:-1])}z" if len(steps) > 2 else ""


def _tenth(number):
    text = f"{number / 10:.1f}".rstrip("0").rstrip(".")
    return (
        "0" if text in {"-0", ""} else text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
    )


def _simplified(points, tolerance):
    """Points by Douglas and Peucker's rule: none dropped that lies further than `tolerance` from its line."""
    if len(points) < 4:
        return points
    kept = {0, len(points) - 1}
    # A ring begins where it ends: the point furthest from there splits it in two honest lines.
    far = max(range(len(points)), key=lambda n: math.dist(points[n], points[0]))
    open_parts = [(0, far), (far, len(points) - 1)]
    kept.add(far)
    while open_parts:
        first, last = open_parts.pop()
        if last - first < 2:
            continue
        furthest = max(
            range(first + 1, last), key=lambda n: _distance(points[n], points[first], points[last])
        )
        if _distance(points[furthest], points[first], points[last]) > tolerance:
            kept.add(furthest)
            open_parts += [(first, furthest), (furthest, last)]
    return [points[n] for n in sorted(kept)]


def _distance(point, start, end):
    """How far a point lies from the line between two others."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = math.hypot(x2 - x1, y2 - y1)
    if length == 0:
        return math.dist(point, start)
    along = max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length**2))
    return math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1))
