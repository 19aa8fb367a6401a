"""Say where remote meetings take place: at each table, or for two who need another address."""

from django.db import transaction

from lonja.base import audit
from lonja.meetings.models import MeetingRequest, Table
from lonja.meetings.services import mending


@transaction.atomic
def set_table_links(edition, links, *, actor, now):
    """Give tables their addresses; pages and calendars look again, nobody gets a mail.

    Args:
        edition: whose tables these are.
        links: address by number of the table; others keep theirs.
        actor, now: who says so, and when.

    Returns:
        The numbers of the tables that have another address now.

    Raises:
        Refused: when the edition is over.
    """
    day = mending.locked_day(edition, now=now)
    rows = Table.objects.filter(edition=edition, number__in=links)
    changed = [table for table in rows if table.remote_link != links[table.number]]
    for table in changed:
        table.remote_link = links[table.number]
    if changed:
        Table.objects.bulk_update(changed, ["remote_link"], batch_size=500)
        mending.bump(day)
        numbers = [table.number for table in changed]
        audit.record(actor, "edition.table_links_set", day.edition, tables=numbers)
    return [table.number for table in changed]


@transaction.atomic
def set_meeting_link(request, link, *, actor, now):
    """Give two people an address of their own, whichever table they are given; empty takes it away.

    Raises:
        Refused: when the edition is over.
    """
    day = mending.locked_day(request.edition, now=now)
    request = MeetingRequest.objects.get(pk=request.pk)
    if request.remote_link != link:
        request.remote_link = link
        request.save(update_fields=["remote_link"])
        mending.bump(day)
        audit.record(actor, "meeting_request.link_set", request, has_link=bool(link))
    return request
