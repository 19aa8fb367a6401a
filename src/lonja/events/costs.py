"""By what the costs of an edition can be divided: participants, and what higher domains count.

A higher domain adds its own in a module `costs` (`@costs.unit`), so that nothing points upwards.
"""

from dataclasses import dataclass

from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from lonja.events.lifecycle import EXPECTED
from lonja.events.models import Participation

_units = []


@dataclass(frozen=True, slots=True)
class Unit:
    """How many of something an edition had.

    Attributes:
        label: what one of them costs, such as "Cost per meeting".
        count: how many there were; costs are not divided by nothing.
    """

    label: str
    count: int


def unit(function):
    """Register a function `edition -> Unit`."""
    _units.append(function)
    return function


def units(edition):
    """Everything by which the costs of an edition can be divided: one query each."""
    autodiscover_modules("costs")
    return [function(edition) for function in _units]


@unit
def participants(edition):
    """The people who are expected, or came."""
    count = Participation.objects.filter(edition=edition, state__in=EXPECTED).count()
    return Unit(_("Cost per participant"), edition.declared_people or count)
