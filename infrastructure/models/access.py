from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now


class AccessKind(models.TextChoices):
    LOGGED_IN = "logged_in", "登录"
    LOGGED_OUT = "logged_out", "退出"
    LOGIN_FAILED = "login_failed", "登录失败"
    LOCKED_OUT = "locked_out", "登录被锁定"
    SWITCHED = "switched", "切换用户"
    EXPORTED = "exported", "导出"
    DOWNLOADED = "downloaded", "下载附件"
    RESTRICTED_VIEW = "restricted_view", "查看受限内容"


class AccessEntry(models.Model):
    """Who came in and what left the house: log-ins, exports, looks at restricted fields. Insert-only."""

    insert_only = True

    at = models.DateTimeField(db_default=Now())
    kind = models.CharField(max_length=20, choices=AccessKind)
    hospital_id = models.BigIntegerField(null=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    login = models.CharField(max_length=150, blank=True)  # what was typed, when no user was found
    address = models.GenericIPAddressField(null=True)
    target_uid = models.UUIDField(null=True)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["hospital_id", "-id"], name="access_page"),
            models.Index(fields=["user", "-id"], name="access_by_user"),
            BrinIndex(fields=["at"], name="access_age"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_kind_display()}"
