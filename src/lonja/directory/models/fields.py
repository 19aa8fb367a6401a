"""Columns that several models of the directory share."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from lonja.directory.places import folded

PARTIAL_DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"


class FoldedField(models.TextField):
    """What search and sort compare, folded from the row's own texts each time it is written.

    Args:
        source: the name of a method or attribute of the model that gives the text.
    """

    def __init__(self, *args, source, **kwargs):
        self.source = source
        super().__init__(*args, **{"editable": False, "default": "", "blank": True, **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, instance, add):
        value = getattr(instance, self.source)
        text = folded(value() if callable(value) else value)
        setattr(instance, self.attname, text)
        return text


class DatePrecision(models.TextChoices):
    """How sure a date is that was written as a year, a month or a day."""

    EXACT = "exact", _("exactly")
    ABOUT = "about", _("about")
    BEGINNING = "beginning", _("beginning of")
    MIDDLE = "middle", _("middle of")
    END = "end", _("end of")
    BEFORE = "before", _("before")
    AFTER = "after", _("after")


class Qualifier(models.TextChoices):
    """How a declared number is meant."""

    EXACT = "exact", _("exactly")
    OVER = "over", _("more than")
    ABOUT = "about", _("about")
    UP_TO = "up_to", _("up to")


def declared_number(label):
    """A column for a number that somebody declares; empty when they do not."""
    return models.PositiveIntegerField(label, null=True, blank=True)


def qualifier():
    """The column beside a `declared_number`."""
    return models.CharField(
        _("how the number is meant"), max_length=10, choices=Qualifier, default=Qualifier.EXACT
    )


def partial_date(label):
    """A column for a year, a month or a day: 2007, 2007-11 or 2007-11-30; sorts as text."""
    return models.CharField(
        label,
        max_length=10,
        blank=True,
        validators=[
            RegexValidator(PARTIAL_DATE, _("Write a year, a month or a day: 2007, 2007-11 or 2007-11-30."))
        ],
    )


def precision(label):
    """The column beside a `partial_date`."""
    return models.CharField(label, max_length=10, choices=DatePrecision, default=DatePrecision.EXACT)


def country(label):
    """A column for an ISO 3166 alpha-2 code."""
    return models.CharField(
        label, max_length=2, blank=True, db_index=True, validators=[RegexValidator(r"^[A-Z]{2}$")]
    )
