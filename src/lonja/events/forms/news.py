"""What is typed as news; whether its days fit is asked before it is saved."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.events import news_dates, presenting
from lonja.events.forms.editions import FIRST_DAY, LAST_DAY
from lonja.events.forms.texts import DAY, EditionTextsForm
from lonja.events.models import NewsItem

SENTENCES = {
    news_dates.PAST_BEFORE: gettext_lazy(
        "The item is dated before the event begins, but “%(words)s” speaks of it as past."
    ),
    news_dates.FUTURE_AFTER: gettext_lazy(
        "The item is dated after the event has ended, but “%(words)s” speaks of it as yet to come."
    ),
    news_dates.OTHER_DAY: gettext_lazy("“%(words)s” is not a day of the event, which is on %(dates)s."),
}


class NewsForm(EditionTextsForm):
    """A news item. What does not fit the days of the edition is said once, and never forbidden."""

    sure = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    texts = {"title": (gettext_lazy("Title"), ""), "text": (gettext_lazy("Text"), "")}
    lines = ("title",)
    needed = "title"

    class Meta:
        model = NewsItem
        fields = ["published_on", "is_public"]
        widgets = {"published_on": forms.DateInput(attrs=DAY, format="%Y-%m-%d")}
        labels = {"is_public": gettext_lazy("Everybody may read it")}

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.edition = edition
        self.warnings = []
        self.order_fields(["published_on", *self.text_names("title", "text"), "is_public"])

    def clean_published_on(self):
        day = self.cleaned_data["published_on"]
        if not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(_("Write a day of our times."))
        return day

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            found = doubts_about(self.edition, cleaned["published_on"], self.text_facts())
            self.warnings = [] if cleaned["sure"] == mark(found) else in_words(self.edition, found)
            self.data = self.data.copy()
            self.data[self.add_prefix("sure")] = mark(found)
        return cleaned

    def is_settled(self):
        """Whether the item may be saved: it is valid, and its doubts were seen."""
        return self.is_valid() and not self.warnings


def doubts_about(edition, published_on, texts):
    """What in the texts does not fit the days of the edition."""
    written = "\n".join(text for column in ("title", "text") for text in texts[column].values())
    return news_dates.doubts(
        written, published_on=published_on, starts_on=edition.starts_on, ends_on=edition.ends_on
    )


def mark(found):
    """The doubts in one word, so that only what was shown counts as seen."""
    return " | ".join(f"{one.code}: {one.words}" for one in found)[:2000]


def in_words(edition, found):
    """The doubts as sentences."""
    return [SENTENCES[one.code] % {"words": one.words, "dates": presenting.dates(edition)} for one in found]
