"""Every address says who may use it: a policy, everybody, or whoever is signed in."""

from django.http import HttpResponse
from django.urls import get_resolver, path

from lonja.base.policy import open_to_all
from tests.routes import routes

# Views of libraries: they know no decorator of ours, so each is named here with its reason.
FOREIGN = {
    "allauth.account": "sign-in, sign-up, address and password: acts on the visitor's own account",
    "allauth.mfa": "second factor and passkeys: the library asks for a signed-in person itself",
    "allauth.usersessions": "one's own sessions: the library asks for a signed-in person itself",
    "allauth.decorators": "the library's own wrapper around the views above",
    "django.views.generic.base": "redirections: they show nothing",
    "django.views.i18n": "the language switch: it changes only the visitor's own choice",
}
KINDS = {"open", "signed in"}


def unguarded(patterns):
    """Routes without a declaration that are not a library's."""
    return [
        route.address
        for route in routes(patterns)
        if getattr(route.view, "access", None) is None and not route.module.startswith(tuple(FOREIGN))
    ]


def test_every_address_of_ours_declares_who_may_use_it():
    assert unguarded(get_resolver().url_patterns) == []


def test_the_census_has_walked_the_whole_house():
    found = list(routes(get_resolver().url_patterns))

    assert {"healthz", "jobs/<uuid:job>/", "imports/<uuid:run>/apply/"} <= {route.address for route in found}
    assert len(found) > 20


def test_each_declaration_is_whole():
    declared = [
        route.view.access for route in routes(get_resolver().url_patterns) if hasattr(route.view, "access")
    ]

    assert [found for found in declared if len(found) != 2 or not all(found)] == []
    assert [kind for kind, _ in declared if kind not in KINDS and "." not in kind] == []


def test_no_foreign_name_is_excused_in_vain():
    present = {
        route.module for route in routes(get_resolver().url_patterns) if not hasattr(route.view, "access")
    }

    assert [module for module in present if module.startswith("lonja")] == []


def bare(request):
    return HttpResponse("anything of anybody")


@open_to_all("a sample")
def declared(request):
    return HttpResponse("nothing")


def test_a_view_without_a_declaration_fails_the_census():
    patterns = [path("a/", declared), path("b/", bare), path("c/", lambda request: HttpResponse())]

    assert unguarded(patterns) == ["b/", "c/"]
