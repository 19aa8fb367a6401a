"""The style page in a real browser: every component in every state."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("path", "color_scheme"),
    [
        ("/style/", "light"),
        ("/style/", "dark"),
        ("/es/", "light"),
        ("/es/", "dark"),
        ("/about/", "light"),
        ("/accessibility/", "dark"),
    ],
)
def test_axe_finds_nothing(page, axe, path, color_scheme):
    wide = page(path, color_scheme=color_scheme)
    assert axe(wide) == []

    wide.set_viewport_size({"width": 390, "height": 844})
    assert axe(wide) == []
    assert wide.evaluate("document.documentElement.scrollWidth") == 390


def test_the_chart_stands_beside_its_table(page):
    style = page("/style/")

    figure = style.locator("figure.figure")
    expect(figure.locator("svg text", has_text="590").first).to_be_visible()
    figure.get_by_text("The same as a table").click()
    expect(figure.get_by_role("cell", name="590")).to_be_visible()


def test_without_javascript_the_table_stands_alone(page):
    style = page("/style/", javascript=False)

    expect(style.locator("figure.figure").get_by_role("cell", name="590")).to_be_visible()
    expect(style.locator("figure-chart")).to_be_hidden()
    expect(style.locator("theme-switch")).to_be_hidden()


def test_the_chosen_colours_stay_on_the_next_page(page):
    front = page("/")
    switch = front.locator("theme-switch button")

    switch.click()
    switch.click()
    front.goto("/about/")

    assert front.evaluate("document.documentElement.dataset.theme") == "dark"
    assert front.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 24, 31)"


def test_the_keyboard_reaches_the_content_first(page):
    front = page("/")

    front.keyboard.press("Tab")
    expect(front.locator(".skip-link")).to_be_focused()
    front.keyboard.press("Enter")

    expect(front.locator("main")).to_be_focused()


def test_the_account_menu_opens_and_closes_by_keyboard(page):
    about = page("/about/", user=make_user(name="Inés Roldán"))
    menu = about.locator(".site-header summary")

    for _press in range(20):
        about.keyboard.press("Tab")
        if menu.evaluate("element => element === document.activeElement"):
            break
    about.keyboard.press("Enter")
    expect(about.get_by_role("link", name="My events")).to_be_visible()
    about.keyboard.press("Tab")
    about.keyboard.press("Escape")

    expect(about.get_by_role("link", name="My events")).to_be_hidden()
    expect(menu).to_be_focused()


def test_the_menu_opens_without_javascript(page):
    about = page("/about/", user=make_user(), javascript=False)

    about.locator(".site-header summary").click()

    expect(about.get_by_role("button", name="Sign out")).to_be_visible()


def test_only_the_place_one_is_at_is_marked_where_the_system_chooses_the_colours(page):
    events = page("/events/")
    events.emulate_media(forced_colors="active")

    marked = events.locator(".site-nav a").evaluate_all(
        "links => links.filter(link => getComputedStyle(link).borderBottomColor"
        " !== getComputedStyle(document.body).backgroundColor).map(link => link.getAttribute('href'))"
    )

    assert marked == ["/events/"]


def test_a_dialog_asks_before_the_act_and_escape_leaves_it(page):
    style = page("/style/")

    style.get_by_role("button", name="Leave the event").click()
    expect(style.get_by_role("dialog", name="Leave the event?")).to_be_visible()
    style.keyboard.press("Escape")

    expect(style.get_by_role("dialog")).to_have_count(0)
    expect(style.get_by_role("button", name="Leave the event")).to_be_focused()


def test_the_error_summary_leads_to_the_field(page):
    style = page("/style/")

    expect(style.locator("error-summary")).to_be_focused()
    style.get_by_role("link", name="E-mail address: Enter a valid email address.").click()

    expect(style.locator("#id_wrong-email")).to_be_focused()


def test_a_toast_says_what_an_answer_carries_and_can_be_closed(page):
    style = page("/style/")

    style.evaluate(
        "document.body.dispatchEvent(new CustomEvent('toast', {bubbles: true, detail: {text: 'Moved.'}}))"
    )
    region = style.locator("toast-region")
    expect(region).to_contain_text("Moved.")
    region.get_by_role("button", name="Close this message").click()

    expect(region).not_to_contain_text("Moved.")


def test_the_language_link_shows_the_same_page_in_the_other_language(page):
    about = page("/about/")

    about.get_by_role("link", name="Español").click()

    expect(about).to_have_url(f"{about.url.split('/es/')[0]}/es/about/")
    assert about.evaluate("document.documentElement.lang") == "es"
