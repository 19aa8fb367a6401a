"""Addresses of partnering."""

from lonja.partnering import search_urls

app_name = "partnering"
urlpatterns = [*search_urls.urlpatterns]
