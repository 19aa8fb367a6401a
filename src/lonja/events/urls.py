"""Addresses of events and editions."""

from django.urls import path, re_path

from lonja.events import missions_urls, programme_urls
from lonja.events.views import (
    badges,
    bookings,
    checkins,
    invoices,
    messages,
    payments,
    questions,
    registrations,
    sharing,
)
from lonja.events.views import editions as views

app_name = "events"
urlpatterns = [
    *missions_urls.urlpatterns,
    *programme_urls.urlpatterns,
    path("events/", views.events, name="list"),
    path("events/new/", views.new_event, name="event-new"),
    path("events/mine/", views.mine, name="mine"),
    path("events/mine/claim/", views.claim, name="claim"),
    path("events/vetting/", views.vetting, name="vetting"),
    path("events/<slug:event>/", views.event, name="event"),
    path("events/<slug:event>/vet/", views.vet, name="event-vet"),
    path("events/<slug:event>/new/", views.new_edition, name="edition-new"),
    path("events/<slug:event>/<slug:edition>/", views.edition, name="edition"),
    path("events/<slug:event>/<slug:edition>/picture.png", sharing.picture, name="edition-picture"),
    path("events/<slug:event>/<slug:edition>/ask/", questions.ask, name="ask"),
    path("events/<slug:event>/<slug:edition>/days.ics", sharing.calendar, name="edition-calendar"),
    path("events/<slug:event>/<slug:edition>/edit/", views.edit_edition, name="edition-edit"),
    path("events/<slug:event>/<slug:edition>/move/<slug:verb>/", views.move_edition, name="edition-move"),
    path("door/<str:token>/", checkins.door, name="door"),
    path("events/<slug:event>/<slug:edition>/badge/", checkins.badge, name="badge"),
    path("events/<slug:event>/<slug:edition>/badges/", badges.badges, name="badges"),
    path("events/<slug:event>/<slug:edition>/badges.pdf", badges.badges_pdf, name="badges-pdf"),
    path("events/<slug:event>/<slug:edition>/checkin/", checkins.checkin, name="checkin"),
    path("events/<slug:event>/<slug:edition>/checkin/list.json", checkins.door_list, name="door-list"),
    path("events/<slug:event>/<slug:edition>/checkin/sync/", checkins.sync, name="door-sync"),
    path("events/<slug:event>/<slug:edition>/checkin/worker.js", checkins.worker, name="door-worker"),
    path(
        "events/<slug:event>/<slug:edition>/checkin/<int:participation>/<slug:verb>/",
        checkins.note,
        name="checkin-note",
    ),
    path("events/<slug:event>/<slug:edition>/participants/", views.participants, name="participants"),
    path("events/<slug:event>/<slug:edition>/register/", bookings.register, name="register"),
    path("events/<slug:event>/<slug:edition>/bookings/<uuid:booking>/", bookings.booking, name="booking"),
    path(
        "events/<slug:event>/<slug:edition>/bookings/<uuid:booking>/invoice/",
        bookings.bill,
        name="booking-bill",
    ),
    path(
        "events/<slug:event>/<slug:edition>/bookings/<uuid:booking>/exemption/",
        bookings.answer_exemption,
        name="booking-exemption",
    ),
    path(
        "events/<slug:event>/<slug:edition>/bookings/<uuid:booking>/cancel/<int:pk>/",
        bookings.cancel_one,
        name="booking-cancel",
    ),
    path("events/<slug:event>/<slug:edition>/messages/", messages.event_messages, name="messages"),
    path("events/<slug:event>/<slug:edition>/messages/new/", messages.new_message, name="message-new"),
    path("events/<slug:event>/<slug:edition>/messages/<uuid:uuid>/", messages.message, name="message"),
    path(
        "events/<slug:event>/<slug:edition>/messages/<uuid:uuid>/edit/",
        messages.edit_message,
        name="message-edit",
    ),
    path("events/<slug:event>/<slug:edition>/messages/<uuid:uuid>/send/", messages.send, name="message-send"),
    path(
        "events/<slug:event>/<slug:edition>/messages/<uuid:uuid>/discard/",
        messages.discard,
        name="message-discard",
    ),
    path("unsubscribe/<str:token>/", messages.unsubscribe, name="unsubscribe"),
    path("agreements/<str:token>/", bookings.agree, name="agree"),
    path("agreements/<str:token>/cancel/", bookings.do_not_come, name="agree-cancel"),
    path("payments/<slug:provider>/notices/", payments.notices, name="payment-notices"),
    path("sandbox/<str:ref>/", payments.sandbox, name="sandbox"),
    path("events/<slug:event>/payments/ways/", payments.ways, name="payment-ways"),
    path("events/<slug:event>/<slug:edition>/payments/<uuid:checkout>/", payments.checkout, name="checkout"),
    path(
        "events/<slug:event>/<slug:edition>/payments/<uuid:checkout>/look/",
        payments.look_again,
        name="checkout-look",
    ),
    re_path(
        r"^events/(?P<event>[-\w]+)/(?P<edition>[-\w]+)/invoices/"
        r"(?P<year>\d{4})-(?P<number>\d{1,9})/card/$",
        payments.pay_by_card,
        name="pay-by-card",
    ),
    path("events/<slug:event>/<slug:edition>/registration/", registrations.registration, name="registration"),
    path(
        "events/<slug:event>/<slug:edition>/registration/cancel/",
        registrations.cancel_own,
        name="registration-cancel",
    ),
    path("events/<slug:event>/<slug:edition>/conditions/", registrations.conditions, name="conditions"),
    path(
        "events/<slug:event>/<slug:edition>/registrations/", registrations.registrations, name="registrations"
    ),
    path("events/<slug:event>/<slug:edition>/registrations/<int:pk>/fee/", invoices.waive, name="fee-waive"),
    path(
        "events/<slug:event>/<slug:edition>/registrations/<int:pk>/take-off/",
        registrations.take_off_registration,
        name="registration-take-off",
    ),
    path(
        "events/<slug:event>/<slug:edition>/registrations/<int:pk>/decline/",
        registrations.decline_registration,
        name="registration-decline",
    ),
    path(
        "events/<slug:event>/<slug:edition>/registrations/<int:pk>/<slug:verb>/",
        registrations.move_registration,
        name="registration-move",
    ),
    path("events/<slug:event>/<slug:edition>/invoices/", invoices.invoices, name="invoices"),
    re_path(
        r"^events/(?P<event>[-\w]+)/(?P<edition>[-\w]+)/invoices\.(?P<shape>csv|xlsx)$",
        invoices.invoices_export,
        name="invoices-export",
    ),
    path(
        "events/<slug:event>/<slug:edition>/refunds/<int:pk>/approve/",
        invoices.approve_refund,
        name="refund-approve",
    ),
    path(
        "events/<slug:event>/<slug:edition>/refunds/<int:pk>/send/", invoices.send_refund, name="refund-send"
    ),
    path(
        "events/<slug:event>/<slug:edition>/invoices/<int:year>-<int:number>/",
        invoices.invoice,
        name="invoice",
    ),
    path(
        "events/<slug:event>/<slug:edition>/invoices/<int:year>-<int:number>.pdf",
        invoices.invoice_pdf,
        name="invoice-pdf",
    ),
    re_path(
        r"^events/(?P<event>[-\w]+)/(?P<edition>[-\w]+)/invoices/"
        r"(?P<year>\d{4})-(?P<number>\d{1,9})/(?P<verb>pay|refund|credit)/$",
        invoices.change_invoice,
        name="invoice-change",
    ),
    re_path(
        r"^events/(?P<event>[-\w]+)/(?P<edition>[-\w]+)/participants\.(?P<shape>csv|xlsx)$",
        views.participants_export,
        name="participants-export",
    ),
]
