"""A file as sheets of cells, whichever format it has; the content decides, not the name."""

import re
import unicodedata
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lonja.base.imports.problems import Unreadable


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a table may be before we refuse to read it."""

    most_bytes: int = 10 * 1024 * 1024
    most_rows: int = 20_000
    most_columns: int = 200
    most_letters: int = 50_000
    most_cells: int = 1_000_000
    most_sheets: int = 50
    most_unpacked_bytes: int = 64 * 1024 * 1024
    most_parts: int = 2_000


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as it stands in the file; `rows[0]` is spreadsheet row 1."""

    name: str  # empty for a CSV file, which has no sheets
    rows: list
    formulas: frozenset = frozenset()  # (row, column), counted from 1
    errors: frozenset = frozenset()  # cells that show #N/A and the like


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a file, in their order."""

    sheets: list = field(default_factory=list)
    hidden: tuple = ()  # names of sheets that nobody sees

    def sheet(self, name, *, aliases=(), required=True, or_only=False):
        """The sheet of that name or alias; a CSV file's only sheet answers to every name.

        With `or_only` a workbook's only sheet does so too ("Sheet1", "Hoja1").
        Raises `Unreadable` when it is required and not there.
        """
        if len(self.sheets) == 1 and not self.sheets[0].name:
            return self.sheets[0]
        wanted = {plain(name), *(plain(alias) for alias in aliases)}
        for sheet in self.sheets:
            if plain(sheet.name) in wanted:
                return sheet
        if any(plain(hidden) in wanted for hidden in self.hidden):
            raise Unreadable(
                _("The sheet “%(sheet)s” is hidden. Show it and save the file again.") % {"sheet": name}
            )
        if len(self.sheets) == 1 and or_only:
            return self.sheets[0]
        if not required:
            return None
        present = ", ".join(sheet.name for sheet in self.sheets) or "–"
        raise Unreadable(
            _("The sheet “%(sheet)s” is missing. This file has: %(present)s.")
            % {"sheet": name, "present": present}
        )


def plain(text):
    """A heading as people mean it: no case, accents, marks, punctuation or doubled spaces."""
    text = unicodedata.normalize("NFKD", str(text)).casefold()
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]+|_", " ", text).split())
