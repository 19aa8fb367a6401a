"""Thirteen months later: personal data without consent are gone everywhere, the figures unchanged."""

from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import CharField, JSONField, TextField

from lonja.base import audit, files
from lonja.base.models import ImportRun
from lonja.directory.models import Affiliation, Contact
from lonja.events.models import Delegation, Edition, Helper, Participation, Speaker
from lonja.impact import engine
from lonja.impact.figures import public_figures
from lonja.impact.models import Collaboration, Conversion, Erasure, MeetingNote, ProjectIdea, Rating
from lonja.impact.services import retention
from tests.factories import (
    make_answer,
    make_consent,
    make_contact,
    make_edition,
    make_held,
    make_organisation,
    make_participation,
    make_person,
    make_request,
    make_session,
    make_user,
)
from tests.lonja.impact.afterwards import at

pytestmark = pytest.mark.django_db
CANARY = "zzcanaryzz"
DAY = date(2025, 10, 20)
IN_TIME, TOO_EARLY = at(2026, 11, 21), at(2026, 11, 19)


@pytest.fixture
def over():
    """Lia left a trace everywhere and agreed to nothing; Ben agreed to be asked later."""
    edition = make_edition(starts_on=DAY, ends_on=DAY, state="closed")
    house = make_organisation()
    person = make_person(f"Lia {CANARY}", organisation=house)
    make_contact(person, f"{CANARY}@example.org")
    lia = make_participation(edition, person=person, organisation=house, motivation=f"{CANARY} comes")
    ben = make_participation(edition, name="Ben Stays", organisation=make_organisation())
    make_consent(ben)
    request = make_request(lia, ben, text=f"I am {CANARY}", decline_text=CANARY)
    make_held(request)
    for one in (lia, ben):
        MeetingNote.objects.create(
            request=request, participation=one, text=f"met {CANARY}", changed_at=IN_TIME
        )
        Rating.objects.create(request=request, participation=one, useful=4, goes_on="yes", rated_at=IN_TIME)
        make_answer(request, one, "yes", value_cents=100_00, evidence=f"with {CANARY}", note=CANARY)
    idea = ProjectIdea.objects.create(author=lia, title=CANARY, text=CANARY, written_at=IN_TIME)
    claim = Collaboration.objects.create(claimed_by=ben, text=CANARY, claimed_at=IN_TIME)
    Conversion.objects.create(request=request, made_by=lia, kind="idea", idea=idea, made_at=IN_TIME)
    Conversion.objects.create(
        request=request, made_by=ben, kind="collaboration", collaboration=claim, made_at=IN_TIME
    )
    Helper.objects.create(edition=edition, name=f"Helper {CANARY}")
    Delegation.objects.create(edition=edition, organisation=house, head=lia, note=CANARY)
    kept = files.keep(f"name\n{CANARY}\n".encode(), name="people.csv", kind="import")
    ImportRun.objects.create(
        kind="encounter", target=str(edition.pk), actor_id=1, file=kept, preview=[[CANARY]], notes=[CANARY]
    )
    return edition


def traces():
    """Every column of every table in which the canary still stands."""
    found = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, CharField | TextField | JSONField):
                rows = model._base_manager.values_list(field.attname, flat=True)
                found += [f"{model._meta.label}.{field.name}" for value in rows if CANARY in str(value)]
    return found


def figures(edition):
    counted = Edition.objects.with_figures().get(pk=edition.pk)
    return public_figures(counted, engine.outcomes(edition), today=IN_TIME.date())


def test_the_canary_is_gone_from_every_table_and_the_figures_are_the_same(over):
    assert len(traces()) > 10
    before = figures(over)

    retention.erase(over, actor=None, now=IN_TIME)

    assert traces() == []
    assert figures(over) == before
    assert Affiliation.objects.count() == Contact.objects.count() == 0


def test_the_name_of_a_speaker_stays_in_the_programme_and_leads_to_nobody(over):
    lia, ben = over.participations.order_by("pk")
    talk = make_session(over)
    for place, one in enumerate((lia, ben), 1):
        Speaker.objects.create(session=talk, position=place, name=f"Speaker {place}", participation=one)

    retention.erase(over, actor=None, now=IN_TIME)

    assert list(talk.speakers.values_list("name", "participation")) == [
        ("Speaker 1", None),
        ("Speaker 2", ben.pk),
    ]


def test_those_who_agreed_stay(over):
    retention.erase(over, actor=None, now=IN_TIME)

    assert sorted(Participation.objects.values_list("person__name", flat=True)) == ["Ben Stays", "–"]


def test_before_thirteen_months_nothing_goes(over):
    report = retention.erase(over, actor=None, now=TOO_EARLY)

    assert (report.participations, retention.editions_due(TOO_EARLY.date())) == ([], [])
    assert len(traces()) > 10


def test_the_log_is_complete_names_nobody_and_the_chain_holds(over):
    lapsed = list(retention.lapsed(over).values_list("pk", flat=True))

    first = retention.erase(over, actor=None, now=IN_TIME)
    again = retention.erase(over, actor=None, now=IN_TIME)

    assert list(Erasure.objects.values_list("participation_id", flat=True)) == lapsed == first.participations
    assert again.participations == []
    assert [each.action for each in audit.entries(action="retention")] == ["retention.erased"]
    assert list(audit.verify()) == []


def test_somebody_with_an_account_keeps_it_and_only_the_edition_forgets_her():
    edition = make_edition(starts_on=DAY, ends_on=DAY, state="closed")
    one = make_participation(edition, user=make_user(), name="Eva Lomas")
    person = one.person

    retention.erase(edition, actor=None, now=IN_TIME)

    one.refresh_from_db()
    person.refresh_from_db()
    assert (one.person.name, person.name) == ("–", "Eva Lomas")


def test_the_command_rehearses_unless_it_is_told_to_erase(over):
    said = StringIO()
    call_command("erase_lapsed", stdout=said)
    rehearsed = len(traces())
    call_command("erase_lapsed", apply=True, stdout=StringIO())

    assert "people 1" in said.getvalue()
    assert rehearsed > 10
    assert traces() == []
