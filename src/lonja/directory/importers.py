"""Tables that can be brought along."""

from lonja.base.imports import flow
from lonja.directory.exchange.members import MemberImporter
from lonja.directory.exchange.organisations import OrganisationImporter

flow.register(OrganisationImporter)
flow.register(MemberImporter)
