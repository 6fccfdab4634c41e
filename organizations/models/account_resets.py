import pgtrigger
from django.db import models
from django.db.models import F, Q

from infrastructure.history import tracked_without
from infrastructure.identifiers import new_uid
from organizations.models.places import Hospital
from organizations.models.users import User


class ResetKind(models.TextChoices):
    PASSWORD = "password", "设置密码"
    SECOND_FACTOR = "second_factor", "关闭两步验证"


class ResetState(models.TextChoices):
    ASKED = "asked", "待同意"
    AGREED = "agreed", "待本人使用"
    DONE = "done", "已完成"
    ENDED = "ended", "已结束"


OPEN_STATES = (ResetState.ASKED, ResetState.AGREED)


@tracked_without("first_code", "second_code")
class AccountReset(models.Model):
    """One administrator asks that an account be opened or its second factor taken off, another one agrees.

    The codes are kept as keyed hashes; each half of a slip is told to the one who prints it, once. Without `asked_by`
    it is the server's operator, who sets up a hospital when there is no administrator yet.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="resets")
    kind = models.CharField(max_length=15, choices=ResetKind)
    state = models.CharField(max_length=10, choices=ResetState, default=ResetState.ASKED)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    mail_to = models.EmailField(blank=True)  # empty: a sealed slip with two halves
    first_code = models.CharField(max_length=64, blank=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    second_code = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True)
    over_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    over_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(asked_by=F("agreed_by")) & ~Q(asked_by=F("user")) & ~Q(agreed_by=F("user")),
                name="account_reset_three_people",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True, agreed_by__isnull=True)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False)
                | Q(agreed_at__isnull=False, asked_by__isnull=True),
                name="account_reset_agreed_by_whom_and_when",
            ),
            # Nothing is done that nobody has agreed to.
            models.CheckConstraint(
                condition=Q(state__in=["asked", "ended"]) | Q(agreed_at__isnull=False),
                name="account_reset_done_when_agreed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "agreed"], over_at__isnull=True)
                | Q(state__in=["done", "ended"], over_at__isnull=False),
                name="account_reset_over_when",
            ),
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=Q(state__in=["asked", "agreed"]),
                name="account_reset_one_open",
            ),
        ]
        indexes = [models.Index(fields=["hospital", "-id"], name="account_reset_page")]
        triggers = [
            pgtrigger.Protect(
                name="asked_for_ever",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "user", "hospital", "kind", "asked_by", "asked_at", "first_code"
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}：{self.get_kind_display()}"
