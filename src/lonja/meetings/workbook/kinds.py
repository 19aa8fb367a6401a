"""The sheets of an encounter: what each is called, what it is for, and whether a workbook must have it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class SheetKind:
    """One sheet: its name, what it is for, and whether a workbook must have it."""

    name: str
    label: object
    about: object
    needed: bool = True


SHEETS = {
    kind.name: kind
    for kind in (
        SheetKind("event", gettext_lazy("Event"),
        gettext_lazy("One row: what holds for the whole event."), False),
        SheetKind(
            "slots",
            gettext_lazy("Slots"),
            gettext_lazy("When meetings can be held. Write one row for each stretch without a pause, "
                         "such as a morning; it is cut into slots of equal length."),
        ),
        SheetKind(
            "tables",
            gettext_lazy("Tables"),
            gettext_lazy("Where meetings can be held. One row for each table, or one for many: 1-24."),
        ),
        SheetKind(
            "organisations",
            gettext_lazy("Organisations"),
            gettext_lazy("Whom people come for. You may leave this sheet empty: "
                         "the names on the sheet People are enough."),
            False,
        ),
        SheetKind("people", gettext_lazy("People"), gettext_lazy("Who comes. One row for each person.")),
        SheetKind(
            "requests",
            gettext_lazy("Requests"),
            gettext_lazy("Who would like to meet whom. Only accepted requests are planned. "
                         "The same two people twice count once."),
        ),
        SheetKind(
            "talks",
            gettext_lazy("Talks"),
            gettext_lazy("Talks during the event. Whoever attends one meets nobody meanwhile."),
            False,
        ),
        SheetKind(
            "registrations", gettext_lazy("Talk registrations"),
            gettext_lazy("Who attends which talk."), False
        ),
        SheetKind(
            "pairs", gettext_lazy("Rules for two people"),
            gettext_lazy("Who must meet, and who must not."), False
        ),
    )
}  # fmt: skip
