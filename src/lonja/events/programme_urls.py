"""Addresses of the programme of an edition."""

from django.urls import path, re_path

from lonja.events.views import programme as views
from lonja.events.views import sharing, talks

_AT = "events/<slug:event>/<slug:edition>/"
urlpatterns = [
    path(f"{_AT}programme/", views.programme, name="programme"),
    path(f"{_AT}programme/programme.ics", sharing.programme_calendar, name="programme-calendar"),
    path(f"{_AT}programme/<uuid:uid>/talk.ics", sharing.talk_calendar, name="session-calendar"),
    path(f"{_AT}programme/speakers/", talks.speakers, name="speakers"),
    path(f"{_AT}programme/<uuid:uid>/", talks.talk, name="session"),
    re_path(
        r"^events/(?P<event>[-\w]+)/(?P<edition>[-\w]+)/programme/(?P<uid>[0-9a-f-]{36})/(?P<verb>book|free)/$",
        views.book,
        name="programme-book",
    ),
    path(f"{_AT}programme/edit/", views.edit_programme, name="programme-edit"),
    path(f"{_AT}zones/new/", views.new_zone, name="zone-new"),
    path(f"{_AT}zones/<int:pk>/", views.edit_zone, name="zone-edit"),
    path(f"{_AT}zones/<int:pk>/remove/", views.remove_zone, name="zone-remove"),
    path(f"{_AT}talks/new/", views.new_session, name="session-new"),
    path(f"{_AT}talks/<uuid:uid>/", views.edit_session, name="session-edit"),
    path(f"{_AT}talks/<uuid:uid>/remove/", views.remove_session, name="session-remove"),
]
