"""Organisations of the demo: what each is, does and says of itself."""

from lonja.base import audit
from lonja.demo import tables
from lonja.demo.texts import Writer
from lonja.directory.models import Contact, ContactKind, Organisation, OrganisationTerm, Term, Visibility

PROFILE_SCHEMES = {"sectors": "sectoral_industries", "emerging": "emerging_industries", "s3": "s3_priorities"}
LANGUAGES = {"PT": ["pt", "es", "en"], "DE": ["de", "en"], "FR": ["fr", "en"], "IT": ["it", "en"]}


class Terms:
    """Every value of the controlled lists, by list and code."""

    def __init__(self):
        self.known = {(term.scheme_id, term.code): term for term in Term.objects.all()}

    def one(self, scheme, code):
        """The term of a code; none for an empty code."""
        return self.known[scheme, code] if code else None

    def several(self, scheme, codes):
        """The terms of codes with spaces between them."""
        return [self.known[scheme, code] for code in codes.split()]


def write(rng, terms):
    """Write all organisations with their fields and contacts; return them by short address."""
    rows = tables.rows("organisations")
    writer = Writer(rng)
    organisations = Organisation.objects.bulk_create([_organisation(row, writer, terms) for row in rows])
    profiles = {row["profile"]: row for row in tables.rows("profiles")}
    OrganisationTerm.objects.bulk_create(
        OrganisationTerm(organisation=organisation, term=term)
        for organisation, row in zip(organisations, rows, strict=True)
        for term in _fields(row, profiles[row["profile"]], terms)
    )
    Contact.objects.bulk_create(_contact(organisation, rng) for organisation in organisations)
    audit.record_many(None, "organisation.created", organisations, source="demo")
    return {organisation.slug: organisation for organisation in organisations}


def _organisation(row, writer, terms):
    return Organisation(
        slug=row["slug"],
        name=row["name"],
        legal_name=row["legal_name"],
        short_name=row["short_name"],
        actor_type=terms.one("actor_types", row["actor_type"]),
        size=row["size"],
        founded=row["founded"],
        country=row["country"],
        region=terms.one("regions", row["region"]),
        city=row["city"],
        website=f"https://www.{row['slug']}.example",
        summary=tables.both(row, "summary"),
        description=tables.both(row, "description") or writer.describe(row),
        languages=LANGUAGES.get(row["country"], ["es", "en"]),
        is_public=True,
    )


def _fields(row, profile, terms):
    """The terms of one organisation: its own technologies and activity, and what its trade shares."""
    yield from terms.several("een_technologies", row["technologies"])
    yield terms.one("nace", row["activity"])
    for column, scheme in PROFILE_SCHEMES.items():
        yield from terms.several(scheme, profile[column])


def _contact(organisation, rng):
    return Contact(
        organisation=organisation,
        kind=ContactKind.EMAIL,
        value=f"info@{organisation.slug}.example.org",
        visibility=Visibility.PUBLIC if rng.random() < 0.7 else Visibility.MEMBERS,
    )
