"""Addresses of events and editions."""

from django.urls import path, re_path

from lonja.events import views

app_name = "events"
urlpatterns = [
    path("events/", views.events, name="list"),
    path("events/new/", views.new_event, name="event-new"),
    path("events/mine/", views.mine, name="mine"),
    path("events/mine/claim/", views.claim, name="claim"),
    path("events/vetting/", views.vetting, name="vetting"),
    path("events/<slug:event>/", views.event, name="event"),
    path("events/<slug:event>/vet/", views.vet, name="event-vet"),
    path("events/<slug:event>/new/", views.new_edition, name="edition-new"),
    path("events/<slug:event>/<slug:edition>/", views.edition, name="edition"),
    path("events/<slug:event>/<slug:edition>/edit/", views.edit_edition, name="edition-edit"),
    path("events/<slug:event>/<slug:edition>/move/<slug:verb>/", views.move_edition, name="edition-move"),
    path("events/<slug:event>/<slug:edition>/participants/", views.participants, name="participants"),
    re_path(
        r"^events/(?P<event>[-\w]+)/(?P<edition>[-\w]+)/participants\.(?P<shape>csv|xlsx)$",
        views.participants_export,
        name="participants-export",
    ),
]
