"""Ready-made accounts of the demo: one for each role, all with the same password."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import Role

PASSWORD = "lonja-demo"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody whom a visitor of the demo can be.

    Attributes:
        email: the address to sign in with.
        name: the invented person behind it.
        woman: whether her post is named in the feminine, where a language does so.
        role: what she is, in the reader's language.
        hint: what is worth trying with this account.
        grants: the role in the database; empty for somebody who only takes part.
        on: the short address of what the role is for; empty for the whole installation.
        works_for: the short address of her organisation; empty when the directory does not show her.
    """

    email: str
    name: str
    woman: bool
    role: str
    hint: str
    grants: str = ""
    on: str = ""
    works_for: str = ""
    password: str = PASSWORD


ACCOUNTS = [
    Account(
        "organiser@example.org",
        "Lourdes Valverde Cano",
        True,
        _("Event organiser"),
        _("Plan the coming encounter, compare two plans, publish the agendas; or bring your own workbook."),
        Role.EVENT_ORGANISER,
        "itecam-encounter",
        "itecam",
    ),
    Account(
        "participant@example.org",
        "Diego Olmedo Serrano",
        False,
        _("Participant"),
        _("Read your agenda of 2018, take its calendar file, and ask for meetings at the coming encounter."),
        works_for="laser-campollano",
    ),
    Account(
        "company@example.org",
        "Aurora Villena Martín",
        True,
        _("Organisation administrator"),
        _("Edit the profile of your company in two languages, and choose who may see your contacts."),
        Role.ORGANISATION_ADMIN,
        "maquinaria-vinicola-airen",
        "maquinaria-vinicola-airen",
    ),
    Account(
        "cluster@example.org",
        "Rafael Carmona Vega",
        False,
        _("Cluster manager"),
        _("Look after Smart City Cluster: answer applications, and see where its profile has gaps."),
        Role.CLUSTER_MANAGER,
        "smart-city-cluster",
        "andalucia-smart-city",
    ),
    Account(
        "door@example.org",
        "Irene Plaza Rubio",
        True,
        _("Check-in staff"),
        _("See who is expected at the coming encounter."),
        Role.CHECK_IN_STAFF,
        "itecam-encounter",
        "itecam",
    ),
    Account(
        "officer@example.org",
        "Beatriz Lozano Prieto",
        True,
        _("Call officer"),
        _("Find under your account the role that you hold for Madrid Biocluster."),
        Role.CALL_OFFICER,
        "madrid-biocluster",
        "madrimasd",
    ),
    Account(
        "reviewer@example.org",
        "Gonzalo Tébar Ferrer",
        False,
        _("Reviewer"),
        _("Find under your account the role that you hold for Madrid Biocluster."),
        Role.REVIEWER,
        "madrid-biocluster",
        "ucm",
    ),
    Account(
        "mentor@example.org",
        "Claire Fournier Delmas",
        True,
        _("Mentor"),
        _("Find under your account the role that you hold for the Madrid ICT Audiovisual Cluster."),
        Role.MENTOR,
        "madrid-ict-audiovisual",
        "garonne-aerocomposites",
    ),
    Account(
        "provider@example.org",
        "Ramón Escribano Soto",
        False,
        _("Voucher provider"),
        _("Find under your account the role that you hold for Patentes Moncloa."),
        Role.PROVIDER,
        "patentes-moncloa",
        "patentes-moncloa",
    ),
    Account(
        "auditor@example.org",
        "Mercedes Perona Gil",
        True,
        _("Auditor"),
        _("Read who changed what, in the order in which it happened, and check that nothing was altered."),
        Role.AUDITOR,
    ),
    Account(
        "operator@example.org",
        "Ismael Novillo Calvo",
        False,
        _("Operator"),
        _("Find under your account the role that you hold for the whole installation."),
        Role.OPERATOR,
    ),
]
