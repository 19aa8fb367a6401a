"""What happens to a session, and to a password, when somebody proves who they are."""

from allauth.usersessions.models import UserSession


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
