"""People of the demo, every one of them invented: names, posts and addresses."""

import unicodedata
import uuid

from lonja.base import audit
from lonja.demo import tables
from lonja.directory.models import Affiliation, Contact, ContactKind, Person, Visibility

COUNTRY_LANGUAGES = {"PT": "pt", "DE": "de", "FR": "fr", "IT": "it", "PL": "pl", "HU": "hu"}
JOB_KINDS = {
    **dict.fromkeys(["STARTUP", "SOCIAL", "INCUB"], "startup"),
    **dict.fromkeys(["LARGE"], "large"),
    **dict.fromkeys(["RTO", "UNI", "UNIGROUP", "EDU", "HOSP"], "academia"),
    **dict.fromkeys(["GOV", "PUBLIC"], "public"),
    **dict.fromkeys(["ASSOC", "CLUSTERORG", "INVESTOR"], "association"),
    "EXPERT": "expert",
}


class Register:
    """Invents people one by one and keeps names and addresses apart."""

    def __init__(self, rng):
        self.rng = rng
        self.names, self.jobs = {}, {}
        for row in tables.rows("names"):
            self.names.setdefault((row["language"], row["part"]), []).append(row["name"])
        for row in tables.rows("jobs"):
            self.jobs.setdefault(row["kind"], []).append(row)
        self.taken, self.held = set(), {}
        self.people, self.posts, self.contacts = [], [], []

    def invent(self, organisation):
        """Somebody new who works for `organisation`."""
        language = COUNTRY_LANGUAGES.get(organisation.country, "es")
        gender = self.rng.choice(["woman", "man"])
        name = self._free_name(language, gender)
        return self.enter(name, organisation, gender=gender, language=language)

    def enter(self, name, organisation, *, gender, language="es", user=None):
        """Enter somebody under a name of one's own choice."""
        self.taken.add(name)
        job = self._free_job(organisation)
        post = {"en": job["en"], "es": job[f"es_{gender}"]}
        house = organisation.short_name or organisation.name
        person = Person(
            uuid=uuid.UUID(int=self.rng.getrandbits(128), version=4),
            name=name,
            user=user,
            headline={which: f"{title}, {house}" for which, title in post.items()},
            languages=[language, "en"] if language != "es" or self.rng.random() < 0.6 else [language],
            is_public=self.rng.random() < 0.35,
        )
        own = post["es"] if language == "es" else post["en"]
        self.people.append(person)
        self.posts.append(
            Affiliation(
                person=person,
                organisation=organisation,
                role_title=own,
                is_main=True,
                is_public=person.is_public,
            )
        )
        self.contacts.append(
            Contact(
                person=person,
                kind=ContactKind.EMAIL,
                value=user.email if user else f"{address(name)}@{organisation.slug}.example.org",
                visibility=self.rng.choice([Visibility.NOBODY, Visibility.MEMBERS]),
            )
        )
        return person

    def _free_name(self, language, gender):
        while True:
            parts = [self.rng.choice(self.names[language, gender])]
            parts += self.rng.sample(self.names[language, "surname"], 2 if language == "es" else 1)
            name = " ".join(parts)
            if name not in self.taken:
                return name

    def _free_job(self, organisation):
        """A post that nobody at the organisation holds yet, while there is one."""
        jobs = self.jobs[JOB_KINDS.get(organisation.actor_type.code, "company")]
        held = self.held.setdefault(organisation.pk, [])
        job = self.rng.choice([job for job in jobs if job not in held] or jobs)
        held.append(job)
        return job

    def write(self):
        """Write everybody to the database."""
        Person.objects.bulk_create(self.people)
        Affiliation.objects.bulk_create(self.posts)
        Contact.objects.bulk_create(self.contacts)
        audit.record_many(None, "person.created", self.people, source="demo")


def address(name):
    """The part of an e-mail address before the @: plain letters, dots between."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("ł", "l"))
    return ".".join("".join(letter for letter in plain if letter.isalpha() or letter == " ").split()[:3])
