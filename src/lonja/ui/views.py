"""The living style page: every component in every state."""

from lonja.base.policy import open_to_all
from lonja.ui.answers import page
from lonja.ui.specimens import specimens


@open_to_all("shows the look with invented words, no row of anybody")
def style(request):
    """Every component in every state."""
    return page(request, "ui/style.html", specimens(request))
