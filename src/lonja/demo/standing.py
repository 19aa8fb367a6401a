"""Labels, links, a self-assessment, questions and registrations of the demo."""

from datetime import UTC, date, datetime, time, timedelta

from lonja.base import audit
from lonja.demo import tables
from lonja.directory import evidence, excellence
from lonja.directory.models import (
    LABEL_KINDS,
    Assessment,
    AssessmentAnswer,
    AssessmentState,
    ClusterLink,
    Confirmation,
    Enquiry,
    FactReport,
    Label,
    LinkState,
    ProposedChange,
    Registration,
    Term,
)

OURS = "smart-city-cluster"
CLAIMS = [
    # who says so, of whom, since when, whether the other side confirmed
    ("madrid-cybersecurity", "madrid-fintech-insurtech", "2020", True),
    ("madrid-cybersecurity", "madrid-big-data-ai", "2020", True),
    ("madrid-big-data-ai", OURS, "2021", False),
    (OURS, "clusgrid", "2016", True),
]


def write(rng, clusters, organisations, users, *, today):
    """Write everything of this area; the same each time for the same seed and day."""
    at = datetime.combine(today - timedelta(days=3), time(10), UTC)
    links = _write_links(clusters, at)
    labels = _write_labels(clusters, organisations, today)
    assessments = _write_assessments(rng, clusters[OURS], users, today)
    asked = _write_questions(clusters[OURS], users, at)
    for section, days in (("about", 20), ("facts", 20), ("contacts", 41)):
        Confirmation.objects.create(
            cluster=clusters[OURS],
            section=section,
            confirmed_at=at - timedelta(days=days),
            confirmed_by=users["cluster@example.org"],
        )
    for action, rows in (
        ("link.claimed", links),
        ("label.added", labels),
        ("assessment.submitted", assessments),
        ("standing.entered", asked),
    ):
        audit.record_many(None, action, rows, source="demo")


def _write_links(clusters, at):
    by_name = [
        ClusterLink(cluster=clusters[row["cluster"]], other_name=row["heading_en"], claimed_at=at)
        for row in tables.rows("cluster_statements")
        if row["kind"] == "collaboration"
    ]
    known = [
        ClusterLink(
            cluster=clusters[one],
            other=clusters[other],
            other_name=clusters[other].name,
            since=since,
            state=LinkState.MUTUAL if agreed else LinkState.CLAIMED,
            claimed_at=at,
            answered_at=at if agreed else None,
        )
        for one, other, since, agreed in CLAIMS
    ]
    return ClusterLink.objects.bulk_create([*by_name, *known])


def _write_labels(clusters, organisations, today):
    kinds = {term.code: term for term in Term.objects.filter(scheme=LABEL_KINDS)}
    company = organisations["maquinaria-vinicola-airen"]
    return Label.objects.bulk_create(
        [
            Label(cluster=clusters[OURS], kind=kinds["AEI"], valid_from=date(2015, 1, 1)),
            Label(cluster=clusters["madrid-ict-audiovisual"], kind=kinds["AEI"]),
            Label(
                organisation=company,
                kind=kinds["ISO9001"],
                number="ER-0415/2021",
                valid_from=today - timedelta(days=900),
                valid_until=today + timedelta(days=190),
            ),
            Label(
                organisation=company,
                kind=kinds["ISO14001"],
                valid_from=today - timedelta(days=1500),
                valid_until=today - timedelta(days=400),
            ),
        ]
    )


def _write_assessments(rng, cluster, users, today):
    """One submitted a year ago, and a draft that is a little better."""
    manager = users["cluster@example.org"]
    rows, found = excellence.indicators(), evidence.read(cluster, today=today - timedelta(days=380))
    before = Assessment.objects.create(cluster=cluster, started_at=_noon(today, 400))
    answers = [_answer(before, one, rng.choice([0, 1, 1, 2, 2, 3]), found) for one in rows]
    before.counts = excellence.counts(rows, {answer.indicator_id: answer for answer in answers})
    before.state, before.submitted_at, before.submitted_by = (
        AssessmentState.SUBMITTED,
        _noon(today, 380),
        manager,
    )
    before.save()
    draft = Assessment.objects.create(cluster=cluster, started_at=_noon(today, 12))
    better = [
        _answer(draft, answer.indicator, min(4, answer.level + rng.choice([0, 0, 1, 1])), {})
        for answer in answers
        if rng.random() < 0.8
    ]
    AssessmentAnswer.objects.bulk_create([*answers, *better])
    return [before]


def _answer(assessment, indicator, level, found):
    facts = [fact.plain() for fact in found.get(indicator.code, [])]
    return AssessmentAnswer(assessment=assessment, indicator=indicator, level=level, facts=facts)


def _write_questions(cluster, users, at):
    company, participant = users["company@example.org"], users["participant@example.org"]
    enquiry = Enquiry.objects.create(
        cluster=cluster,
        sender=participant,
        sender_name=participant.name,
        sender_organisation="Láser Campollano",
        subject="Sensores para alumbrado",
        text="Fabricamos carcasas para sensores de alumbrado. ¿Con quién de su equipo podemos hablar?",
        consented_at=at,
        sent_at=at,
    )
    report = FactReport.objects.create(
        cluster=cluster,
        what="Número de miembros",
        text="En la web del clúster figuran más miembros de los que se ven aquí.",
        source="https://www.smart-city-cluster.example/socios",
        reported_at=at,
    )
    change = ProposedChange.objects.create(
        cluster=cluster,
        before={"facts.city": cluster.city, "facts.website": cluster.website},
        after={"facts.city": "Málaga", "facts.website": f"{cluster.website}/es"},
        note="La oficina se ha trasladado.",
        proposed_by=company,
        proposed_at=at,
    )
    registration = Registration.objects.create(
        name="Clúster de la Industria del Vino de La Mancha",
        acronym="VINOMANCHA",
        summary={
            "en": "Wineries and their suppliers work on quality, water and machines together.",
            "es": "Bodegas y proveedores trabajan juntos en calidad, agua y maquinaria.",
        },
        country="ES",
        city="Tomelloso",
        website="https://www.vinomancha.example",
        has_english_website=True,
        members={"industry": 14, "academia": 2, "government": 1},
        staff="0.5",
        consented_at=at,
        submitted_by=company,
        submitted_at=at,
    )
    return [enquiry, report, change, registration]


def _noon(today, days):
    return datetime.combine(today - timedelta(days=days), time(12), UTC)
