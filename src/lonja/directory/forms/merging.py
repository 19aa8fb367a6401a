"""Which values a merged organisation keeps."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.directory import presenting
from lonja.directory.models import Organisation, Size
from lonja.directory.places import country_name
from lonja.directory.services.merging import CHOOSABLE

KEEP, TAKE = "keep", "take"
PRIVATE = {"vat_number"}


class MergeForm(forms.Form):
    """For each column that differs, from which side its value comes."""

    reason = forms.CharField(
        label=_("Why they are the same"),
        max_length=500,
        required=False,
        help_text=_("Whoever decides reads it."),
    )
    with_administrators = forms.BooleanField(
        label=_("Those who administer the duplicate administer the kept organisation"),
        required=False,
        help_text=_("Say yes only when you know them."),
    )

    def __init__(self, *args, keeper, duplicate, readable, **kwargs):
        """`readable`: whether this person may read what is private on both sides."""
        super().__init__(*args, **kwargs)
        self.keeper, self.duplicate, self.readable = keeper, duplicate, readable
        self.differing = []
        for name in CHOOSABLE:
            mine, theirs = getattr(keeper, name), getattr(duplicate, name)
            if mine == theirs:
                continue
            self.differing.append(name)
            self.fields[name] = forms.ChoiceField(
                label=Organisation._meta.get_field(name).verbose_name,
                choices=[(KEEP, KEEP), (TAKE, TAKE)],
                initial=KEEP if not _is_empty(mine) else TAKE,
            )

    def taken(self):
        """The columns whose value comes from the duplicate."""
        return [name for name in self.differing if self.cleaned_data[name] == TAKE]

    def rows(self):
        """Each differing column with both values, for the page."""
        for name in self.differing:
            chosen = self[name].value()
            yield {
                "name": name,
                "label": self.fields[name].label,
                "sides": [
                    {"value": side, "text": self._shown(name, row), "is_chosen": chosen == side}
                    for side, row in ((KEEP, self.keeper), (TAKE, self.duplicate))
                ],
            }

    def _shown(self, name, row):
        value = getattr(row, name)
        if _is_empty(value):
            return "–"
        if name in PRIVATE and not self.readable:
            return _("Private")
        if isinstance(value, dict):
            return " · ".join(f"{code}: {text}" for code, text in sorted(value.items()))
        if name == "languages":
            return presenting.languages(value)
        if name in ("country", "parent_country"):
            return country_name(value)
        if name == "founded":
            return presenting.known_date(value, row.founded_precision)
        return row.get_size_display() if name == "size" else str(value)


def _is_empty(value):
    return value in (None, "", {}, [], Size.UNKNOWN)
