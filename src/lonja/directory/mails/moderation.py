"""What people read about questions, registrations, proposed changes and reported facts."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from lonja.base.outbox import Mail
from lonja.directory.mails.readers import to_account, to_editors, to_managers, to_operators


def profile_address(owner, name, *args):
    """The absolute address of a page of a profile: `name` for its kind, `*args` after its slug."""
    kind = owner._meta.model_name
    return f"{settings.SITE_URL}{reverse(f'directory:{kind}-{name}', args=[owner.slug, *args])}"


def enquiry_received(enquiry):
    """Pass a question on to each editor; their answer goes straight to who asked."""

    def write():
        names = {
            "name": enquiry.sender_name,
            "organisation": enquiry.sender_organisation or "–",
            "owner": enquiry.owner,
            "text": enquiry.text,
            "address": profile_address(enquiry.owner, "enquiries"),
        }
        return (
            _("A question to %(owner)s: %(subject)s") % {**names, "subject": enquiry.subject},
            _(
                "%(name)s (%(organisation)s) asks %(owner)s:\n\n%(text)s\n\n"
                "Answer this mail and your answer goes to the person who asked. They do not know your "
                "address until then.\n\n"
                "Here you can also open a contact to them, or decline: %(address)s\n"
            )
            % names,
        )

    letters = to_editors(enquiry.owner, write, purpose="enquiry")
    return [_answered_to(mail, enquiry.sender.email) for mail in letters]


def _answered_to(mail, address):
    return Mail(mail.to, mail.subject, mail.text, mail.purpose, language=mail.language, reply_to=address)


def contact_shared(enquiry):
    """Tell the person who asked that a contact is open to them."""

    def write():
        names = {
            "owner": enquiry.owner,
            "address": f"{settings.SITE_URL}{enquiry.owner.get_absolute_url()}",
        }
        return (
            _("%(owner)s shares a contact with you") % names,
            _("Sign in and you see it on their profile: %(address)s\n") % names,
        )

    return to_account(enquiry.sender, write, purpose="enquiry")


def contact_declined(enquiry):
    """Tell the person who asked that no contact is opened."""

    def write():
        names = {"owner": enquiry.owner, "subject": enquiry.subject}
        return (
            _("%(owner)s has read your question") % names,
            _("%(owner)s has read your question “%(subject)s” and does not share a contact now.\n") % names,
        )

    return to_account(enquiry.sender, write, purpose="enquiry")


def registration_submitted(registration):
    """Tell those who look after the site that a cluster wants to be entered."""

    def write():
        names = {"name": registration.name, "address": _registration_address(registration)}
        return (
            _("A cluster asks to be entered: %(name)s") % names,
            _("Please look at the registration and decide: %(address)s\n") % names,
        )

    return to_operators(write, purpose="registration")


def registration_answered(registration):
    """Tell the person who registered a cluster how it was decided."""

    def write():
        names = {
            "name": registration.name,
            "answer": registration.answer or "–",
            "address": _registration_address(registration),
        }
        if registration.cluster_id:
            return (
                _("%(name)s is entered in the directory") % names,
                _(
                    "You manage the cluster now. It stays private until you publish it.\n\n"
                    "What we would like to add: %(answer)s\n\nBegin here: %(address)s\n"
                )
                % names,
            )
        return (
            _("Please look at the registration of %(name)s again") % names,
            _("The registration was returned: %(answer)s\n\nYou can change it here: %(address)s\n") % names,
        )

    return to_account(registration.submitted_by, write, purpose="registration")


def label_declared(label):
    """Tell those who look after the site that a label can be checked."""

    def write():
        address = f"{settings.SITE_URL}{reverse('directory:labels-to-check')}"
        names = {"label": label.name, "holder": label.holder, "address": address}
        return (
            _("A label can be checked: %(label)s of %(holder)s") % names,
            _("All labels that wait for a check: %(address)s\n") % names,
        )

    return to_operators(write, purpose="moderation")


def change_proposed(change):
    """Ask each manager but the author to look at a proposed change."""

    def write():
        names = {"cluster": change.cluster, "address": profile_address(change.cluster, "changes")}
        return (
            _("A change of %(cluster)s waits for you") % names,
            _("Somebody proposes a change of the profile. See the difference and decide: %(address)s\n")
            % names,
        )

    author = getattr(change.proposed_by, "email", "")
    letters = to_managers(change.cluster, write, purpose="moderation")
    return [mail for mail in letters if mail.to != [author]]


def change_decided(change):
    """Tell the author of a change whether it was applied."""

    def write():
        names = {
            "cluster": change.cluster,
            "answer": change.answer or "–",
            "state": change.get_state_display(),
            "address": f"{settings.SITE_URL}{change.cluster.get_absolute_url()}",
        }
        return (
            _("Your change of %(cluster)s: %(state)s") % names,
            _("What was said about it: %(answer)s\n\nThe profile: %(address)s\n") % names,
        )

    return to_account(change.proposed_by, write, purpose="moderation")


def fact_reported(report):
    """Tell the editors of a profile, or the site's operators when it has none, of a doubtful fact."""

    def write():
        names = {
            "owner": report.owner,
            "what": report.what,
            "text": report.text,
            "address": profile_address(report.owner, "reports"),
        }
        return (
            _("Somebody doubts a fact on the page of %(owner)s") % names,
            _("%(what)s\n\n%(text)s\n\nPlease look at it and answer: %(address)s\n") % names,
        )

    return to_editors(report.owner, write, purpose="moderation") or to_operators(write, purpose="moderation")


def report_answered(report):
    """Tell the person who reported a fact what became of it."""

    def write():
        names = {
            "owner": report.owner,
            "what": report.what,
            "state": report.get_state_display(),
            "answer": report.answer or "–",
        }
        return (
            _("Your report about %(owner)s: %(state)s") % names,
            _("You wrote about: %(what)s\n\nThe answer: %(answer)s\n") % names,
        )

    return to_account(report.reported_by, write, purpose="moderation")


def still_true(owner, user, sections, sign):
    """Ask one editor whether a profile is still true; one link for each part.

    Args:
        sections: (key, label) of the parts to confirm.
        sign: from a key to the absolute address that leads to the confirming page.
    """
    with override(user.language):
        lines = "\n".join(f"– {label}: {sign(key)}" for key, label in sections)
        names = {"owner": owner, "lines": lines}
        return Mail(
            [user.email],
            _("Is the page of %(owner)s still true?") % names,
            _(
                "Readers trust a profile that somebody looked at lately. Please look at each part of the "
                "page of %(owner)s; its link leads to a page where one click confirms it:\n\n%(lines)s\n\n"
                "We ask once a year. The links work for two months.\n"
            )
            % names,
            "freshness",
            language=user.language,
        )


def _registration_address(registration):
    return f"{settings.SITE_URL}{reverse('directory:registration', args=[registration.uuid])}"
