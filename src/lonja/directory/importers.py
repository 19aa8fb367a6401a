"""Tables that can be brought along."""

from lonja.base.imports import flow
from lonja.directory.exchange.members import MemberImporter
from lonja.directory.exchange.organisations import OrganisationImporter
from lonja.directory.exchange.profiles.importer import ProfileImporter

flow.register(OrganisationImporter)
flow.register(MemberImporter)
flow.register(ProfileImporter)
