"""The door as a device lives it: a camera that reads badges, and a list that outlasts the network."""

from datetime import timedelta

import pytest
import segno
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from lonja.events.models import Badge, Scan
from lonja.events.services import checkins
from tests.browser.conftest import FLAGS, chromium_on_this_machine, session_of
from tests.factories import make_edition, make_event, make_organisation, make_participation, make_user

# Several browsers at once: SQLite in memory, as the tests have it, refuses readers while one writes.
pytestmark = [pytest.mark.browser, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
DOOR = "/events/fair/today/checkin/"
NAMES = ("Ana Ruíz", "Jon Etxeberria", "Leo Prat", "Eva Lomas")
WIDE, HIGH = 640, 480


@pytest.fixture
def door():
    """An organiser, and the badges of four people who are expected today."""
    organiser = make_user(name="Olga")
    event = make_event("Regional fair", slug="fair", organiser=organiser)
    today = timezone.now().date()
    edition = make_edition(event, slug="today", title={"en": "Fair"}, starts_on=today, ends_on=today)
    house = make_organisation("Ruidera")
    people = [make_participation(edition, name=name, organisation=house) for name in NAMES]
    return organiser, [checkins.badge_of(one) for one in people]


@pytest.fixture
def camera(driver, live, tmp_path):
    """Opens a page in a browser whose camera looks at a badge: `camera(badge, "/…/", user=ana)`."""
    opened = []

    def looking_at(badge, path, *, user):
        film = tmp_path / f"{badge.pk}.y4m"
        film.write_bytes(film_of(f"{live.url}{reverse('events:door', args=[badge.token])}"))
        browser = driver.chromium.launch(
            executable_path=chromium_on_this_machine(),
            args=[
                *FLAGS, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-video-capture={film}",
            ],
        )  # fmt: skip
        opened.append(browser)
        context = browser.new_context(base_url=live.url, permissions=["camera"])
        context.add_cookies([session_of(user, live.url)])
        tab = context.new_page()
        tab.goto(path)
        return tab

    yield looking_at
    for browser in opened:
        browser.close()


def film_of(text):
    """Two frames of a badge held before a camera, as YUV4MPEG2: grey paper, and the code on it."""
    code = segno.make(text, error="m", micro=False)
    scale = HIGH * 3 // 4 // code.symbol_size(border=4)[0]
    rows = [bytes(16 if dark else 235 for dark in row) for row in code.matrix_iter(scale=scale, border=4)]
    side, above = (WIDE - len(rows[0])) // 2, (HIGH - len(rows)) // 2
    lines = [bytes([180]) * side + row + bytes([180]) * (WIDE - side - len(row)) for row in rows]
    blank = [bytes([180]) * WIDE]
    light = b"".join([*blank * above, *lines, *blank * (HIGH - above - len(lines))])
    frame = b"FRAME\n" + light + bytes([128]) * (WIDE * HIGH // 2)
    return f"YUV4MPEG2 W{WIDE} H{HIGH} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * 2


def wanted(tab, part):
    return tab.locator(part).get_by_label("Name, organisation or the code under the drawing")


def said(tab, words):
    return expect(tab.locator("door-scanner [data-said]")).to_have_text(words)


def state(tab, words):
    return expect(tab.locator("door-scanner [data-state]")).to_contain_text(words)


def test_a_camera_lets_in_whoever_shows_a_badge_and_refuses_one_of_another_event(door, camera):
    organiser, (ana, *_others) = door
    foreign = checkins.badge_of(make_participation(make_edition()))

    tab = camera(ana, DOOR, user=organiser)
    state(tab, "People on this device: 4")
    tab.get_by_role("button", name="Start the camera").click()
    said(tab, "Here: Ana Ruíz (Ruidera)")
    expect(tab.get_by_role("heading", name="1 of 4 are here")).to_be_visible()
    tab.get_by_role("button", name="Stop the camera").click()

    other = camera(foreign, DOOR, user=organiser)
    other.get_by_role("button", name="Start the camera").click()
    said(
        other,
        "This badge is not of this event, or its registration was cancelled. Look for the name.",
    )
    assert list(Scan.objects.values_list("participation", "verb")) == [(ana.participation_id, "in")]


def test_without_a_network_the_door_goes_on_and_tells_the_server_later(door, page, axe):
    organiser, badges = door
    tab, second = page(DOOR, user=organiser, width=390), page(DOOR, user=organiser)
    expect(tab.locator("door-scanner[data-kept]")).to_be_visible()
    before = timezone.now()

    tab.context.set_offline(True)
    state(tab, "No network. Scans are kept here and sent later.")
    code = badges[2].code.lower()
    for typed, name in (("ana", "Ana Ruíz"), ("ETXE", "Jon Etxeberria"), (code, "Leo Prat")):
        wanted(tab, "door-scanner").fill(typed)
        tab.get_by_role("button", name=f"Let in: {name}").click()
        said(tab, f"Here: {name} (Ruidera)")
    assert axe(tab) == []
    tab.reload()
    state(tab, "Waiting to be sent: 3")
    wanted(tab, "door-scanner").fill("ana")
    expect(tab.get_by_role("button", name="Here already: Ana Ruíz")).to_be_visible()
    assert Scan.objects.count() == 0
    scanned_by = timezone.now()

    wanted(second, "#people").fill(badges[0].code)
    second.locator("#people").get_by_role("button", name="Search").click()
    second.get_by_role("button", name="Check in Ana Ruíz").click()
    expect(second.get_by_role("heading", name="1 of 4 are here")).to_be_visible()

    tab.problems.clear()
    tab.context.set_offline(False)
    expect(tab.get_by_role("heading", name="3 of 4 are here")).to_be_visible()
    expect(tab.locator("door-scanner [data-state]")).to_have_text("People on this device: 4")
    here = dict(Badge.objects.exclude(came_at=None).values_list("participation__person__name", "came_at"))
    assert sorted(here) == ["Ana Ruíz", "Jon Etxeberria", "Leo Prat"]
    assert all(before - timedelta(seconds=1) <= at <= scanned_by for at in here.values())


def test_the_name_typed_while_somebody_is_let_in_stays(door, page):
    organiser, _badges = door
    tab = page(DOOR, user=organiser)
    expect(tab.locator("door-scanner[data-kept]")).to_be_visible()
    tab.context.set_offline(True)
    field = wanted(tab, "door-scanner")
    field.fill("ana")
    button = tab.get_by_role("button", name="Let in: Ana Ruíz")
    expect(button).to_be_visible()

    field.evaluate(
        """(field, button) => {
            button.click();
            field.value = "etxe";
            field.dispatchEvent(new Event("input", {bubbles: true}));
        }""",
        button.element_handle(),
    )

    said(tab, "Here: Ana Ruíz (Ruidera)")
    tab.get_by_role("button", name="Let in: Jon Etxeberria").click()
    said(tab, "Here: Jon Etxeberria (Ruidera)")


def test_where_no_camera_can_be_used_the_page_says_so_and_the_name_is_enough(door, page):
    organiser, _badges = door
    tab = page(DOOR, user=organiser)

    tab.get_by_role("button", name="Start the camera").click()
    said(tab, "The camera cannot be used. Look for the name.")
    wanted(tab, "#people").fill("prat")
    tab.locator("#people").get_by_role("button", name="Search").click()
    tab.get_by_role("button", name="Check in Leo Prat").click()

    expect(tab.get_by_role("heading", name="1 of 4 are here")).to_be_visible()
