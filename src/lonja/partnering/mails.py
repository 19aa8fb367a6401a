"""What partnering writes to people, each in their own language.

No mail holds the text of a message or who stands behind an anonymous offer or need: it says
what happened and leads to the page, which asks its policy again.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from lonja.accounts.models import Role, User
from lonja.base.outbox import Mail
from lonja.directory.models import OrganisationGrant
from lonja.partnering import policies

PURPOSE = "partnering"


def people_of(organisation, *others):
    """Those who answer for an organisation: its administrators, and whoever wrote, if they still may."""
    grants = OrganisationGrant.objects.in_force().filter(
        organisation=organisation, role=Role.ORGANISATION_ADMIN
    )
    still = [one.pk for one in others if one and policies.acting(one).filter(pk=organisation.pk).exists()]
    wanted = {*grants.values_list("user", flat=True), *still}
    return User.objects.filter(pk__in=wanted, is_active=True).order_by("pk")


def _to(users, write):
    """One mail for each; `write` gives subject and text in the language that is active."""
    messages = []
    for user in users:
        with override(user.language):
            subject, text = write()
            messages.append(Mail([user.email], subject, text, PURPOSE, language=user.language))
    return messages


def _address(target):
    return f"{settings.SITE_URL}{target.get_absolute_url()}"


def _owners(opportunity):
    return people_of(opportunity.organisation, opportunity.author)


def _senders(interest):
    return people_of(interest.organisation, interest.sender)


def _facts(interest):
    return {
        "title": interest.opportunity,
        "reference": interest.opportunity.reference,
        "organisation": interest.organisation,
        "address": _address(interest),
        "day": interest.expires_on,
    }


def interest_received(interest):
    """Tell the owner that somebody would like to talk."""

    def write():
        facts = _facts(interest)
        return (
            _("%(organisation)s is interested in “%(title)s”") % facts,
            _(
                "%(organisation)s would like to talk to you about “%(title)s” (%(reference)s).\n\n"
                "Read the message and answer until %(day)s: %(address)s\n"
            )
            % facts,
        )

    return _to(_owners(interest.opportunity), write)


def interest_waits(interest):
    """Remind the owner of an interest without an answer."""

    def write():
        facts = _facts(interest)
        return (
            _("%(organisation)s waits for your answer") % facts,
            _(
                "%(organisation)s has written to you about “%(title)s” (%(reference)s).\n\n"
                "A no with a reason helps too. Please answer until %(day)s: %(address)s\n"
            )
            % facts,
        )

    return _to(_owners(interest.opportunity), write)


def interest_accepted(interest):
    """Tell the sender that the two may talk now, and with whom."""

    def write():
        facts = _facts(interest) | {"owner": interest.opportunity.organisation}
        return (
            _("%(owner)s would like to talk to you") % facts,
            _(
                "%(owner)s has accepted your interest in “%(title)s” (%(reference)s).\n\n"
                "You see each other's contact details now, and can write here: %(address)s\n"
            )
            % facts,
        )

    return _to(_senders(interest), write)


def interest_declined(interest):
    """Tell the sender about a no; the owner's name stays out of it."""

    def write():
        facts = _facts(interest) | {"reason": interest.get_reason_display()}
        return (
            _("No this time: “%(title)s”") % facts,
            _(
                "Your interest in “%(title)s” (%(reference)s) was declined.\n\n"
                "The reason: %(reason)s.\n\nYou see it here: %(address)s\n"
            )
            % facts,
        )

    return _to(_senders(interest), write)


def interest_expired(interest):
    """Tell the sender that nobody answered in time."""

    def write():
        facts = _facts(interest)
        return (
            _("No answer about “%(title)s”") % facts,
            _(
                "Nobody has answered your interest in “%(title)s” (%(reference)s) in time.\n\n"
                "You can look for a similar one: %(address)s\n"
            )
            % (facts | {"address": f"{settings.SITE_URL}{reverse('partnering:home')}"}),
        )

    return _to(_senders(interest), write)


def message_received(message, *, reader):
    """Tell the people of the other side that there is a message; never what it says."""

    def write():
        facts = {"organisation": message.organisation, "address": _address(message.conversation)}
        return (
            _("A new message from %(organisation)s") % facts,
            _("%(organisation)s has written to you. Read and answer here: %(address)s\n") % facts,
        )

    return _to(people_of(reader), write)


def introduced(introduction, *, organisation, other):
    """Tell one side that a cluster manager would like to bring the two together."""

    def write():
        facts = {"other": other, "cluster": introduction.cluster, "address": _address(introduction)}
        return (
            _("%(cluster)s would like to introduce you to %(other)s") % facts,
            _(
                "%(cluster)s thinks that you and %(other)s should meet.\n\n"
                "When both say yes, you see each other's contact details. Please answer: %(address)s\n"
            )
            % facts,
        )

    return _to(people_of(organisation), write)


def introduction_opened(introduction, *, organisation, other):
    """Tell one side that both have said yes."""

    def write():
        facts = {"other": other, "address": _address(introduction.conversation)}
        return (
            _("You and %(other)s can talk now") % facts,
            _(
                "Both of you have said yes. You see each other's contact details now, "
                "and can write here: %(address)s\n"
            )
            % facts,
        )

    return _to(people_of(organisation), write)


def mandate_asked(mandate):
    """Ask the administrators of an organisation whether an adviser may act for it."""

    def write():
        facts = {
            "adviser": mandate.adviser,
            "cluster": mandate.cluster,
            "organisation": mandate.organisation,
            "address": f"{settings.SITE_URL}{reverse('partnering:mandates')}",
        }
        return (
            _("%(adviser)s asks to act for %(organisation)s") % facts,
            _(
                "%(adviser)s of %(cluster)s would like to write offers and needs and to answer letters "
                "in the name of %(organisation)s. Everybody will see that an adviser acts.\n\n"
                "Please decide: %(address)s\n"
            )
            % facts,
        )

    return _to(people_of(mandate.organisation), write)


def approval_wanted(opportunity):
    """Ask the client to read what an adviser wrote."""
    return _about(
        opportunity,
        people_of(opportunity.organisation),
        lambda facts: (
            _("Please read “%(title)s” before it is published") % facts,
            _("An adviser has written “%(title)s” for you. Approve it, or send it back: %(address)s\n")
            % facts,
        ),
    )


def judged(opportunity):
    """Tell the owner how a reviewer or the client decided."""
    return _about(
        opportunity,
        _owners(opportunity),
        lambda facts: (
            _("“%(title)s” is now: %(state)s") % facts,
            _("“%(title)s” (%(reference)s) is now: %(state)s.\n\nYou see it here: %(address)s\n") % facts,
        ),
    )


def expires_soon(opportunity):
    """Tell the owner that the last day is near."""
    return _about(
        opportunity,
        _owners(opportunity),
        lambda facts: (
            _("“%(title)s” expires on %(day)s") % facts,
            _(
                "“%(title)s” (%(reference)s) expires on %(day)s.\n\n"
                "Renew it here if it still holds: %(address)s\n"
            )
            % facts,
        ),
    )


def expired(opportunity):
    """Tell the owner that it is not public any more."""
    return _about(
        opportunity,
        _owners(opportunity),
        lambda facts: (
            _("“%(title)s” has expired") % facts,
            _(
                "“%(title)s” (%(reference)s) has passed its last day and is not public any more. "
                "Within a year you can renew it: %(address)s\n"
            )
            % facts,
        ),
    )


def _about(opportunity, users, words):
    def write():
        facts = {
            "title": opportunity,
            "reference": opportunity.reference,
            "state": opportunity.get_state_display(),
            "day": opportunity.expires_on,
            "address": _address(opportunity),
        }
        return words(facts)

    return _to(users, write)
