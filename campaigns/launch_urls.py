"""The addresses of a launch, one a participation."""

from django.urls import path

from campaigns.views import duties, launch, launch_meetings, plan_confirmations

LAUNCH = "launch/<uuid:uid>/"

urlpatterns = [
    path("h/<slug:code>/launch/", launch.current, name="launch-current"),
    path(LAUNCH, launch.page, name="launch"),
    path(f"{LAUNCH}plan/", launch.plan, name="launch-plan"),
    path(f"{LAUNCH}files/<uuid:file>/", launch.file, name="launch-file"),
    path(f"{LAUNCH}group/new/", launch.member_new, name="launch-member-new"),
    path(f"{LAUNCH}group/<uuid:member>/end/", launch.member_end, name="launch-member-end"),
    path(f"{LAUNCH}duties/", duties.edit, name="launch-duties"),
    path(f"{LAUNCH}duties/print/", duties.printed, name="launch-duties-print"),
    path(f"{LAUNCH}duties/workbook/", duties.workbook, name="launch-duties-workbook"),
    path(f"{LAUNCH}meetings/new/", launch_meetings.new, name="launch-meeting-new"),
    path(f"{LAUNCH}meetings/<uuid:meeting>/", launch_meetings.edit, name="launch-meeting"),
    path(f"{LAUNCH}meetings/<uuid:meeting>/void/", launch_meetings.void, name="launch-meeting-void"),
    path(f"{LAUNCH}plans/<uuid:plan>/confirm/", plan_confirmations.confirm, name="launch-confirm"),
    path(f"{LAUNCH}plans/<uuid:plan>/paper/", plan_confirmations.paper, name="launch-paper"),
]
