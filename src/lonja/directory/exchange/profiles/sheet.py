"""A cluster's profile as a document to hand out: what the typst template shows."""

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lonja.base.texts import worded
from lonja.directory import presenting
from lonja.directory.models import StatementKind
from lonja.directory.profile_page import ProfilePage, counted_groups

# The accents of the tokens, by day, for paper.
COLOURS = {
    "sea": "#0d5872",
    "clay": "#a13f1f",
    "olive": "#566016",
    "saffron": "#8a4f00",
    "silk": "#8a2353",
    "indigo": "#3f4694",
    "pine": "#1a5f4c",
    "slate": "#4b5663",
}
LISTS = (
    StatementKind.STRENGTH,
    StatementKind.GOAL,
    StatementKind.SERVICE,
    StatementKind.COLLABORATION,
    StatementKind.FACILITY,
    StatementKind.PLAYER,
)


def of(cluster, *, actor):
    """Everything the document shows, as plain data."""
    profile = ProfilePage(cluster, actor=actor)
    address = f"{settings.SITE_URL}{cluster.get_absolute_url()}"
    return {
        "title": cluster.name,
        "kicker": cluster.acronym,
        "accent": COLOURS.get(cluster.accent, COLOURS["sea"]),
        "summary": str(worded(cluster.summary)),
        "mission": str(worded(cluster.mission)),
        "foot": f"{cluster.name} · {presenting.bare_address(address)}",
        "figures": _figures(cluster, profile),
        "facts": _facts(cluster),
        "texts": [
            {"label": label, "text": plain(str(worded(texts)))}
            for label, texts in ((_("About"), cluster.description), (_("Strategy"), cluster.strategy))
            if str(worded(texts))
        ],
        "groups": [
            {"label": group["label"], "terms": [str(term) for term in group["terms"]]}
            for group in profile.fields
        ],
        "fields_label": _("Fields of activity"),
        "tags_label": StatementKind.AREA.label,
        "tags": [str(worded(row.heading)) for row in profile.statements.get(StatementKind.AREA, [])],
        "services_label": _("Support services"),
        "services": [str(term) for term in profile.services],
        "cooperation": [
            {
                "label": str(part["label"]),
                "countries": ", ".join(part["countries"]),
                "activities": [str(activity) for activity in part["activities"]],
            }
            for part in profile.cooperation
        ],
        "lists": [_list(part) for part in profile.parts(*LISTS)],
        "programmes_label": StatementKind.PROGRAMME.label,
        "programmes": [_programme(each) for each in profile.programmes],
        "team_label": _("Management team"),
        "team": _team(profile),
        "contacts": [_contact(each) for each in profile.contacts if each.value],
        "contact_label": _("Contact"),
        "composition": {
            "columns": [_("Members"), _("Declared"), _("In the register")],
            "rows": [
                [row["label"], row["declared"] or "–", str(row["counted"])]
                for row in profile.declared_beside_counted
            ]
            if profile.has_composition
            else [],
        },
        "note": _("As of %(day)s, from %(address)s.")
        % {"day": date_format(cluster.changed_at, "DATE_FORMAT"), "address": address},
    }


def _figures(cluster, profile):
    counted = counted_groups(profile.counted)
    declared = presenting.declared(cluster.declared_members, cluster.declared_members_qualifier)
    found = [
        (declared or str(counted["members"]), _("members")),
        (str(counted["smes"]) if counted["smes"] else "", _("SMEs in the register")),
        (str(counted["research"]) if counted["research"] else "", _("research organisations")),
        (cluster.established[:4], _("established")),
    ]
    return [{"value": value, "label": label} for value, label in found if value and value != "0"]


def _facts(cluster):
    found = (
        (_("Established"), presenting.known_date(cluster.established, cluster.established_precision)),
        (_("Place"), presenting.place(cluster)),
        (_("Region"), str(cluster.region or "")),
        (_("Website"), presenting.bare_address(cluster.website)),
        (_("Label or register"), cluster.label),
        (_("Working languages"), presenting.languages(cluster.languages)),
        (_("People in the team"), presenting.number(cluster.staff)),
    )
    return [{"label": label, "value": str(value)} for label, value in found if value]


def _list(part):
    rows = [
        {"heading": str(row["heading"]), "text": plain(str(row["text"])), "website": row["website"]}
        for row in part["rows"]
    ]
    return {"kind": str(part["kind"]), "label": str(part["label"]), "rows": rows}


def _programme(each):
    marks = [str(mark) for mark in (each["status"], each["level"], each["call"]) if mark]
    return {
        "heading": str(each["heading"]) or each["website"],
        "text": plain(str(each["text"])),
        "marks": " · ".join(marks),
    }


def _team(profile):
    return [
        {
            "title": str(role["title"]),
            "name": role["name"],
            "contacts": [_contact(contact) for contact in role["contacts"] if contact.value],
        }
        for role in profile.team(may_edit=False)
    ]


def _contact(shown):
    return f"{shown.label}: {shown.value}"


def plain(markdown):
    """Running text without the marks of Markdown: paragraphs stay, stars and hashes go."""
    lines = [line.lstrip("#").strip() if line.startswith("#") else line for line in markdown.splitlines()]
    return "\n".join(lines).replace("**", "").strip()
