"""The workbook of an encounter: read, checked and explained, without a database."""

from lonja.meetings.workbook.facts import Encounter
from lonja.meetings.workbook.reader import read_encounter
from lonja.meetings.workbook.template import example_bytes, template_bytes

__all__ = ["Encounter", "example_bytes", "read_encounter", "template_bytes"]
