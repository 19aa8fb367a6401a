"""Addresses of the meetings, below those of their edition."""

from django.urls import include, path, re_path

from lonja.meetings.views import agendas, board, demand, desk, hall, live, locks, now, requests, runs

app_name = "meetings"
edition = [
    path("desk/", desk.desk, name="desk"),
    path("plans/", desk.new_plan, name="plan-new"),
    path("demand/", demand.demand, name="demand"),
    re_path(r"^demand/(?P<what>people|slots|changes)\.csv$", demand.demand_csv, name="demand-csv"),
    path("plans/compare/", runs.compare, name="plans-compare"),
    path("plans/compare.csv", runs.compare_csv, name="plans-compare-csv"),
    path("plans/<int:number>/", desk.plan, name="plan"),
    path("plans/<int:number>/unplaced.csv", runs.unplaced_csv, name="plan-unplaced"),
    path("plans/<int:number>/copy/", runs.copy, name="plan-copy"),
    path("plans/<int:number>/lock/", locks.lock, name="plan-lock"),
    path("plans/<int:number>/board/", board.board, name="board"),
    path("plans/<int:number>/board/undo/", board.undo, name="board-undo"),
    path("plans/<int:number>/board/<uuid:uid>/", board.move, name="board-move"),
    path("plans/<int:number>/board/<uuid:uid>/<int:block>/", board.fits, name="board-fits"),
    path("locks/", locks.locks, name="locks"),
    path("locks/lift/", locks.lift, name="locks-lift"),
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
    path("now/", now.now, name="now"),
    path("now/standby/", now.standby, name="standby"),
    path("now/stay/", now.stay, name="stay"),
    path("now/clock/", now.own_time, name="own-time"),
    path("now/<uuid:uid>/<slug:verb>/", now.note, name="now-note"),
    path("now/proposals/<uuid:uid>/<slug:verb>/", now.answer, name="proposal"),
    path("hall/", hall.public, name="hall"),
    path("hall/<str:token>/", hall.secret, name="hall-secret"),
    path("live/", live.live, name="live"),
    path("live/matches/", live.matches, name="live-matches"),
    path("live/propose/", live.propose, name="live-propose"),
    path("live/people/<int:participation>/", live.person, name="live-person"),
    path("live/meetings/<uuid:uid>/<slug:verb>/", live.note, name="live-note"),
    re_path(r"^live/(?P<verb>table|talk|renew|screen)/$", live.act, name="live-act"),
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
