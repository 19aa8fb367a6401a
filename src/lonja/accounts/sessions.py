"""Sessions and who holds them; what happens to both when somebody proves who they are."""

from allauth.account.auth_backends import AuthenticationBackend
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from lonja.base.prepared import Prepared

# Every page asks these two; to build the queries anew took as long as all their answers.
_session = Prepared(lambda key_slug: Session.objects.filter(session_key=key_slug))
_user = Prepared(lambda user: get_user_model().objects.filter(pk=user))


class SessionStore(db.SessionStore):
    """Sessions of the database, found by a query that is written once."""

    def _get_session_from_db(self):
        session = _session.first(self.session_key)
        if session is None or session.expire_date <= timezone.now():
            self._session_key = None  # as its parent does
            return None
        return session


class SignIn(AuthenticationBackend):
    """The sign-in library's own ways; who holds a session is found by a query that is written once."""

    def get_user(self, user_id):
        """The account with this number, unless it may no longer sign in."""
        user = _user.first(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None


def change_session_after_step_up(request, reauthenticated=False, **kwargs):
    """Give the session a new id when its holder has proved once more who they are.

    Whoever knew the id from before the proof must not share what it opens.
    """
    if not reauthenticated:
        return
    former = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=former).update(session_key=request.session.session_key)


def forget_password_of_a_stranger(request, email_address, **kwargs):
    """Take away a password that was set before the owner of the address ever came.

    Somebody could sign up with another person's address and a password of their own,
    and wait until the owner confirms the address by signing in with a code.
    """
    by_code = request.resolver_match and request.resolver_match.url_name == "account_confirm_login_code"
    user = email_address.user
    if by_code and user.last_login is None and user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])
