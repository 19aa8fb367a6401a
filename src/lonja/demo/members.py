"""Registers of the demo: fees and next steps, an enterprise with owners, organisations entered twice."""

from datetime import timedelta
from decimal import Decimal

from lonja.accounts.models import Role
from lonja.base import audit
from lonja.directory.models import (
    EnterpriseFigures,
    FiguresReader,
    Membership,
    Merge,
    Organisation,
    OrganisationGrant,
    OwnerKind,
    Ownership,
)

OURS = "smart-city-cluster"
# What the manager wrote beside those who may come: the next step, and in how many days.
STEPS = [
    ("Llamar a la dirección técnica · Call the technical director", -4),
    ("Enviar el plan de trabajo · Send the work plan", 3),
    ("Visita a la planta · Visit the plant", 9),
    ("Presentar la propuesta al consejo · Put it before the board", 16),
]
HOUSE = "maquinaria-vinicola-airen"
# People, turnover and balance sheet in euros, year by year before this one.
FIGURES = [
    (1, "41.5", 7_900_000, 6_100_000),
    (2, "43", 8_200_000, 6_300_000),
    (3, "38", 7_100_000, 5_900_000),
]
# The partner's and the daughter's names, shares, and figures as of last year.
OWNER = ("Inversiones Vega del Záncara", 30, "64", 12_400_000, 15_000_000)
DAUGHTER = ("Airén Servicios Enológicos", 80, "9.5", 1_350_000, 700_000)


# What each of the organisations below says of itself: summary and description, in both languages.
OWNER_TEXTS = (
    {
        "en": "We hold shares in family firms of La Mancha.",
        "es": "Participamos en empresas familiares de La Mancha.",
    },
    {
        "en": "Since 1998 we have put money into makers of machines and barrels, and left them their name.",
        "es": "Desde 1998 invertimos en fabricantes de maquinaria y de barricas, y les dejamos su nombre.",
    },
)
DAUGHTER_TEXTS = (
    {
        "en": "We look after presses and tanks from harvest to bottling.",
        "es": "Cuidamos prensas y depósitos, de la vendimia al embotellado.",
    },
    {
        "en": "Nine technicians are on the road from August to November, and train cellar staff later.",
        "es": "Nueve técnicos están en ruta de agosto a noviembre; después forman al personal.",
    },
)
TWIN_TEXTS = [
    (
        {"en": "Entered by hand at a fair.", "es": "Inscrita a mano en una feria."},
        {"en": "Somebody at the stand typed this in.", "es": "Alguien lo tecleó en el puesto."},
    ),
    (
        {"en": "Entered from an old list of members.", "es": "Inscrita desde una lista antigua de miembros."},
        {"en": "The list of 2016 had the legal name.", "es": "La lista de 2016 llevaba la razón social."},
    ),
]


def write(rng, clusters, organisations, users, *, today):
    """Write everything of this area; the same each time for the same seed and day."""
    manager = users["cluster@example.org"]
    _write_fees(rng, clusters[OURS], today)
    _write_pipeline(clusters[OURS], manager, organisations, today)
    _write_group(organisations[HOUSE], users["company@example.org"], today.year)
    _write_twins(clusters[OURS], manager)


def _write_fees(rng, cluster, today):
    """Fees by size; a few have not paid for this year yet."""
    rows = list(cluster.memberships.filter(status="active").select_related("organisation").order_by("pk"))
    fees = {"large": 180_000, "medium": 90_000}
    for row in rows:
        row.fee_cents = fees.get(row.organisation.size, 45_000)
        row.fee_paid_year = today.year - (rng.random() < 0.2)
    Membership.objects.bulk_update(rows, ["fee_cents", "fee_paid_year"])
    audit.record_many(None, "membership.edited", rows, source="demo")


def _write_pipeline(cluster, manager, organisations, today):
    """Some whom the cluster would like to win, and what comes next with each."""
    there = set(cluster.memberships.values_list("organisation", flat=True))
    free = [row for row in organisations.values() if row.pk not in there and row.country == "ES"][:7]
    statuses = ["prospect", "prospect", "prospect", "applied", "applied", "approved", "prospect"]
    rows = []
    for place, (organisation, status) in enumerate(zip(free, statuses, strict=True)):
        step, days = STEPS[place % len(STEPS)]
        rows.append(
            Membership(
                cluster=cluster,
                organisation=organisation,
                kind="prospective" if status == "prospect" else "member",
                status=status,
                next_step=step if place < 6 else "",
                next_step_on=today + timedelta(days=days) if place < 6 else None,
                responsible=manager if place % 3 else None,
            )
        )
    Membership.objects.bulk_create(rows)
    audit.record_many(None, "membership.added", rows, source="demo")


def _write_group(house, owner_account, year):
    """A partner above, a daughter below, and the figures that make the sum."""
    for back, staff, turnover, balance in FIGURES:
        _figures(house, year - back, staff, turnover, balance)
    around = ((OWNER, OWNER_TEXTS, True), (DAUGHTER, DAUGHTER_TEXTS, False))
    for (name, share, staff, turnover, balance), (summary, description), is_owner in around:
        other = Organisation.objects.create(
            slug=f"{house.slug}-{'owner' if is_owner else 'daughter'}",
            name=name,
            country="ES",
            summary=summary,
            description=description,
        )
        OrganisationGrant.objects.create(user=owner_account, role=Role.ORGANISATION_ADMIN, organisation=other)
        for back in (1, 2, 3):
            _figures(other, year - back, staff, turnover, balance)
        Ownership.objects.create(
            owner=other if is_owner else house,
            owned=house if is_owner else other,
            declared_by=house,
            share=share,
            owner_kind=OwnerKind.ENTERPRISE,
        )
        FiguresReader.objects.create(organisation=other, reader=house)
        audit.record(None, "organisation.created", other, source="demo")


def _figures(organisation, year, staff, turnover, balance):
    EnterpriseFigures.objects.create(
        organisation=organisation,
        year=year,
        staff=Decimal(staff),
        turnover_cents=turnover * 100,
        balance_cents=balance * 100,
    )


def _write_twins(cluster, manager):
    """Two members that somebody has entered a second time, one of them proposed for merging."""
    members = [row.organisation for row in cluster.memberships.filter(status="active").order_by("pk")[:2]]
    twins = []
    for place, original in enumerate(members):
        twins.append(
            Organisation.objects.create(
                slug=f"{original.slug}-twin",
                name=f"{original.name}, S.L." if place else original.name.upper(),
                legal_name=f"{original.name}, S.L.",
                country=original.country,
                city=original.city,
                website=original.website,
                size=original.size,
                summary=TWIN_TEXTS[place][0],
                description=TWIN_TEXTS[place][1],
                is_public=True,
            )
        )
    audit.record_many(None, "organisation.created", twins, source="demo")
    if twins:
        merge = Merge.objects.create(
            keeper=members[0], duplicate=twins[0], reason="Misma web y mismo nombre · Same website and name",
            proposed_by=manager,
        )  # fmt: skip
        audit.record(None, "merge.proposed", merge, source="demo")
