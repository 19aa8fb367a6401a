"""A profile out and in: JSON without loss, and the text that an older portal prints."""

import json

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lonja.base.imports import Unreadable, flow
from lonja.base.models import AuditEntry
from lonja.directory.exchange.profiles import document, meaning, printed, reading
from lonja.directory.exchange.profiles.importer import ProfileImporter
from lonja.directory.models import ClusterLink, Contact
from lonja.directory.services import clusters
from tests.factories import make_cluster, make_contact, make_term, make_user

PRINTED = """Home > Cluster Organisations > RIVER TOOLS CLUSTER


Primary tabs

Printer-friendly versionPrinter-friendly version
General Information
The date when the cluster organisation was established:\x20
Monday, 4 May, 2015
Number of staff in the management team of the cluster organisation :\x20
Cluster Excellence Label:\x20
Other Label:\x20
Please Specify:\x20
Regional register of clusters
Membership to other networks/partnerships:\x20
Cluster Management Team:\x20
Cluster Manager
+ 34 600 000 001
Project Manager
+34 600000002
+34 600000003
Languages spoken:\x20
Sectoral and Industrial Focus
Sectoral Industries:\x20
Metalworking Technology
Technology fields:\x20
Smart grids
S3 EU priority areas:\x20
Intelligent inter-modal & sustainable urban areas (e.g. smart cities)
Emerging industries:\x20
Digital Industries
Unheard-of Industries
Areas of specialisation of the cluster not covered above:\x20
Sluices, Weirs, Water wheels
Composition of the cluster
Total number of members:\x20
over 30
Cluster Strategy

We keep the river working for everybody.

Our Goals

  • Clean water

Mills and fish share the river.

  • Work for the valley

Do you have a formalised strategy?:\x20
Yes
Support services provided:\x20
Internationalisation support (= Access to third countries markets)
Support of technology transfer
Details of support services:\x20
  • Training: Courses for millers.
  • Funding:Help with grants.
Cooperation Activities
International Cooperation
The main countries targeted by the cluster organisation:\x20
Republic of Korea (South Korea)
Our cluster organisation undertook the following international activities to support our members:\x20
Participation at missions/events/study visits/fairs
Trans-national Cooperation
The main countries targeted by the cluster organisation:\x20
United Kingdom
Our cluster organisation undertook the following trans-national activities to support our members:\x20
Support to collaborative activities/etc.
Which clusters do you collaborate with?:\x20
Cluster of Weirs
Wasserrad e. V.
Support Programmes
Participation in Funded Support Programmes:\x20
European ProgrammesProject NameLinkName & Description (Regional/National)Link (Regional/National)

The cluster is a partner of the recently approved BLUE_MILL Project.

Two proposals (EE-07-2016; WATER/ES/2017) are under evaluation.

Why should partners choose you for cooperation?:\x20

We have three reasons.

  • Influence: mills listen to us
  • Experience: ten years of it
"""
LISTS = [
    ("sectoral_industries", "TC30", "Metalworking Technology"),
    ("een_technologies", "04002013", "Smart grids"),
    ("s3_priorities", "D12", "Intelligent inter-modal & sustainable urban areas (e.g. smart cities)"),
    ("emerging_industries", "EI05", "Digital Industries"),
    ("support_services", "SS01", "Internationalisation support (access to third-country markets)"),
    ("support_services", "SS05", "Support of technology transfer"),
    (
        "internationalisation_activities",
        "IA01",
        "Participation in missions, events, study visits and fairs",
    ),
    ("internationalisation_activities", "IA02", "Support to collaborative activities"),
    ("lifecycle_stages", "ACTIVE", "Active"),
    ("regions", "ES61", "Andalusia"),
    ("nace", "62.10", "Programming"),
    ("industrial_ecosystems", "IE05", "Digital"),
]


@pytest.fixture
def lists(db):
    """The values that the printed text names."""
    for scheme, code, label in LISTS:
        make_term(scheme, code, labels={"en": label})


@pytest.fixture
def manager(db):
    return make_user()


@pytest.fixture
def cluster(manager, lists):
    return make_cluster("River Tools Cluster", slug="river", manager=manager, country="")


def bring(text, cluster, manager, *, apply=True):
    """Check a profile and, when it is in order, apply it; the run."""
    run = flow.start(
        "cluster-profile", text.encode(), name="profile.txt", actor=manager, target=str(cluster.pk)
    )
    flow.check(run, actor=manager)
    if apply and run.state == run.State.CHECKED:
        flow.apply(run, actor=manager)
    run.refresh_from_db()
    return run


def test_a_printed_profile_lands_on_codes_lists_and_texts(cluster, manager):
    bring(PRINTED, cluster, manager)

    data = document.of(type(cluster).objects.get(pk=cluster.pk), actor=manager)
    assert data["name"] == "River Tools Cluster"
    assert data["established"] == {"date": "2015-05-04", "precision": "exact"}
    assert data["declared"] == {"members": {"number": 30, "qualifier": "over"}}
    assert data["terms"] == {
        "een_technologies": ["04002013"], "emerging_industries": ["EI05"], "s3_priorities": ["D12"],
        "sectoral_industries": ["TC30"], "support_services": ["SS01", "SS05"],
    }  # fmt: skip
    assert data["cooperation"] == {
        "international": {"countries": ["KR"], "activities": ["IA01"]},
        "european": {"countries": ["GB"], "activities": ["IA02"]},
    }
    assert [row["heading"]["en"] for row in data["tags"]] == ["Sluices", "Weirs", "Water wheels"]
    assert [row["heading"]["en"] for row in data["goals"]] == ["Clean water", "Work for the valley"]
    assert data["goals"][0]["text"] == {"en": "Mills and fish share the river."}
    assert data["service_details"][1] == {"heading": {"en": "Funding"}, "text": {"en": "Help with grants."}}
    assert [row["heading"]["en"] for row in data["strengths"]] == ["Influence", "Experience"]
    assert data["formal_strategy"] is True


def test_telephone_numbers_go_to_their_role_and_stay_private(cluster, manager):
    bring(PRINTED, cluster, manager)

    roles = [(role.title["en"], [row.value for row in role.contacts.all()]) for role in cluster.team.all()]
    assert roles == [
        ("Cluster Manager", ["+34 600 00 00 01"]),
        ("Project Manager", ["+34 600 00 00 02", "+34 600 00 00 03"]),
    ]
    assert set(Contact.objects.values_list("visibility", flat=True)) == {"nobody"}


def test_partner_clusters_become_claims_that_nobody_has_confirmed(cluster, manager):
    bring(PRINTED, cluster, manager)
    bring(PRINTED, cluster, manager)

    assert list(ClusterLink.objects.values_list("other_name", "state")) == [
        ("Cluster of Weirs", "claimed"), ("Wasserrad e. V.", "claimed"),
    ]  # fmt: skip


def test_programmes_are_told_apart_by_call_and_status(cluster, manager):
    bring(PRINTED, cluster, manager)

    rows = cluster.statements.filter(kind="programme")
    assert [(row.heading["en"], row.status, row.call) for row in rows] == [
        ("BLUE_MILL Project", "won", ""),
        ("EE-07-2016", "under_evaluation", "EE-07-2016"),
        ("WATER/ES/2017", "under_evaluation", "WATER/ES/2017"),
    ]


def test_the_dry_run_names_every_line_that_found_no_place_and_writes_nothing(cluster, manager):
    before = document.of(cluster, actor=manager)

    run = bring(PRINTED, cluster, manager, apply=False)

    told = " ".join(run.notes)
    assert ("Unheard-of Industries" in told, "We have three reasons." in told) == (True, True)
    assert len(run.notes) == 2
    assert {change["label"] for change in run.preview} >= {"Goals", "Management team", "Support programmes"}
    assert document.of(type(cluster).objects.get(pk=cluster.pk), actor=manager) == before
    assert (ClusterLink.objects.count(), AuditEntry.objects.filter(action="cluster.edited").count()) == (0, 0)


def test_every_line_of_the_text_is_kept_below_a_heading_or_told(lists):
    lines = printed.read(PRINTED)

    found = meaning.understand(lines)

    kept = json.dumps(found.data, ensure_ascii=False) + " ".join(line.text for line, _why in found.left)
    for text in ("Regional register of clusters", "We keep the river", "mills listen to us", "Wasserrad"):
        assert text in kept


@pytest.mark.parametrize(
    "vary",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text[text.index("Support Programmes") :] + text[: text.index("Support Programmes")],
        lambda text: text.replace("  • ", "- "),
        lambda text: text.replace("Emerging industries:\x20\n", "Emerging industries: "),
        lambda text: "\ufeff" + text,
    ],
    ids=["windows", "blank lines", "other order", "dashes", "value behind the colon", "byte order mark"],
)
def test_small_variations_of_the_text_mean_the_same(lists, vary):
    plain = meaning.understand(printed.read(PRINTED)).data

    varied = meaning.understand(printed.read(vary(PRINTED))).data

    assert {name: varied.get(name) for name in plain} == plain


def test_sections_that_the_text_lacks_leave_the_profile_as_it_is(cluster, manager):
    bring(PRINTED, cluster, manager)

    bring("Emerging industries:\nDigital Industries\n", cluster, manager)

    assert cluster.statements.filter(kind="strength").count() == 2


def test_a_text_in_one_language_leaves_the_other_languages(cluster, manager):
    type(cluster).objects.filter(pk=cluster.pk).update(strategy={"en": "Old", "es": "El río"})

    bring(PRINTED, cluster, manager)

    cluster.refresh_from_db()
    assert cluster.strategy == {"en": "We keep the river working for everybody.", "es": "El río"}


def test_a_text_without_headings_is_refused(cluster, manager):
    run = bring("Dear Sir or Madam,\nplease find attached.", cluster, manager)

    assert (run.state, cluster.statements.count()) == ("refused", 0)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{" * 100_000, '{"format": NaN}', '{"name": 1, "name": 2}', '{"n": ' + "9" * 5000 + "}",
        "{", '{"format": "other"}', '{"format": "lonja-cluster-profile", "version": 2}',
        '{"format": "lonja-cluster-profile", "version": 1, "name": "\\ud800"}',
        '{"format": "lonja-cluster-profile", "version": 1, "name": ""}',
        '{"format": "lonja-cluster-profile", "version": 1, "terms": {"nace": [["x"]]}}',
        '{"format": "lonja-cluster-profile", "version": 1, "team": [{"contacts": [{"value": "x"}]}]}',
        '{"format": "lonja-cluster-profile", "version": 1, "is_public": true}',
        '{"format": "lonja-cluster-profile", "version": 1, "website": "javascript:alert(1)"}',
    ],
)  # fmt: skip
def test_a_document_that_is_not_ours_is_refused_in_words(cluster, manager, text):
    run = bring(text, cluster, manager)

    assert (run.state, bool(run.problems)) == ("refused", True)
    assert AuditEntry.objects.filter(action="cluster.edited").count() == 0


def test_a_stranger_may_not_bring_a_profile(cluster):
    assert ProfileImporter().allows(make_user(), str(cluster.pk)) is False
    assert ProfileImporter().allows(make_user(), "nonsense") is False


def test_a_binary_file_is_no_text():
    with pytest.raises(Unreadable):
        ProfileImporter().read(b"PK\x03\x04rest")


def test_strangers_get_the_document_without_private_contacts_and_names(client, cluster, manager):
    bring(PRINTED, cluster, manager)
    make_contact(cluster, "hidden@example.org")
    cluster.team.update(name="Ana Robles")

    answer = client.get("/clusters/river/profile.json")

    text = answer.content.decode()
    assert (answer.status_code, "Cluster Manager" in text) == (200, True)
    assert ("hidden@" in text, "Ana Robles" in text, "600 00 00" in text) == (False, False, False)


words = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cs", "Cc"]),
                min_size=1, max_size=30)  # fmt: skip
texts = st.dictionaries(st.sampled_from(["en", "es", "de"]), words, min_size=1, max_size=3)
rows = st.lists(st.fixed_dictionaries({"heading": texts}, optional={"text": texts}), max_size=4)
contacts = st.lists(
    st.fixed_dictionaries({
        "kind": st.just("email"), "value": st.sampled_from(["a@example.org", "b@example.org"]),
        "visibility": st.sampled_from(["nobody", "members", "public"]),
    }),
    min_size=1, max_size=2, unique_by=lambda row: row["value"],
)  # fmt: skip
roles = st.lists(
    st.fixed_dictionaries({"title": texts}, optional={"name": words, "contacts": contacts}), max_size=3
)
programmes = st.lists(
    st.fixed_dictionaries(
        {"heading": texts},
        optional={
            "level": st.sampled_from(["european", "national", "regional"]),
            "status": st.sampled_from(["running", "won", "under_evaluation", "rejected"]),
            "call": words,
            "website": st.just("https://example.org/a"),
        },
    ),
    max_size=3,
)
declared = st.dictionaries(
    st.sampled_from(["members", "smes", "large", "research", "others"]),
    st.fixed_dictionaries({
        "number": st.integers(0, 100_000),
        "qualifier": st.sampled_from(["exact", "over", "about", "up_to"]),
    }),
)  # fmt: skip
profiles = st.fixed_dictionaries(
    {"format": st.just("lonja-cluster-profile"), "version": st.just(1), "name": st.just("Any")},
    optional={
        "acronym": words, "label": words, "team": roles, "contacts": contacts, "strengths": rows,
        "goals": rows, "tags": rows, "facilities": rows, "networks": rows, "other_labels": rows,
        "programmes": programmes, "declared": declared, "formal_strategy": st.booleans(),
        "languages": st.lists(st.sampled_from(["en", "es", "eu"]), unique=True),
        "staff": st.sampled_from(["0.5", "2", "12.5"]),
        "texts": st.dictionaries(st.sampled_from(["summary", "mission", "strategy"]), texts),
        "established": st.just({"date": "2007", "precision": "end"}),
        "place": st.just({"country": "ES", "region": "ES61", "city": "Málaga"}),
        "terms": st.just({"nace": ["62.10"], "industrial_ecosystems": ["IE05"]}),
        "cooperation": st.just({"international": {"countries": ["JP", "KR"], "activities": ["IA01"]}}),
    },
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=profiles)
def test_a_profile_goes_out_and_in_without_loss(cluster, manager, data):
    first = make_cluster(manager=manager, country="")
    copy = make_cluster(manager=manager, country="")
    write(first, data, manager)

    out = document.of(type(first).objects.get(pk=first.pk), actor=manager)
    write(copy, json.loads(json.dumps(out)), manager)

    again = document.of(type(copy).objects.get(pk=copy.pk), actor=manager)
    assert again == out
    assert {name for name, value in data.items() if said(value)} <= set(out)


def said(value):
    """Whether a value of a document says anything."""
    return any(map(said, value.values())) if isinstance(value, dict) else value not in ("", None, [], {})


def write(cluster, data, manager):
    change, problems = reading.read(data, whole=True)
    assert list(map(str, problems)) == []
    clusters.change_profile(cluster, change, actor=manager)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "pdf"])
def test_a_profile_is_given_out_in_other_forms(client, cluster, manager, ending):
    bring(PRINTED, cluster, manager)

    answer = client.get(f"/clusters/river/profile.{ending}")

    start = {"csv": b"\xef\xbb\xbf", "xlsx": b"PK", "pdf": b"%PDF"}[ending]
    assert (answer.status_code, answer.getvalue().startswith(start)) == (200, True)


def test_the_shipped_lists_hold_what_portals_print(db):
    call_command("load_taxonomies")

    found = meaning.understand(printed.read(PRINTED.replace("Unheard-of Industries\n", "")))

    assert [line.text for line, _why in found.left] == ["We have three reasons."]
