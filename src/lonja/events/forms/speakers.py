"""Who gives a talk, one line each."""

from collections import defaultdict

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.directory.places import folded
from lonja.events.lifecycle import EXPECTED
from lonja.events.services.speakers import SpeakerLine, lines_of
from lonja.events.speaking import MOST_IN_A_NAME, MOST_SPEAKERS, same

BESIDE = " · "  # between the name of a participant and that of her organisation


class SpeakerForm(forms.Form):
    """One speaker; empty lines count for nothing."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=MOST_IN_A_NAME, required=False)
    affiliation = forms.CharField(label=gettext_lazy("Organisation or role"), max_length=200, required=False)
    registered = forms.CharField(label=gettext_lazy("Registered here as"), max_length=420, required=False)

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if "," in name:
            raise forms.ValidationError(_("Write one name on each line, without a comma."))
        return name

    def clean(self):
        cleaned = super().clean()
        is_left = cleaned.get("affiliation") or cleaned.get("registered") or cleaned.get("ORDER")
        if is_left and not cleaned.get("name") and "name" not in self.errors and not cleaned.get("DELETE"):
            self.add_error("name", _("Write who speaks, or empty the line."))
        return cleaned


class _SpeakerFormSet(forms.BaseFormSet):
    edition = None

    def clean(self):
        kept = [form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        seen = set()
        for form in kept:
            name = same(form.cleaned_data.get("name", ""))
            if name and name in seen:
                form.add_error("name", _("This name stands here twice."))
            seen.add(name)
        asked = [form for form in kept if form.cleaned_data.get("registered")]
        found = self._registered({_parts(form.cleaned_data["registered"])[0] for form in asked})
        for form in asked:
            self._link(form, found)

    def _registered(self, names):
        rows = self.edition.participations.filter(state__in=EXPECTED, person__sort_name__in=names)
        people = defaultdict(list)
        for one in rows.select_related("person", "organisation") if names else ():
            people[one.person.sort_name].append(one)
        return people

    def _link(self, form, found):
        """Find the participant who was typed by name, or by name and organisation where there are more."""
        name, house = _parts(form.cleaned_data["registered"])
        people = [one for one in found[name] if not house or folded(str(one.organisation or "")) == house]
        if len(people) > 1:
            form.add_error("registered", _("More than one is called so. Write: name · organisation."))
        elif not people:
            form.add_error("registered", _("Nobody of this name takes part. Leave it empty, or mend it."))
        else:
            form.cleaned_data["participation_id"] = people[0].pk

    def lines(self):
        """The lines to keep, in the order of their numbers; those without a number come last."""
        kept = [form.cleaned_data for form in self.ordered_forms if form.cleaned_data.get("name")]
        return [SpeakerLine(one["name"], one["affiliation"], one.get("participation_id")) for one in kept]


def _parts(registered):
    """The folded name of a participant, and that of her organisation when it was written."""
    name, _between, house = registered.partition(BESIDE.strip())
    return folded(name), folded(house)


_FormSet = forms.formset_factory(
    SpeakerForm,
    formset=_SpeakerFormSet,
    extra=2,
    can_delete=True,
    can_order=True,
    max_num=MOST_SPEAKERS,
    absolute_max=MOST_SPEAKERS + 1,
    validate_max=True,
)


class SpeakerFormSet(_FormSet):
    """The speakers of a talk: those who are there, then two empty lines."""

    def __init__(self, data=None, *, edition, session=None):
        self.edition = edition
        lines = lines_of(session) if session else []
        people = edition.participations.select_related("person", "organisation").in_bulk(
            [line.participation_id for line in lines if line.participation_id]
        )
        initial = [
            {
                "name": line.name,
                "affiliation": line.affiliation,
                "registered": _named(people.get(line.participation_id)),
            }
            for line in lines
        ]
        super().__init__(data, initial=initial, prefix="speakers")

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove this line")
        form.fields["ORDER"].label = _("Place in the list")
        form.line_number = (index or 0) + 1


def _named(participation):
    if participation is None:
        return ""
    return BESIDE.join(str(one) for one in (participation.person, participation.organisation) if one)
