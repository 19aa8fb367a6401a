"""One rule serves the row, the list and the sum; hidden is 404, refused is 403."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.models import Count, Q, Sum
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from lonja.accounts.models import Role, SiteGrant, User, in_force
from lonja.base import policies
from lonja.base.models import Job
from lonja.base.policy import ANYONE, NOBODY, Policy, access, open_to_all, signed_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db

accounts = Policy(
    User,
    view=lambda actor: Q(is_active=True),
    edit=lambda actor: Q(pk=actor.pk) if actor.pk else NOBODY,
    audited=lambda actor: in_force("site_grants__"),
    anything=lambda actor: ANYONE,
    nothing=lambda actor: NOBODY,
)


@pytest.fixture
def ana():
    return make_user("ana@example.org")


@pytest.fixture
def request_of(ana):
    request = RequestFactory().get("/somewhere/?q=1")
    request.user = ana
    return request


def test_the_scope_holds_the_rows_of_the_rule_and_no_others(ana):
    bo = make_user("bo@example.org", is_active=False)

    assert list(accounts.scope(ana)) == [ana]
    assert list(accounts.scope(ana, "edit")) == [ana]
    assert set(accounts.scope(ana, "anything")) == {ana, bo}
    assert list(accounts.scope(ana, "nothing")) == []


def test_a_row_reached_by_two_grants_is_counted_and_summed_once(ana):
    for role in (Role.AUDITOR, Role.OPERATOR, Role.AUDITOR):
        SiteGrant.objects.create(user=ana, role=role)
    joined = User.objects.filter(in_force("site_grants__"))

    figures = accounts.scope(ana, "audited").aggregate(rows=Count("pk"), total=Sum("pk"))

    assert joined.count() == 3
    assert figures == {"rows": 1, "total": ana.pk}


def test_a_scope_can_be_narrowed_joined_and_locked(ana):
    SiteGrant.objects.create(user=ana, role=Role.AUDITOR)
    rows = accounts.scope(ana, "audited").filter(email="ana@example.org").select_for_update()

    assert list(rows.order_by("email")) == [ana]


def test_what_one_may_do_is_asked_in_one_query(ana, django_assert_num_queries):
    with django_assert_num_queries(1):
        verbs = accounts.verbs(ana, ana, "view", "edit", "nothing")

    assert verbs == {"view", "edit"}
    assert accounts.verbs(ana, ana) == {"view", "edit", "anything"}


def test_a_hidden_row_and_an_absent_one_are_the_same(ana):
    hidden = make_user(is_active=False)
    answers = []
    for pk in (hidden.pk, 10**9):
        with pytest.raises(Http404) as raised:
            accounts.get(ana, "edit", pk=pk)
        answers.append(raised.value.args)

    assert answers[0] == answers[1]


def test_a_visible_row_with_a_refused_verb_is_forbidden(ana):
    bo = make_user()

    assert accounts.get(ana, "view", pk=bo.pk) == bo
    with pytest.raises(PermissionDenied):
        accounts.get(ana, "edit", pk=bo.pk)
    assert accounts.allows(ana, "edit", ana)
    assert not accounts.allows(ana, "edit", bo)


def test_an_unknown_verb_is_a_fault_of_the_house(ana):
    with pytest.raises(KeyError):
        accounts.scope(ana, "fly")


def test_a_view_that_never_asks_what_it_declares_is_found(request_of, settings):
    settings.STRICT_POLICIES = True

    @access(accounts, "edit")
    def careless(request):
        return HttpResponse(User.objects.count())

    with pytest.raises(ImproperlyConfigured, match="never asked accounts.user.edit"):
        careless(request_of)


def test_a_view_that_asks_another_verb_is_found(request_of, settings):
    settings.STRICT_POLICIES = True

    @access(accounts, "edit")
    def mistaken(request):
        return HttpResponse(accounts.scope(request.user, "view").count())

    with pytest.raises(ImproperlyConfigured):
        mistaken(request_of)


def test_a_view_that_asks_answers(request_of, settings):
    settings.STRICT_POLICIES = True

    @access(accounts, "edit")
    def careful(request):
        return HttpResponse(accounts.get(request.user, "edit", pk=request.user.pk).email)

    assert careful(request_of).content == b"ana@example.org"
    assert careful.access == ("accounts.user", "edit")


def test_asking_in_one_request_does_not_excuse_another(request_of, settings):
    settings.STRICT_POLICIES = True
    asks = [True, False]

    @access(accounts)
    def forgetful(request):
        return HttpResponse(accounts.scope(request.user).count() if asks.pop(0) else "nothing asked")

    forgetful(request_of)
    with pytest.raises(ImproperlyConfigured):
        forgetful(request_of)


def test_a_signed_in_view_asks_strangers_to_sign_in_and_come_back(request_of):
    @signed_in("a page of one's own")
    def own(request):
        return HttpResponse("mine")

    assert own(request_of).content == b"mine"
    request_of.user = AnonymousUser()
    answer = own(request_of)
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"{reverse('account_login')}?next=/somewhere/%3Fq%3D1",
    )


def test_an_open_view_says_why():
    @open_to_all("nothing of anybody")
    def front(request):
        return HttpResponse("hello")

    assert front.access == ("open", "nothing of anybody")


def test_nobody_owns_the_rows_of_the_house(ana):
    Job.objects.create(kind="x", title="x", actor_id=None)

    assert policies.jobs.scope(AnonymousUser()).count() == 0
    assert policies.jobs.scope(ana).count() == 0
