"""Addresses of the programme of an edition."""

from django.urls import path, re_path

from lonja.events.views import programme as views
from lonja.events.views import sharing, talks

edition = [
    path("programme/", views.programme, name="programme"),
    path("programme/programme.ics", sharing.programme_calendar, name="programme-calendar"),
    path("programme/<uuid:uid>/talk.ics", sharing.talk_calendar, name="session-calendar"),
    path("programme/speakers/", talks.speakers, name="speakers"),
    path("programme/<uuid:uid>/", talks.talk, name="session"),
    re_path(
        r"^programme/(?P<uid>[0-9a-f-]{36})/(?P<verb>book|free)/$",
        views.book,
        name="programme-book",
    ),
    path("programme/edit/", views.edit_programme, name="programme-edit"),
    path("zones/new/", views.new_zone, name="zone-new"),
    path("zones/<int:pk>/", views.edit_zone, name="zone-edit"),
    path("zones/<int:pk>/remove/", views.remove_zone, name="zone-remove"),
    path("talks/new/", views.new_session, name="session-new"),
    path("talks/<uuid:uid>/", views.edit_session, name="session-edit"),
    path("talks/<uuid:uid>/remove/", views.remove_session, name="session-remove"),
]
