"""Facts of the directory: lists, organisations, clusters, people, and roles for them."""

from lonja.directory.models.assessments import Assessment, AssessmentAnswer, AssessmentState, Level
from lonja.directory.models.clusters import (
    Accent,
    Cluster,
    ClusterStatement,
    ClusterTarget,
    ClusterTerm,
    ProgrammeLevel,
    ProgrammeStatus,
    Scope,
    StatementKind,
    TeamRole,
)
from lonja.directory.models.enquiries import ContactGrant, Enquiry, EnquiryState
from lonja.directory.models.enterprises import EnterpriseFigures, FiguresReader, OwnerKind, Ownership
from lonja.directory.models.fields import DatePrecision, Qualifier
from lonja.directory.models.freshness import Confirmation, Reminder
from lonja.directory.models.grants import ClusterGrant, OrganisationGrant
from lonja.directory.models.labels import LABEL_KINDS, Grade, Label, LabelState
from lonja.directory.models.links import ClusterLink, LinkKind, LinkState
from lonja.directory.models.memberships import Membership, MembershipKind
from lonja.directory.models.merging import Merge, MergeState
from lonja.directory.models.moderation import (
    ChangeState,
    EditingRule,
    FactReport,
    ProposedChange,
    Registration,
    RegistrationState,
    ReportState,
    Waiver,
)
from lonja.directory.models.networks import Network, NetworkKind, NetworkParty, PartyRole, PartyState
from lonja.directory.models.openings import Block, Opening
from lonja.directory.models.organisations import Organisation, OrganisationTerm, Size
from lonja.directory.models.people import Affiliation, Contact, ContactKind, Person, Visibility
from lonja.directory.models.saved import Change, Frequency, SavedSearch
from lonja.directory.models.shapes import RegionShape
from lonja.directory.models.stages import ClusterStage, Promotion
from lonja.directory.models.terms import Scheme, Term, TermStatus

__all__ = [
    "LABEL_KINDS",
    "Accent",
    "Affiliation",
    "Block",
    "Assessment",
    "AssessmentAnswer",
    "AssessmentState",
    "Change",
    "ChangeState",
    "Cluster",
    "ClusterGrant",
    "ClusterLink",
    "ClusterStage",
    "ClusterStatement",
    "ClusterTarget",
    "ClusterTerm",
    "Confirmation",
    "Contact",
    "ContactGrant",
    "ContactKind",
    "DatePrecision",
    "EditingRule",
    "Enquiry",
    "EnquiryState",
    "EnterpriseFigures",
    "FactReport",
    "FiguresReader",
    "Frequency",
    "Grade",
    "Label",
    "LabelState",
    "Level",
    "LinkKind",
    "LinkState",
    "Membership",
    "MembershipKind",
    "Merge",
    "MergeState",
    "Network",
    "NetworkKind",
    "NetworkParty",
    "Opening",
    "Organisation",
    "OrganisationGrant",
    "OrganisationTerm",
    "OwnerKind",
    "Ownership",
    "PartyRole",
    "PartyState",
    "Person",
    "ProgrammeLevel",
    "ProgrammeStatus",
    "Promotion",
    "ProposedChange",
    "Qualifier",
    "RegionShape",
    "Registration",
    "RegistrationState",
    "Reminder",
    "ReportState",
    "SavedSearch",
    "Scheme",
    "Scope",
    "Size",
    "StatementKind",
    "TeamRole",
    "Term",
    "TermStatus",
    "Visibility",
    "Waiver",
]
