"""Addresses of partnering."""

from lonja.partnering import offers_urls, search_urls

app_name = "partnering"
urlpatterns = [*search_urls.urlpatterns, *offers_urls.urlpatterns]
