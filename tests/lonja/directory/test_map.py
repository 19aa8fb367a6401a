"""The map: what it counts, where it leads, and the outlines that an administrator loads."""

import json
import re

import pytest

from lonja.base.errors import Refused
from lonja.directory import mapping
from lonja.directory.europe import path_of, project
from lonja.directory.models import RegionShape
from lonja.directory.services import shapes
from tests.factories import make_organisation, make_term

pytestmark = pytest.mark.django_db


def region(code, longitude="-3.7", latitude="40.4"):
    return make_term("regions", code, extra={"longitude": longitude, "latitude": latitude})


def square(code, *, corner=(-4, 40), kind="Polygon"):
    x, y = corner
    ring = [[x, y], [x + 2, y], [x + 2, y + 2], [x, y + 2], [x, y]]
    return {
        "type": "Feature",
        "properties": {"NUTS_ID": code},
        "geometry": {"type": kind, "coordinates": [ring]},
    }


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_countries_and_regions_are_links_with_their_numbers(client):
    madrid = region("ES30")
    make_organisation(region=madrid)
    make_organisation(region=madrid)
    make_organisation(country="MT")
    make_organisation(country="JP")
    make_organisation(country="ES", is_public=False, region=madrid)

    text = client.get("/organisations/map/?size=unknown").content.decode()

    drawn = dict(re.findall(r'<a href="([^"]+)" aria-label="([^"]+)">', text))
    assert drawn == {
        "?size=unknown&amp;country=ES": "Spain: 2",
        "?size=unknown&amp;country=MT": "Malta: 1",
        "?size=unknown&amp;region=ES30": "Term ES30: 2",
    }
    listed = re.findall(r'<li><a href="[^"]+"><span>([^<]+)</span><span class="facet-count">(\d+)', text)
    assert listed == [("Japan", "1"), ("Malta", "1"), ("Spain", "2"), ("Term ES30", "2")]


def test_choosing_a_country_comes_closer_and_choosing_it_again_goes_back(client):
    make_organisation(region=region("ES30"))

    far = client.get("/organisations/map/").content.decode()
    near = client.get("/organisations/map/?country=ES").content.decode()

    boxes = [re.search(r'<svg viewBox="([^"]+)" role="group"', text)[1] for text in (far, near)]
    assert boxes[0] == "0 0 1000 940"
    assert float(boxes[1].split()[2]) < 500
    assert 'href="?" class="is-chosen" aria-current="true" aria-label="Spain: 1"' in near


def test_official_outlines_replace_points_of_a_chosen_country(client):
    make_organisation(region=region("ES30"))
    assert shapes.load(collection(square("ES30"), square("XX99")), source="Test", actor=None) == 1

    text = client.get("/organisations/map/?country=ES").content.decode()

    assert RegionShape.objects.get().path in text
    assert 'class="map-region"' not in client.get("/organisations/map/").content.decode()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe{", "not a GeoJSON"),
        (b"[1]", "not a GeoJSON"),
        (b'{"features": 3}', "not a GeoJSON"),
        (collection(), "names no region"),
        (collection(square("XX99")), "names no region"),
        (collection(square("ES30", kind="Point")), "no polygon in degrees"),
        (collection(square("ES30", corner=(400000, 4000000))), "no polygon in degrees"),
    ],
)
def test_what_is_no_outline_is_refused_and_changes_nothing(content, reason):
    region("ES30")
    shapes.load(collection(square("ES30")), source="Before", actor=None)

    with pytest.raises(Refused, match=reason):
        shapes.load(content, source="After", actor=None)

    assert RegionShape.objects.get().source == "Before"


def test_places_lie_where_they_should():
    madrid, berlin, cape = project(-3.7, 40.4), project(13.4, 52.5), project(25.8, 71.1)

    assert madrid[0] < berlin[0] < cape[0]
    assert madrid[1] > berlin[1] > cape[1]
    assert project(10, 52) == (540.0, 470.0)
    assert path_of([[(10, 52), (10.5, 52), (10.5, 52.5), (10, 52.5), (10, 52)]]).startswith("M540 470l")


def test_every_country_of_the_union_is_on_the_map():
    union = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"

    assert [code for code in union.split() if code not in mapping.shapes()["countries"]] == []


def test_shades_cover_every_count():
    for most in (1, 4, 5, 6, 17, 300, 20_000):
        edges = mapping._edges(most)
        assert edges[0][0] == 1
        assert edges[-1][1] == most
        assert [least for least, _most in edges[1:]] == [top + 1 for _least, top in edges[:-1]]
