"""Addresses of journeys, delegations, outputs, news, reports, budgets and helpers of an edition."""

from django.urls import path, re_path

from lonja.events.views import budgets, missions, news, outputs

_AT = "events/<slug:event>/<slug:edition>/"
_TABLE_AT = r"^events/(?P<event>[-\w]+)/(?P<edition>[-\w]+)/"

urlpatterns = [
    path("events/mine/follow-ups/", outputs.my_follow_ups, name="follow-ups"),
    path("events/mine/follow-ups/<int:pk>/done/", outputs.finish_follow_up, name="follow-up-done"),
    path(f"{_AT}journey/", missions.legs, name="legs"),
    path(f"{_AT}journey/mine/", missions.journey, name="journey"),
    path(f"{_AT}journey/mine.ics", missions.journey_file, name="journey-file"),
    path(f"{_AT}legs/new/", missions.new_leg, name="leg-new"),
    path(f"{_AT}legs/<int:pk>/", missions.edit_leg, name="leg-edit"),
    path(f"{_AT}legs/<int:pk>/remove/", missions.remove_leg, name="leg-remove"),
    path(f"{_AT}delegations/", missions.delegations, name="delegations"),
    path(f"{_AT}delegations/<int:pk>/", missions.delegation, name="delegation"),
    re_path(
        rf"{_TABLE_AT}delegations/(?P<pk>[0-9]{{1,15}})/(?P<verb>add|leave|lead|remove)/$",
        missions.change_delegation,
        name="delegation-change",
    ),
    path(f"{_AT}delegates/", missions.delegates, name="delegates"),
    re_path(
        rf"{_TABLE_AT}delegates\.(?P<shape>csv|xlsx)$", missions.delegates_export, name="delegates-export"
    ),
    path(f"{_AT}outputs/", outputs.outputs, name="outputs"),
    path(f"{_AT}outputs/<int:pk>/", outputs.edit_output, name="output-edit"),
    path(f"{_AT}outputs/<int:pk>/<slug:verb>/", outputs.move_output, name="output-move"),
    path(f"{_AT}follow-ups/", outputs.follow_ups, name="edition-follow-ups"),
    path(f"{_AT}report/", outputs.report, name="report"),
    path(f"{_AT}report/edit/", outputs.edit_report, name="report-edit"),
    path(f"{_AT}report/figures/", outputs.add_figure, name="report-figure-new"),
    path(f"{_AT}report/figures/<int:pk>/remove/", outputs.remove_figure, name="report-figure-remove"),
    path(f"{_AT}news/", news.news, name="news"),
    path(f"{_AT}news.xml", news.news_feed, name="news-feed"),
    path(f"{_AT}news/new/", news.new_item, name="news-new"),
    path(f"{_AT}news/<int:pk>/", news.edit_item, name="news-edit"),
    path(f"{_AT}news/<int:pk>/remove/", news.remove_item, name="news-remove"),
    path(f"{_AT}budget/", budgets.budget, name="budget"),
    re_path(rf"{_TABLE_AT}budget\.(?P<shape>csv|xlsx)$", budgets.budget_export, name="budget-export"),
    path(f"{_AT}budget/new/", budgets.new_line, name="budget-line-new"),
    path(f"{_AT}budget/<int:pk>/", budgets.line, name="budget-line"),
    path(f"{_AT}budget/<int:pk>/edit/", budgets.edit_line, name="budget-line-edit"),
    path(f"{_AT}budget/<int:pk>/remove/", budgets.remove_line, name="budget-line-remove"),
    path(f"{_AT}budget/evidence/<int:pk>/", budgets.evidence, name="budget-evidence"),
    path(f"{_AT}team/", budgets.team, name="team"),
    path(f"{_AT}team/helpers/", budgets.add_helper, name="helper-new"),
    path(f"{_AT}team/helpers/<int:pk>/remove/", budgets.remove_helper, name="helper-remove"),
    path(f"{_AT}team/door/", budgets.admit_to_door, name="door-new"),
    path(f"{_AT}team/door/<int:pk>/end/", budgets.end_at_door, name="door-end"),
]
