"""A launch as a program reads it."""

from __future__ import annotations

from rest_framework import serializers

from campaigns.selectors.launch import Asked
from organizations.serializers.places import NamedRow


class LaunchLineRow(serializers.Serializer):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    done = serializers.BooleanField()
    lacks = serializers.CharField(help_text="还差什么；空：不差。")
    told = serializers.CharField(help_text="需要留意的。")


class PlanRow(serializers.Serializer):
    uid = serializers.UUIDField()
    document_no = serializers.CharField()
    title = serializers.CharField()
    issued_on = serializers.DateField()


class MemberRow(serializers.Serializer):
    uid = serializers.UUIDField()
    staff = NamedRow()
    post = serializers.CharField()
    post_label = serializers.CharField(source="get_post_display")
    from_on = serializers.DateField()


class DutyRowOut(serializers.Serializer):
    item = serializers.CharField(source="item.code")
    leader = NamedRow(source="duty.leader", default=None, allow_null=True)
    department = NamedRow(source="duty.department", default=None, allow_null=True)
    liaison = NamedRow(source="duty.liaison", default=None, allow_null=True)
    supporting = NamedRow(many=True)


class MeetingRow(serializers.Serializer):
    uid = serializers.UUIDField()
    kind = serializers.CharField()
    kind_label = serializers.CharField(source="get_kind_display")
    held_on = serializers.DateField()
    place = serializers.CharField()
    chair = NamedRow()
    attendance = serializers.IntegerField()
    attendees = serializers.CharField()


class ConfirmationRow(serializers.Serializer):
    department = NamedRow()
    confirmed_by = NamedRow(source="confirmation.signatory", default=None, allow_null=True)
    confirmed_at = serializers.DateTimeField(source="confirmation.at", default=None, allow_null=True)
    on_paper = serializers.SerializerMethodField()

    def get_on_paper(self, asked: Asked) -> bool:
        return asked.confirmation is not None and asked.confirmation.scan is not None


class LaunchRow(serializers.Serializer):
    complete = serializers.BooleanField(source="checklist.complete")
    checklist = LaunchLineRow(source="checklist.lines", many=True)
    plan = PlanRow(allow_null=True, help_text="null：还没有上传。")
    group = MemberRow(many=True)
    duties = DutyRowOut(many=True)
    meetings = MeetingRow(many=True)
    confirmations = ConfirmationRow(source="asked", many=True)
