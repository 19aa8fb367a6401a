"""The ways in, with a real browser and a key made of software, under the strict policy."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from lonja.accounts.models import User
from tests.factories import make_user
from tests.lonja.accounts.steps import PASSWORD, code_in, newest_mail
from tests.lonja.accounts.test_second_step import shown_by_the_app

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def give_a_key(tab):
    """Put a device that checks its owner and keeps passkeys beside the browser."""
    device = tab.context.new_cdp_session(tab)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return device, device.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def sign_in(tab, user):
    tab.goto("/account/sign-in/")
    tab.get_by_label("E-mail address").fill(user.email)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(tab.locator("header details.menu")).to_be_visible()


def confirm_password(tab):
    expect(tab.get_by_role("heading", name="Show once more who you are")).to_be_visible()
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Continue").click()


def test_a_password_lets_in_without_javascript(page):
    user = make_user(name="Ana Díaz")
    tab = page("/account/sign-in/", javascript=False)

    sign_in(tab, user)

    expect(tab.locator("header details.menu")).to_contain_text("Ana Díaz")


def test_a_code_lets_in(page):
    user = make_user()
    tab = page("/account/sign-in/")
    tab.get_by_role("link", name="Send me a code by e-mail").click()
    tab.get_by_label("E-mail address").fill(user.email)
    tab.get_by_role("button", name="Send me a code").click()
    expect(tab.get_by_role("heading", name="Type in the code")).to_be_visible()

    tab.get_by_label("Code").fill(code_in(newest_mail(user.email)).lower())
    tab.get_by_role("button", name="Continue").click()

    expect(tab.locator("header details.menu")).to_be_visible()


def test_an_account_is_opened_and_entered_with_nothing_but_a_passkey(page):
    tab = page("/account/sign-up/passkey/")
    give_a_key(tab)
    tab.get_by_label("Name").fill("Nina Nueva")
    tab.get_by_label("E-mail address").fill("nina@example.org")
    tab.get_by_role("button", name="Continue").click()
    tab.get_by_label("Code").fill(code_in(newest_mail("nina@example.org")))
    tab.get_by_role("button", name="Continue").click()
    tab.get_by_role("button", name="Make the passkey").click()
    expect(tab.get_by_role("heading", name="Your account", exact=True)).to_be_visible()
    assert not User.objects.get(email="nina@example.org").has_usable_password()

    tab.goto("/account/sign-out/")
    tab.locator("main").get_by_role("button", name="Sign out").click()
    tab.goto("/account/sign-in/?next=/account/roles/")
    tab.get_by_role("button", name="Use a passkey").click()

    expect(tab.get_by_role("heading", name="My roles", exact=True)).to_be_visible()


def test_a_refused_passkey_says_so_and_the_page_stays(page):
    tab = page("/account/sign-in/")
    device, key = give_a_key(tab)
    device.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})

    tab.get_by_role("button", name="Use a passkey").click()

    expect(tab.get_by_text("That did not work")).to_be_visible(timeout=15_000)
    # The library writes the refusal to the console as well.
    assert [problem for problem in tab.problems if "policy" in problem] == []
    tab.problems.clear()


def test_a_key_is_added_renamed_and_removed(page):
    user = make_user()
    tab = page("/account/sign-in/")
    give_a_key(tab)
    sign_in(tab, user)
    tab.goto("/account/security/keys/add/")
    confirm_password(tab)
    tab.get_by_label("Name of the key").fill("Blue key")
    tab.get_by_role("button", name="Add the key").click()
    expect(tab.get_by_role("heading", name="Recovery codes", exact=True)).to_be_visible()

    tab.goto("/account/security/keys/")
    expect(tab.get_by_role("row", name="Blue key")).to_contain_text("Passkey")
    tab.get_by_role("link", name="Rename Blue key").click()
    tab.get_by_label("Name of the key").fill("Green key")
    tab.get_by_role("button", name="Save").click()
    tab.get_by_role("link", name="Remove Green key").click()
    tab.get_by_role("button", name="Remove").click()

    expect(tab.get_by_text("No key yet")).to_be_visible()
    assert not Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists()


def test_an_app_is_set_up_and_asked_for_and_a_key_may_take_its_place(page):
    user = make_user()
    tab = page("/account/sign-in/")
    sign_in(tab, user)
    tab.goto("/account/security/app/")
    confirm_password(tab)
    secret = tab.locator("code.secret").inner_text()
    expect(tab.get_by_role("img", name="The picture for the app")).to_be_visible()
    tab.get_by_label("The six digits").fill(shown_by_the_app(secret))
    tab.get_by_role("button", name="Switch the second step on").click()
    first_code = tab.locator(".recovery-codes code").first.inner_text()
    give_a_key(tab)
    tab.goto("/account/security/keys/add/")
    tab.get_by_label("Sign in with this key alone").uncheck()
    tab.get_by_role("button", name="Add the key").click()
    expect(tab.get_by_text("You have one key")).to_be_visible()

    leave_and_give_the_password(tab, user)
    tab.get_by_label("Code of the app").fill(first_code)
    tab.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(tab.locator("header details.menu")).to_be_visible()

    leave_and_give_the_password(tab, user)
    tab.get_by_role("button", name="Use a passkey or security key").click()
    expect(tab.locator("header details.menu")).to_be_visible()


def leave_and_give_the_password(tab, user):
    tab.goto("/account/sign-out/")
    tab.locator("main").get_by_role("button", name="Sign out").click()
    tab.goto("/account/sign-in/")
    tab.get_by_label("E-mail address").fill(user.email)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(tab.get_by_role("heading", name="Second step", exact=True)).to_be_visible()


OPEN_PAGES = ["/account/sign-in/", "/account/sign-in/code/", "/account/sign-up/", "/account/password/reset/"]
OWN_PAGES = [
    "/account/",
    "/account/profile/",
    "/account/email/",
    "/account/password/",
    "/account/security/",
    "/account/security/app/",
    "/account/security/keys/add/",
    "/account/browsers/",
    "/account/roles/",
]


@pytest.mark.parametrize(("language", "color_scheme"), [("", "light"), ("/es", "dark")])
def test_axe_finds_nothing_on_the_pages_of_accounts(page, axe, color_scheme, language):
    user = make_user(name="Ana Díaz")
    tab = page("/", color_scheme=color_scheme)
    faults = look_at(tab, axe, [language + path for path in OPEN_PAGES])
    sign_in(tab, user)
    faults += look_at(tab, axe, [language + "/account/confirm/"])
    tab.goto("/account/security/app/")
    confirm_password(tab)

    faults += look_at(tab, axe, [language + path for path in OWN_PAGES])

    assert faults == []


def look_at(tab, axe, paths):
    """What axe finds on these pages, wide and on a phone, and which of them are wider than the phone."""
    faults = []
    for path in paths:
        for width in (1280, 390):
            tab.set_viewport_size({"width": width, "height": 844})
            tab.goto(path)
            faults += [f"{path} {fault}" for fault in axe(tab)]
            if tab.evaluate("document.documentElement.scrollWidth") > width:
                faults.append(f"{path} is wider than {width}")
    return faults
