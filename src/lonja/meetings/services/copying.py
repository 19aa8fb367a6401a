"""Copy an edition with its grid: the slots, tables and rules on which the next one is planned."""

from django.db import transaction

from lonja.events.services import copying, hours
from lonja.meetings.models import RequestRules, Slot, Table


@transaction.atomic
def copy_edition(edition, *, title, slug, starts_on, actor):
    """As `events.services.copying.copy_edition`, with slots, tables and the rules for requests.

    Hosts of tables and closed slots stay behind: they are of people and of a day.

    Raises:
        Refused: when the series has an edition at this address already.
    """
    made = copying.copy_edition(edition, title=title, slug=slug, starts_on=starts_on, actor=actor)
    days = (starts_on - edition.starts_on).days
    Slot.objects.bulk_create(
        Slot(
            edition=made, minutes=slot.minutes, block=slot.block,
            starts_at=hours.shifted(slot.starts_at, days=days, zone_info=edition.zone_info),
        )
        for slot in edition.slots.all()
    )  # fmt: skip
    zones = {zone.position: zone for zone in made.zones.all()}
    Table.objects.bulk_create(
        Table(
            edition=made, number=table.number, label=table.label, remote_link=table.remote_link,
            zone=zones.get(table.zone.position) if table.zone else None,
        )
        for table in edition.tables.select_related("zone")
    )  # fmt: skip
    rules = RequestRules.objects.filter(edition=edition).first()
    if rules:
        rules.pk, rules.edition, rules._state.adding = None, made, True
        rules.save()
    return made
