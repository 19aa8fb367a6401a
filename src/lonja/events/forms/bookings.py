"""Registering: who comes, as what, for whom, and who pays."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lonja.directory.forms.fields import language_choices
from lonja.directory.models import Affiliation, Organisation, Person
from lonja.directory.policies import administered, own_organisations
from lonja.events.forms.registrations import OwnRegistrationForm
from lonja.events.models import ParticipantType
from lonja.events.services.bookings import Guests, Newcomer

NEWCOMERS = 4
# As what people of an organisation usually take part, by what it is.
USUAL_TYPE = {
    **dict.fromkeys(["RTO", "UNI", "EDU", "HOSP"], ParticipantType.RESEARCH),
    "UNIGROUP": ParticipantType.GROUP,
    **dict.fromkeys(["GOV", "PUBLIC"], ParticipantType.PUBLIC),
    **dict.fromkeys(["ASSOC", "CLUSTERORG"], ParticipantType.ASSOCIATION),
    "INVESTOR": ParticipantType.INVESTOR,
    "EXPERT": ParticipantType.EXPERT,
}
PAYING = ("payer", "order_number", "exemption_reason")


class RegisterForm(OwnRegistrationForm):
    """Who registers, for whom, and as what; only what the directory does not know is asked.

    Attributes:
        missing: columns of the registrar's own profile that are asked for here.
    """

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=None, required=False, empty_label=_("For nobody but myself")
    )
    participant_type = forms.ChoiceField(label=_("I take part as"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages in which you can meet people"),
        choices=language_choices,
        required=False,
        help_text=_("Hold Ctrl or Cmd to choose more than one."),
    )
    comes_herself = forms.BooleanField(label=_("I come myself"), required=False, initial=True)
    colleagues = forms.ModelMultipleChoiceField(
        label=_("Colleagues who come too"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("People of the organisations that you administer. They agree to the rest themselves."),
    )
    payer = forms.ModelChoiceField(
        label=_("Who pays for all of them"),
        queryset=None,
        required=False,
        empty_label=_("The organisation chosen above, or I myself"),
        help_text=_("One invoice for everybody on this page."),
    )
    order_number = forms.CharField(
        label=_("Your order number"),
        max_length=80,
        required=False,
        help_text=_("If your bookkeeping wants one on the invoice."),
    )
    exemption_reason = forms.CharField(
        label=_("If you need not pay: why"),
        max_length=200,
        required=False,
        help_text=_("For example: public body, speaker, co-funder. The organiser decides."),
    )

    def __init__(self, *args, actor, rules, types, **kwargs):
        me = Person.objects.filter(user=actor).first()
        self.actor_name = str(me or actor)
        self.rules = {rule.participant_type: rule for rule in rules}
        initial = kwargs.pop("initial", {})
        is_empty = not (args and args[0])
        super().__init__(
            *args, initial=_prefilled(me, self.rules, initial) if is_empty else initial, **kwargs
        )
        self.fields["participant_type"].choices = types
        known = {"name": me or actor.name, "languages": me and me.languages}
        self.missing = [name for name in known if not known[name]]
        for name in {"name", "languages"} - set(self.missing):
            del self.fields[name]
        self._choose_houses(actor)
        self._add_newcomers()
        if not any(rule.fee_cents for rule in rules):
            for name in PAYING:
                del self.fields[name]
        self.order_fields(
            ["participant_type", "organisation", "name", "languages", "comes_herself", "colleagues"]
        )

    def _choose_houses(self, actor):
        known = list(own_organisations(actor).values_list("pk", flat=True))
        mine = Organisation.objects.filter(pk__in=known).order_by("sort_name")
        self.may_bring = bool(known)
        self.fields["organisation"].queryset = mine
        self.fields["payer"].queryset = mine
        staff = Person.objects.none()
        if houses := [row["organisation"] for row in administered(actor)]:
            staff = Person.objects.filter(affiliations__organisation__in=houses).exclude(user=actor)
            staff = staff.distinct().order_by("sort_name")
        if not houses or not staff.exists():
            del self.fields["colleagues"]
        else:
            self.fields["colleagues"].queryset = staff

    def _add_newcomers(self):
        if not self.may_bring:
            del self.fields["comes_herself"]
            return
        # These are other people: a browser must not fill in whoever sits before it.
        blank = {"autocomplete": "off"}
        for number in range(1, NEWCOMERS + 1):
            self.fields[f"newcomer_{number}_name"] = forms.CharField(
                label=_("Name"), max_length=150, required=False, widget=forms.TextInput(attrs=blank)
            )
            self.fields[f"newcomer_{number}_email"] = forms.EmailField(
                label=_("E-mail"), required=False, widget=forms.EmailInput(attrs=blank)
            )

    def plain_fields(self):
        """The fields that stand one below the other."""
        later = {*self._newcomer_names(), *PAYING, "language", "remote", "motivation", "purposes"}
        return [self[name] for name in self.fields if name not in later]

    def newcomer_rows(self):
        """Name and address of each colleague whom the directory does not know."""
        names = self._newcomer_names()
        return [[self[name], self[address]] for name, address in zip(names[::2], names[1::2])]

    def paying_fields(self):
        """The fields about the fee; none where nothing is to be paid."""
        return [self[name] for name in PAYING if name in self.fields]

    def own_fields(self):
        """What the registrar says about her own coming."""
        names = ("language", "remote", "motivation", "purposes")
        return [self[name] for name in names if name in self.fields]

    def _newcomer_names(self):
        return [name for name in self.fields if name.startswith("newcomer_")]

    def clean(self):
        cleaned = super().clean()
        self._clean_newcomers(cleaned)
        others = [*(cleaned.get("colleagues") or ()), *self.newcomers]
        if "comes_herself" in self.fields and not cleaned.get("comes_herself") and not others:
            self.add_error("comes_herself", _("Somebody must come: you or a colleague."))
        organisation = cleaned.get("organisation")
        if self.newcomers and organisation is None:
            self.add_error("organisation", _("Choose the organisation for which your colleagues come."))
        works_there = Q(affiliations__organisation=organisation)
        for one in cleaned.get("colleagues") or ():
            if organisation is None or not Person.objects.filter(works_there, pk=one.pk).exists():
                self.add_error(
                    "colleagues",
                    _("%(person)s does not work for the organisation chosen above.") % {"person": one},
                )
                break
        return cleaned

    def _clean_newcomers(self, cleaned):
        self.newcomers, seen = [], set()
        for number in range(1, NEWCOMERS + 1):
            name = cleaned.get(f"newcomer_{number}_name", "")
            email = cleaned.get(f"newcomer_{number}_email", "")
            if name and email and email.lower() in seen:
                self.add_error(f"newcomer_{number}_email", _("This address stands here twice."))
            elif name and email:
                self.newcomers.append(Newcomer(name, email))
                seen.add(email.lower())
            elif name and f"newcomer_{number}_email" not in self.errors:
                self.add_error(f"newcomer_{number}_email", _("We write to each colleague; give the address."))
            elif email:
                self.add_error(f"newcomer_{number}_name", _("Give the name too."))

    @property
    def includes_me(self):
        """Whether the person behind the account comes herself."""
        return self.cleaned_data.get("comes_herself", True)

    @property
    def brings_others(self):
        """Whether a colleague comes."""
        return bool(self.cleaned_data.get("colleagues") or self.newcomers)

    def guests(self):
        """Who shall come, as the service takes it."""
        mine = {name: self.cleaned_data[name] for name in self.missing if self.cleaned_data.get(name)}
        return Guests(
            me=mine if self.includes_me else None,
            colleagues=tuple(self.cleaned_data.get("colleagues") or ()),
            newcomers=tuple(self.newcomers),
        )

    def paying(self):
        """Who pays, as the service takes it."""
        empty = {"payer": None, "order_number": "", "exemption_reason": ""}
        return empty | {name: self.cleaned_data[name] for name in PAYING if name in self.fields}

    def facts(self):
        """The columns as the service takes them."""
        chosen = {name: self.cleaned_data[name] for name in ("organisation", "participant_type")}
        return super().facts() | chosen


def _prefilled(me, rules, initial):
    """What the directory knows already: the main organisation, and as what its people take part."""
    if me is None:
        return initial
    main = Affiliation.objects.filter(person=me).select_related("organisation__actor_type")
    main = main.order_by("-is_main", "pk").first()
    if main is None:
        return initial
    actor_type = main.organisation.actor_type
    usual = USUAL_TYPE.get(actor_type.code if actor_type else "", ParticipantType.COMPANY)
    known = {"organisation": main.organisation_id}
    if usual in rules:
        known["participant_type"] = usual
    return known | initial


class AgreeForm(forms.Form):
    """What somebody agrees to whom a colleague has registered."""

    purposes = forms.MultipleChoiceField(
        label=_("I agree"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each by itself, and each can be taken back at any time."),
    )

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purposes"].choices = choices
