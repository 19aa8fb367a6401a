"""Fill a database with 20,000 organisations and 1,000 clusters, the same for the same seed.

    LONJA_DATA=/tmp/bench .venv/bin/python benchmarks/directory_data.py --organisations 20000 --clusters 1000

The database has to be there (`lonja setup`), with its controlled lists. Names, texts and fields are
drawn by chance from small lists with the uneven weights of real directories: few large countries,
many small ones; micro and small enterprises before large ones; one in fifty rows private.
"""

import argparse
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lonja.config.settings")

COUNTRIES = ("ES", "DE", "FR", "IT", "PL", "PT", "NL", "BE", "AT", "SE", "RO", "GR", "CZ", "FI", "DK", "HU")
COUNTRIES += ("IE", "BG", "HR", "SK", "SI", "LT", "LV", "EE", "LU", "CY", "MT", "NO", "CH", "GB", "TR")
SIZES = ("micro", "small", "medium", "large", "unknown")
SIZE_WEIGHTS = (0.4, 0.28, 0.16, 0.08, 0.08)
FIRST = [
    "Nova",
    "Terra",
    "Aero",
    "Agro",
    "Bio",
    "Tecno",
    "Iber",
    "Medi",
    "Atlan",
    "Delta",
    "Quant",
    "Sol",
    "Eco",
    "Data",
    "Robo",
    "Foto",
    "Hydro",
    "Lumen",
]
LAST = [
    "tex",
    "dyne",
    "systems",
    "labs",
    "foods",
    "optics",
    "metal",
    "data",
    "marine",
    "health",
    "print",
    "steel",
    "energy",
    "cargo",
    "ceram",
    "pack",
]
FORMS = ["S.L.", "GmbH", "SAS", "S.p.A.", "B.V.", "Oy", "AB", "Lda.", "a.s.", "Kft."]
WORDS = [
    "water",
    "energy",
    "cold",
    "chain",
    "packaging",
    "sensors",
    "additive",
    "printing",
    "textile",
    "recycling",
    "ceramics",
    "biomass",
    "hydrogen",
    "automotive",
    "photonics",
    "wine",
    "olive",
    "cheese",
    "fish",
    "logistics",
    "port",
    "software",
    "cloud",
    "security",
    "wood",
    "furniture",
    "medical",
    "devices",
    "implants",
    "vaccines",
    "robots",
    "drones",
    "satellites",
    "composites",
    "steel",
    "aluminium",
    "coatings",
    "leather",
    "tourism",
    "games",
    "design",
    "architecture",
    "rail",
    "batteries",
    "grids",
    "lighting",
    "insulation",
    "agriculture",
    "fertiliser",
    "seeds",
]
CITIES = [
    "Madrid",
    "Sevilla",
    "Lyon",
    "Torino",
    "Graz",
    "Porto",
    "Gdańsk",
    "Turku",
    "Gent",
    "Brno",
    "Cluj",
    "Patras",
    "Leipzig",
    "Malmö",
    "Aarhus",
]
LANGUAGES = ("en", "es", "de", "fr", "it", "pt", "pl")
SCHEMES = (
    ("sectoral_industries", 2), ("een_technologies", 2), ("s3_priorities", 1), ("emerging_industries", 1),
    ("industrial_ecosystems", 1),
)  # fmt: skip
START = datetime(2020, 1, 1, tzinfo=UTC)


def fill(*, organisations, clusters, seed=0):
    """Write the rows; returns how many of each kind there are."""
    from django.db import transaction  # needs Django set up

    from lonja.directory.models import Cluster, ClusterTerm, Membership, Organisation, OrganisationTerm

    rng = np.random.default_rng(seed)
    lists = _Lists(rng)
    with transaction.atomic():
        rows = [lists.organisation(Organisation, number) for number in range(organisations)]
        Organisation.objects.bulk_create(rows, batch_size=1000)
        links = [OrganisationTerm(organisation=row, term_id=term) for row in rows for term in lists.terms()]
        OrganisationTerm.objects.bulk_create(links, batch_size=2000)
        groups = [lists.cluster(Cluster, number) for number in range(clusters)]
        Cluster.objects.bulk_create(groups, batch_size=500)
        links = [ClusterTerm(cluster=row, term_id=term) for row in groups for term in lists.terms()]
        ClusterTerm.objects.bulk_create(links, batch_size=2000)
        Membership.objects.bulk_create(lists.memberships(Membership, rows, groups), batch_size=2000)
    return len(rows), len(groups)


class _Lists:
    """What the rows are drawn from."""

    def __init__(self, rng):
        from lonja.directory.models import Term

        self.rng = rng
        weights = 1 / np.arange(1, len(COUNTRIES) + 1)
        self.country_weights = weights / weights.sum()
        self.terms_of = {
            scheme: list(
                Term.objects.filter(scheme=scheme, selectable=True)
                .order_by("pk")
                .values_list("pk", flat=True)
            )
            for scheme in (*(name for name, _n in SCHEMES), "actor_types", "lifecycle_stages")
        }
        self.regions = {}
        for pk, code in Term.objects.filter(scheme="regions").order_by("pk").values_list("pk", "code"):
            if len(code) == 4:
                self.regions.setdefault(code[:2], []).append(pk)

    def organisation(self, model, number):
        """One organisation, with a name and texts by chance."""
        pick = self._pick
        country = self._country()
        return model(
            slug=f"organisation-{number}",
            name=f"{pick(FIRST)}{pick(LAST)} {pick(WORDS).title()} {number} {pick(FORMS)}",
            actor_type_id=self._skewed(self.terms_of["actor_types"]),
            size=str(self.rng.choice(SIZES, p=SIZE_WEIGHTS)),
            **self._texts(10),
            **self._place(country),
        )

    def cluster(self, model, number):
        """One cluster."""
        return model(
            slug=f"cluster-{number}",
            name=f"{self._pick(WORDS).title()} cluster {self._pick(CITIES)} {number}",
            stage_id=self._skewed(self.terms_of["lifecycle_stages"]),
            **self._texts(25),
            **self._place(self._country()),
        )

    def terms(self):
        """The terms of one row: one or two of each list, some lists left out."""
        found = set()
        for scheme, most in SCHEMES:
            for _n in range(int(self.rng.integers(0, most + 1))):
                found.add(self._skewed(self.terms_of[scheme]))
        return sorted(found)

    def memberships(self, model, rows, groups):
        """Each organisation in one cluster or two, one in five in none."""
        pairs = set()
        for row in rows:
            for _n in range(int(self.rng.choice([0, 1, 2], p=[0.2, 0.6, 0.2]))):
                pairs.add((row.pk, groups[int(self.rng.integers(len(groups)))].pk))
        return [model(organisation_id=row, cluster_id=group, status="active") for row, group in sorted(pairs)]

    def _pick(self, options):
        return options[int(self.rng.integers(len(options)))]

    def _skewed(self, options):
        """The first of a list more often than the last."""
        return options[int(len(options) * self.rng.random() ** 2)]

    def _country(self):
        return str(self.rng.choice(COUNTRIES, p=self.country_weights))

    def _texts(self, words):
        text = " ".join(self._pick(WORDS) for _n in range(words))
        made = START + timedelta(minutes=int(self.rng.integers(3_000_000)))
        return {
            "summary": {"en": f"We work on {text}."},
            "description": {"en": " ".join(self._pick(WORDS) for _n in range(40))},
            "languages": sorted({self._pick(LANGUAGES) for _n in range(2)}),
            "is_public": bool(self.rng.random() > 0.02),
            "created_at": made,
            "changed_at": made,
        }

    def _place(self, country):
        regions = self.regions.get(country)
        return {
            "country": country,
            "region_id": self._skewed(regions) if regions else None,
            "city": self._pick(CITIES),
        }


def main():
    """Fill the database that LONJA_DATA or LONJA_DATABASE names."""
    import django

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--organisations", type=int, default=20_000)
    parser.add_argument("--clusters", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    django.setup()
    print(fill(organisations=options.organisations, clusters=options.clusters, seed=options.seed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
