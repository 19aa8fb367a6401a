"""Addresses of the meetings, below those of their edition."""

from django.urls import include, path, re_path

from lonja.meetings.views import agendas, desk, requests

app_name = "meetings"
edition = [
    path("desk/", desk.desk, name="desk"),
    path("plans/", desk.new_plan, name="plan-new"),
    path("plans/<int:number>/", desk.plan, name="plan"),
    path("plans/<int:number>/publish/", desk.publish, name="plan-publish"),
    re_path(
        r"^plans/(?P<number>\d{1,9})/(?P<shape>sheet\.pdf|sheet\.xlsx|tables\.pdf|agendas\.pdf)$",
        desk.document,
        name="plan-document",
    ),
    path("agenda/", agendas.mine, name="agenda"),
    re_path(r"^agenda\.(?P<shape>ics|pdf)$", agendas.mine, name="agenda-file"),
    path("agenda/feed/", agendas.renew_feed, name="feed-renew"),
    path("agenda/<int:participation>/", agendas.of, name="agenda-of"),
    re_path(r"^agenda/(?P<participation>\d{1,15})\.(?P<shape>ics|pdf)$", agendas.of, name="agenda-of-file"),
    path("requests/", requests.requests, name="requests"),
    path("requests/new/<int:participation>/", requests.new_request, name="request-new"),
    path("requests/<uuid:uid>/<slug:verb>/", requests.answer, name="request-answer"),
]
urlpatterns = [
    path("events/encounter.xlsx", desk.template, name="template"),
    path("events/encounter-example.xlsx", desk.example, name="example"),
    path("calendars/<str:token>.ics", agendas.feed, name="feed"),
    path("events/<slug:event>/<slug:edition>/", include(edition)),
]
