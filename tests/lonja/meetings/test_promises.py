"""So many meetings at least: what is promised, what the planner makes of it, who has fewer and why."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from lonja.meetings import engine, promising
from lonja.meetings.forms.promises import PromiseForm
from lonja.meetings.models import Promise
from lonja.meetings.services import plans, promises
from tests.factories import (
    make_edition,
    make_event,
    make_participation,
    make_request,
    make_slots,
    make_tables,
    make_user,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 11, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def fair():
    """Two slots and one table: Ana has two dear requests, the investor Eva one cheap one with Leo."""
    organiser = make_user(name="Olga")
    edition = make_edition(make_event(slug="fair", organiser=organiser), slug="2018")
    make_slots(edition, 2), make_tables(edition, 1)
    ana, jon, noa, leo = (make_participation(edition, name=name) for name in ("Ana", "Jon", "Noa", "Leo"))
    eva = make_participation(edition, name="Eva", participant_type="investor")
    make_request(ana, jon, priority=1), make_request(ana, noa, priority=1)
    make_request(eva, leo, priority=3)
    return {"edition": edition, "organiser": organiser, "eva": eva}


def planned(fair):
    run = plans.request_plan(fair["edition"], seed=1, effort="quick", actor=fair["organiser"], now=NOW)
    return plans.solve(run)


def test_the_planner_serves_first_whoever_was_promised_a_meeting(fair):
    without = planned(fair)
    promises.promise(fair["edition"], {"investor": 1}, actor=fair["organiser"])

    with_promise = planned(fair)

    assert (without.figures.get("below"), fair["eva"].seats.filter(run=without).count()) == (None, 0)
    assert (with_promise.figures["below"], with_promise.figures["owed"]) == (0, 0)
    assert fair["eva"].seats.filter(run=with_promise).count() == 1
    assert without.digest != with_promise.digest


def test_who_has_fewer_is_named_with_the_reason_and_taken_away_as_a_table(fair):
    promises.promise(fair["edition"], {"": 1, "investor": 2}, actor=fair["organiser"])
    run = planned(fair)
    client = Client()
    client.force_login(fair["organiser"])

    answer = client.get(f"/events/fair/2018/plans/{run.number}/below/")
    lines = {str(one.person): (one.held, one.fewest, why) for one, why in answer.context["lines"]}
    files = [client.get(f"/events/fair/2018/plans/{run.number}/below.{shape}") for shape in ("csv", "xlsx")]

    assert lines["Eva"] == (1, 2, "Only one accepted request.")
    short = next(lines[name] for name in ("Jon", "Noa") if name in lines)
    assert short[:2] == (0, 1)
    assert short[2].startswith("1 accepted requests, but not all found a place.")
    assert run.figures["below"] == len(lines) == promising.below(run, {"": 1, "investor": 2}).count()
    assert [one.status_code for one in files] == [200, 200]


def test_the_form_sets_changes_and_takes_back_what_is_promised(fair):
    client = Client()
    client.force_login(fair["organiser"])
    address = "/events/fair/2018/promises/"

    refused = client.post(address, {"everybody": "-1"})
    first = client.post(address, {"everybody": "3", "investor": "5"})
    set_ = dict(Promise.objects.values_list("participant_type", "fewest"))
    client.post(address, {"everybody": "", "investor": "0"})

    assert (refused.status_code, first.status_code, set_) == (422, 303, {"": 3, "investor": 5})
    assert not Promise.objects.exists()


def test_nobody_is_promised_more_than_one_person_may_have(fair):
    fair["edition"].most_meetings = 1
    fair["edition"].save()
    promises.promise(fair["edition"], {"": 3}, actor=None)

    problem = engine.solving.problem_of(engine.read_floor(fair["edition"]))

    assert problem.least.max() == 1


def test_only_the_organiser_sees_who_has_fewer(fair):
    run = planned(fair)
    stranger = Client()
    stranger.force_login(make_user())

    for page in (f"plans/{run.number}/below/", f"plans/{run.number}/below.csv", "promises/"):
        assert stranger.get(f"/events/fair/2018/{page}").status_code in (403, 404)


def test_one_type_can_be_taken_out_of_what_all_are_promised():
    form = PromiseForm({"everybody": "2", "company": "0"}, fewest={})
    alone = PromiseForm({"everybody": "", "company": "0", "group": "3"}, fewest={})

    assert (form.is_valid(), form.fewest()) == (True, {"": 2, "company": 0})
    assert (alone.is_valid(), alone.fewest()) == (True, {"group": 3})
    edition = make_edition()
    promises.promise(edition, form.fewest(), actor=make_user())
    assert promising.promised(edition) == {"": 2, "company": 0}
