"""What an algorithm says when its input breaks the contract."""

from collections.abc import Callable

SHOWN = 5  # rows named in a message before "and n more"


class InvalidProblem(ValueError):
    """The problem contradicts its own definition; the message names the rows at fault.

    Attributes:
        what: the fault in words, without its rows.
        rows: the rows at fault, counted from 0; empty when the fault is not one of rows.
        of: what the rows count: "meeting", "participant", "order" (of `before`), or "row" for
            the rows of the array named.
    """

    def __init__(self, what: str, rows=(), of: str = "row"):
        self.what, self.of = what, of
        self.rows = tuple(int(row) for row in rows)
        super().__init__(f"{what}: {named(self.rows)}" if self.rows else what)

    def of_rows(self, other: Callable[[int], int]) -> "InvalidProblem":
        """The same fault, its rows named as `other` names them."""
        return type(self)(self.what, sorted({other(row) for row in self.rows}), self.of)


def named(rows) -> str:
    """Name rows: "row 3", "rows 3, 5 and 12 more"."""
    if len(rows) == 1:
        return f"row {rows[0]}"
    shown = ", ".join(str(row) for row in rows[:SHOWN])
    rest = len(rows) - SHOWN
    return f"rows {shown} and {rest} more" if rest > 0 else f"rows {shown}"


class UnreadableInstance(InvalidProblem):
    """A file of an instance lacks something, or speaks of another number of people than it holds."""


class WrongPlan(AssertionError):
    """A solver returned a plan that breaks a rule: a fault of the solver, never of its input."""
