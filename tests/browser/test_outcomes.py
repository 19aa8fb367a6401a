"""From the end of a meeting to the public report, in a real browser."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from lonja.base import jobs
from lonja.base.models import Job, OutboxMail
from lonja.impact.services import followups
from tests.factories import make_answer, make_consent
from tests.lonja.impact.afterwards import HERE, encounter, fair, make_idea

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_rating_on_the_spot_to_the_public_report(page, axe):
    """Ana rates, answers by mail without signing in, Jon contradicts, the organiser sees it and publishes."""
    after = fair(day=date.today() - timedelta(days=35))
    make_consent(after.ana)

    tab = page(f"{HERE}my-meetings/", user=after.ana.person.user, width=390)
    assert axe(tab) == []
    tab.get_by_role("link", name="4 of 5 for the meeting with Jon Etxeberria").click()
    tab.get_by_label("Yes, we have agreed on a next step").check()
    tab.get_by_role("button", name="Confirm").click()
    expect(tab.get_by_text("You gave it 4 of 5.")).to_be_visible()

    followups.ask_due(now=timezone.now())
    link = re.search(r"(/outcomes/answer/\S+came=yes)", OutboxMail.objects.get().text)[1]
    mailed = page(link, javascript=False)
    expect(mailed.get_by_label("Yes, something came of it")).to_be_checked()
    mailed.get_by_label("What came of it").select_option("SALE")
    mailed.get_by_role("button", name="Confirm my answer").click()
    expect(mailed.get_by_text("Your answer is kept.")).to_be_visible()

    make_answer(after.request, after.jon, "no", outcome_type="", answered_at=timezone.now())
    desk = page(f"{HERE}outcomes/", user=after.organiser, color_scheme="dark")
    expect(desk.get_by_role("row", name=re.compile("Ana Ruiz.*Jon Etxeberria"))).to_contain_text(
        "The sides contradict each other"
    )
    assert axe(desk) == []
    desk.get_by_role("link", name="Back to the request of Ana Ruiz and Jon Etxeberria").click()
    expect(desk.get_by_text("Ana Ruiz asked Jon Etxeberria for a meeting.")).to_be_visible()
    assert axe(desk) == []
    desk.goto(f"{HERE}results/edit/")
    desk.get_by_role("button", name="Publish the report").click()
    expect(desk.get_by_role("heading", name="Counting the figures of the report")).to_be_visible()
    jobs.run_now(Job.objects.get(kind="impact.publish"))
    desk.goto(f"{HERE}results/edit/")
    expect(desk.get_by_text(re.compile("^It shows the figures of"))).to_be_visible()

    for scheme, width, prefix in (("light", 1280, ""), ("dark", 390, "/es")):
        public = page(f"{prefix}{HERE}results/", color_scheme=scheme, width=width)
        expect(public.get_by_role("heading", level=1)).to_be_visible()
        assert axe(public) == []
        assert public.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("javascript", [True, False])
def test_the_policy_view_and_ideas_shut_nobody_out(page, axe, javascript):
    edition = encounter()
    asked = edition.meeting_requests.select_related("sender").first()
    idea = make_idea(asked, asked.sender, is_public=True)
    addresses = [f"/outcomes/by/?by={axis}&year=2018" for axis in ("sector", "region", "level")]

    for scheme, width, prefix in (("light", 1280, ""), ("dark", 390, "/es")):
        tab = page(f"{prefix}/outcomes/by/", color_scheme=scheme, width=width, javascript=javascript)
        for address in (*addresses, "/ideas/", f"/ideas/{idea.uid}/"):
            tab.goto(prefix + address)
            expect(tab.get_by_role("heading", level=1)).to_be_visible()
            assert axe(tab) == [] if javascript else True
            assert tab.evaluate("document.documentElement.scrollWidth") <= width
