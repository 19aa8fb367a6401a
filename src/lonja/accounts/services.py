"""What can be done to accounts and to the roles that people hold."""

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest, Now
from django.utils.translation import gettext as _

from lonja.accounts.models import ROLES_ON, User
from lonja.base import audit
from lonja.base.errors import Refused


@transaction.atomic
def open_account(email, *, name="", language="en", password=None, actor=None):
    """Open an account for somebody whose address is known to be theirs.

    Without a password the person signs in by a code sent to that address.
    """
    if User.objects.filter(email__iexact=email).exists():
        raise Refused(_("There is already an account with the address %(email)s.") % {"email": email})
    user = User.objects.create_user(email, password, name=name, language=language)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    audit.record(actor, "account.opened", user)
    return user


@transaction.atomic
def change_profile(user, *, name, language, actor):
    """Change how the person is called and in which language the house speaks to them."""
    user.name, user.language = name, language
    user.save(update_fields=["name", "language"])
    audit.record(actor, "account.edited", user, fields=["name", "language"])
    return user


@transaction.atomic
def end_session(session, *, actor):
    """Sign one browser out."""
    audit.record(actor, "session.ended", session.user)
    session.end()


@transaction.atomic
def end_other_sessions(user, *, session_key, actor):
    """Sign every browser out but the one at `session_key`; return how many there were."""
    others = list(UserSession.objects.filter(user=user).exclude(session_key=session_key))
    for session in others:
        session.end()
    audit.record(actor, "session.others_ended", user, count=len(others))
    return len(others)


@transaction.atomic
def grant(grants, user, *, role, actor, valid_from=None, valid_until=None, **target):
    """Give `user` a role and return the grant.

    Args:
        grants: the grant model of the kind of object, such as `SiteGrant`.
        role: one of the roles that this kind of object knows.
        valid_from, valid_until: moments; at once and for good when left out.
        target: the object, under the name of its kind, such as `cluster=…`.

    Raises:
        Refused: when the kind of object does not know the role, when the end lies before
            the beginning, or when the person holds the role there already.
    """
    if role not in ROLES_ON[grants.KIND]:
        raise Refused(_("This role does not exist here."))
    # One row to lock: two people who give the same role at the same time take turns.
    locked = User.objects.select_for_update().annotate(now=Now()).get(pk=user.pk)
    if valid_until and valid_until <= (valid_from or locked.now):
        raise Refused(_("A role must end after it begins."))
    if grants.objects.in_force().filter(user=user, role=role, **target).exists():
        raise Refused(_("%(person)s holds this role already.") % {"person": user})
    dates = {"valid_from": valid_from} if valid_from else {}
    given = grants.objects.create(
        user=user, role=role, valid_until=valid_until, granted_by=actor, **target, **dates
    )
    audit.record(actor, "role.granted", given, **facts(given))
    return given


@transaction.atomic
def revoke(given, *, actor):
    """End a grant now, by the clock of the database; one that lies ahead never begins.

    Raises:
        Refused: when it has ended already.
    """
    grants = type(given)
    ended = grants.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=Now()), pk=given.pk).update(
        valid_until=Greatest(F("valid_from"), Now())
    )
    if not ended:
        raise Refused(_("This role has ended already."))
    given.refresh_from_db()
    audit.record(actor, "role.revoked", given, **facts(given))
    return given


def facts(given):
    """What the audit keeps of a grant; people and objects by number only."""
    target = None if given.KIND == "site" else getattr(given, f"{given.KIND}_id")
    return {"user": given.user_id, "role": str(given.role), "kind": given.KIND, "object": target}
