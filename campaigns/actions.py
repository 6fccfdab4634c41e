"""The closed list of acts that the campaigns app writes into the audit."""

from django.db import models

from infrastructure.audit import register_actions


@register_actions
class CampaignAction(models.TextChoices):
    CAMPAIGN_SYNCED = "campaign.synced", "载入整治方案"
    RUN_OPENED = "run.opened", "开展专项整治"
    OVERLAY_CHANGED = "overlay.changed", "调整要点设置"
    PLAN_ADDED = "launch_plan.added", "上传实施方案"
    PLAN_REPLACED = "launch_plan.replaced", "更换实施方案"
    PLAN_CONFIRMED = "launch_plan.confirmed", "确认已阅读方案与分工"
    GROUP_JOINED = "launch_group.joined", "加入工作组"
    GROUP_LEFT = "launch_group.left", "退出工作组"
    DUTIES_CHANGED = "duties.changed", "调整职责分工"
    MEETING_ADDED = "launch_meeting.added", "登记启动会议"
    MEETING_CHANGED = "launch_meeting.changed", "修改启动会议"
    MEETING_VOID = "launch_meeting.void", "作废启动会议"
    ENTRY_ADDED = "check_entry.added", "增加检查条目"
    ENTRY_CHANGED = "check_entry.changed", "修改检查条目"
    ENTRY_ENDED = "check_entry.ended", "停用检查条目"
