"""The neighbours of a page about oneself."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

register = template.Library()

_PASSWORD = ("account_change_password", "account_set_password")


@register.simple_tag(takes_context=True)
def account_tabs(context):
    """The pages about oneself as tabs, the present one marked."""
    here = context["request"].resolver_match.url_name
    tabs = [
        (_("Overview"), "account", ("account",)),
        (_("Name and language"), "account_profile", ("account_profile",)),
        (_("E-mail address"), "account_email", ("account_email", "account_email_verification_sent")),
        (_("Password"), "account_change_password", _PASSWORD),
        (_("Second step and passkeys"), "mfa_index", ()),
        (_("Where I am signed in"), "usersessions_list", ("usersessions_list",)),
        (_("My roles"), "account_roles", ("account_roles",)),
    ]
    return [
        {
            "label": label,
            "href": reverse(name),
            "current": here in pages or (name == "mfa_index" and here.startswith("mfa_")),
        }
        for label, name, pages in tabs
    ]


# The first word found wins: most browsers name several others as well.
_BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@register.filter
def browser_name(user_agent):
    """The browser and the system in words; what it says of itself when we know neither."""
    browser = next((name for word, name in _BROWSERS.items() if word in user_agent), "")
    system = next((name for word, name in _SYSTEMS.items() if word in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or user_agent[:60] or _("Unknown browser")
