"""Addresses of journeys, delegations, outputs, news, reports, budgets and helpers of an edition."""

from django.urls import path, re_path

from lonja.events.views import budgets, missions, news, outputs

urlpatterns = [
    path("events/mine/follow-ups/", outputs.my_follow_ups, name="follow-ups"),
    path("events/mine/follow-ups/<int:pk>/done/", outputs.finish_follow_up, name="follow-up-done"),
]
edition = [
    path("journey/", missions.legs, name="legs"),
    path("journey/mine/", missions.journey, name="journey"),
    path("journey/mine.ics", missions.journey_file, name="journey-file"),
    path("legs/new/", missions.new_leg, name="leg-new"),
    path("legs/<int:pk>/", missions.edit_leg, name="leg-edit"),
    path("legs/<int:pk>/remove/", missions.remove_leg, name="leg-remove"),
    path("delegations/", missions.delegations, name="delegations"),
    path("delegations/<int:pk>/", missions.delegation, name="delegation"),
    re_path(
        r"^delegations/(?P<pk>[0-9]{1,15})/(?P<verb>add|leave|lead|remove)/$",
        missions.change_delegation,
        name="delegation-change",
    ),
    path("delegates/", missions.delegates, name="delegates"),
    re_path(r"^delegates\.(?P<shape>csv|xlsx)$", missions.delegates_export, name="delegates-export"),
    path("outputs/", outputs.outputs, name="outputs"),
    path("outputs/<int:pk>/", outputs.edit_output, name="output-edit"),
    path("outputs/<int:pk>/<slug:verb>/", outputs.move_output, name="output-move"),
    path("follow-ups/", outputs.follow_ups, name="edition-follow-ups"),
    path("report/", outputs.report, name="report"),
    path("report/edit/", outputs.edit_report, name="report-edit"),
    path("report/figures/", outputs.add_figure, name="report-figure-new"),
    path("report/figures/<int:pk>/remove/", outputs.remove_figure, name="report-figure-remove"),
    path("news/", news.news, name="news"),
    path("news.xml", news.news_feed, name="news-feed"),
    path("news/new/", news.new_item, name="news-new"),
    path("news/<int:pk>/", news.edit_item, name="news-edit"),
    path("news/<int:pk>/remove/", news.remove_item, name="news-remove"),
    path("budget/", budgets.budget, name="budget"),
    re_path(r"^budget\.(?P<shape>csv|xlsx)$", budgets.budget_export, name="budget-export"),
    path("budget/new/", budgets.new_line, name="budget-line-new"),
    path("budget/<int:pk>/", budgets.line, name="budget-line"),
    path("budget/<int:pk>/edit/", budgets.edit_line, name="budget-line-edit"),
    path("budget/<int:pk>/remove/", budgets.remove_line, name="budget-line-remove"),
    path("budget/evidence/<int:pk>/", budgets.evidence, name="budget-evidence"),
    path("team/", budgets.team, name="team"),
    path("team/helpers/", budgets.add_helper, name="helper-new"),
    path("team/helpers/<int:pk>/remove/", budgets.remove_helper, name="helper-remove"),
    path("team/door/", budgets.admit_to_door, name="door-new"),
    path("team/door/<int:pk>/end/", budgets.end_at_door, name="door-end"),
]
