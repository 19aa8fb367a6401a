"""The parts of a profile, what each holds, and when somebody last said that it is true."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.base.texts import worded
from lonja.directory import policies, presenting
from lonja.directory.models import Confirmation

SECTIONS = {
    "organisation": {
        "about": gettext_lazy("What it says of itself"),
        "facts": gettext_lazy("Facts"),
        "fields": gettext_lazy("Fields of activity"),
        "people": gettext_lazy("People"),
        "contacts": gettext_lazy("Contacts"),
    },
    "cluster": {
        "about": gettext_lazy("What it says of itself"),
        "facts": gettext_lazy("Facts"),
        "members": gettext_lazy("Members"),
        "fields": gettext_lazy("Fields of activity"),
        "strategy": gettext_lazy("Strategy"),
        "contacts": gettext_lazy("Contacts"),
    },
}


def sections_of(owner):
    """(key, label) of the parts of a profile, in the reader's language."""
    return [(key, str(label)) for key, label in SECTIONS[owner._meta.model_name].items()]


def confirmed(owner):
    """The newest confirmation of each part, in one query."""
    rows = Confirmation.objects.filter(**{owner._meta.model_name: owner}).order_by("confirmed_at", "pk")
    return {row.section: row.confirmed_at for row in rows}


def shown(owner, key, *, actor):
    """What a part says today to whoever looks: a signed link shows no more than the public page."""
    return [(label, value) for label, value in PARTS[key](owner, actor) if value]


def _short(text):
    return Truncator(text).chars(300)


def _about(owner, _actor):
    yield _("In one sentence"), worded(owner.summary).text
    yield _("Description"), _short(worded(owner.description).text)


def _facts(owner, _actor):
    if owner._meta.model_name == "cluster":
        yield _("Established"), presenting.known_date(owner.established, owner.established_precision)
        yield _("Stage of life"), str(owner.stage or "")
        yield _("People in the team"), presenting.number(owner.staff)
    else:
        yield _("Founded"), presenting.known_date(owner.founded, owner.founded_precision)
        yield _("Size"), owner.get_size_display()
    yield _("Place"), presenting.place(owner)
    yield _("Website"), owner.website
    yield _("Working languages"), presenting.languages(owner.languages)


def _fields(owner, _actor):
    links = owner.described_by.select_related("term__scheme")
    for group in presenting.by_scheme(link for link in links if not getattr(link, "scope", "")):
        yield group["label"], ", ".join(str(term) for term in group["terms"])


def _members(owner, _actor):
    yield _("Active members in the register"), str(owner.memberships.filter(status="active").count())
    yield (
        _("Declared members"),
        presenting.declared(owner.declared_members, owner.declared_members_qualifier),
    )


def _strategy(owner, _actor):
    yield _("Mission"), _short(worded(owner.mission).text)
    yield _("Strategy"), _short(worded(owner.strategy).text)


def _people(owner, actor):
    rows = policies.affiliations.scope(actor).filter(organisation=owner).select_related("person")
    yield _("People"), ", ".join(row.person.name for row in rows[:20])


def _contacts(owner, actor):
    for row in policies.contacts.scope(actor).filter(**{owner._meta.model_name: owner})[:20]:
        yield row.label or row.get_kind_display(), row.value


PARTS = {
    "about": _about,
    "facts": _facts,
    "fields": _fields,
    "members": _members,
    "strategy": _strategy,
    "people": _people,
    "contacts": _contacts,
}
