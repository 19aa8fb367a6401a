"""What is wrong with a table, said so that a person finds the place and knows what to do."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST_KEPT = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend, with its place as the spreadsheet shows it."""

    sheet: str = ""
    row: int | None = None
    column: str = ""
    message: str = ""

    def __str__(self):
        place = {"sheet": self.sheet, "row": self.row, "column": self.column, "message": self.message}
        return _sentence(bool(self.sheet), self.row is not None, bool(self.column)) % place

    def as_dict(self):
        """Plain values in the language of the reader, for storage and tables."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": str(self.column),
            "message": str(self.message),
            "sentence": str(self),
        }


def _sentence(sheet, row, column):
    """Whole sentences, so that each language can order the places as it likes."""
    match (sheet, row, column):
        case (True, True, True):
            return _("Sheet %(sheet)s, row %(row)s, column %(column)s: %(message)s")
        case (True, True, False):
            return _("Sheet %(sheet)s, row %(row)s: %(message)s")
        case (True, False, True):
            return _("Sheet %(sheet)s, column %(column)s: %(message)s")
        case (True, False, False):
            return _("Sheet %(sheet)s: %(message)s")
        case (False, True, True):
            return _("Row %(row)s, column %(column)s: %(message)s")
        case (False, True, False):
            return _("Row %(row)s: %(message)s")
        case (False, False, True):
            return _("Column %(column)s: %(message)s")
    return "%(message)s"


class Problems(list):
    """Everything that is wrong with a table; past some hundreds only the number is kept."""

    uncounted = 0

    def add(self, message, *, sheet="", row=None, column=""):
        """Note one problem at its place."""
        if len(self) >= MOST_KEPT:
            self.uncounted += 1
            return
        self.append(Problem(sheet, row, column, message))

    def as_dicts(self):
        """Plain values for storage, with a last line for what was not listed."""
        rows = [problem.as_dict() for problem in self]
        if self.uncounted:
            more = _("%(count)s more problems are not listed; mend these first.") % {"count": self.uncounted}
            rows.append(Problem(message=more).as_dict())
        return rows


class Unreadable(Exception):
    """The file cannot be read as a table at all; `problems` says why."""

    def __init__(self, problems):
        if isinstance(problems, str) or not isinstance(problems, list):
            problems = Problems([Problem(message=problems)])
        self.problems = problems
        super().__init__("; ".join(str(problem) for problem in problems))
