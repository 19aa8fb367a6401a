"""A query that is written once gives what the query itself gives, for each value."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lonja.base.prepared import Prepared
from lonja.events.models import Participation
from tests.factories import make_edition, make_participation

pytestmark = pytest.mark.django_db


def own(person, other, edition_slug):
    rows = Participation.objects.filter(person__in=[other, person], edition__slug=edition_slug)
    return rows.select_related("edition__event", "organisation").order_by("pk")


def test_it_gives_the_same_rows_for_each_value():
    prepared = Prepared(own)
    editions = [make_edition(), make_edition()]
    ana, jon, eva = (make_participation(edition) for edition in (*editions, editions[1]))

    for values in [
        (ana.person_id, jon.person_id, editions[0].slug),
        (jon.person_id, eva.person_id, editions[1].slug),
        (ana.person_id, eva.person_id, "none"),
    ]:
        assert prepared.rows(*values) == list(own(*values))
        assert prepared.first(*values) == own(*values).first()


def test_what_was_joined_is_at_hand():
    prepared = Prepared(own)
    one = make_participation(make_edition())
    with CaptureQueriesContext(connection) as queries:
        row = prepared.first(one.person_id, one.person_id, one.edition.slug)
        said = (row.edition.event.slug, row.organisation, row.state)

    assert len(queries) == 1
    assert said == (one.edition.event.slug, one.organisation, one.state)


def test_a_value_that_the_query_does_not_hold_is_a_fault():
    prepared = Prepared(lambda person, nobody: Participation.objects.filter(person=person))

    with pytest.raises(ValueError, match="no place"):
        prepared.rows(1, 2)


def test_a_value_that_looks_like_sql_stays_a_value():
    prepared = Prepared(own)
    make_participation(make_edition())

    assert prepared.rows(1, 1, "' OR 1=1 --") == []
