from django.conf import settings
from django.db import models
from django.db.models import Q

from infrastructure.files.limits import PREVIEW_PAGES
from infrastructure.files.querysets import StoredFileQuerySet
from infrastructure.hospital_keys import of_one_place
from infrastructure.identifiers import new_uid


class FileState(models.TextChoices):
    PENDING = "pending", "接收中"
    STORED = "stored", "已保存"
    DISCARDED = "discarded", "已清除"


class PreviewState(models.TextChoices):
    NONE = "none", "不提供预览"
    WAITING = "waiting", "预览生成中"
    READY = "ready", "可预览"
    FAILED = "failed", "无法预览"


class StoredFile(models.Model):
    """One file of a hospital or of a region. The row says what it is, the storage holds it under a random name.

    The row stands for the bytes of `sha256` and nothing else: a new version is a new row. Who may read a file is
    decided by the record that refers to it, never here and never by knowing a hash (DESIGN §8).
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital_id = models.BigIntegerField(null=True, db_index=True)
    region_id = models.BigIntegerField(null=True, db_index=True)
    storage_name = models.CharField(max_length=100, unique=True)
    original_name = models.CharField(max_length=255)
    sent_name = models.CharField(
        max_length=255, blank=True
    )  # what it was called, when its content said otherwise
    content_type = models.CharField(max_length=100)  # by content, never what the browser said
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=FileState, default=FileState.PENDING)
    preview_state = models.CharField(max_length=10, choices=PreviewState, default=PreviewState.NONE)
    page_count = models.PositiveIntegerField(
        null=True
    )  # pages of the document, of which the first ten are shown
    preview_attempts = models.PositiveSmallIntegerField(default=0)
    preview_lease_until = models.DateTimeField(null=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    discarded_at = models.DateTimeField(null=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        constraints = [
            of_one_place("file"),
            models.CheckConstraint(condition=Q(state__in=FileState.values), name="file_state_known"),
            models.CheckConstraint(
                condition=Q(preview_state__in=PreviewState.values), name="file_preview_known"
            ),
            models.CheckConstraint(
                condition=Q(state="discarded", discarded_at__isnull=False)
                | (~Q(state="discarded") & Q(discarded_at__isnull=True)),
                name="file_discarded_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(preview_state="ready", page_count__isnull=False, page_count__gte=1)
                | (~Q(preview_state="ready") & Q(page_count__isnull=True)),
                name="file_pages_when_previewed",
            ),
            models.CheckConstraint(
                condition=Q(preview_lease_until__isnull=True) | Q(preview_state="waiting"),
                name="file_lease_while_waiting",
            ),
            models.CheckConstraint(condition=Q(size__gte=1), name="file_not_empty"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_sha256_is_hex"),
            models.CheckConstraint(
                condition=Q(storage_name__regex=r"^files/[0-9]{4}/[0-9]{2}/[0-9]{2}/[0-9a-f]{32}$"),
                name="file_storage_name_random",
            ),
            models.CheckConstraint(
                condition=Q(original_name__regex=r"^[^/\\[:cntrl:]]+$"), name="file_name_without_path"
            ),
            models.CheckConstraint(
                condition=Q(content_type__regex=r"^[a-z]+/[a-z0-9.+-]+$"), name="file_content_type_wellformed"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(preview_state="waiting"), name="file_preview_waiting"),
            models.Index(fields=["id"], condition=Q(state="pending"), name="file_pending"),
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def renamed_words(self) -> str:
        """What to tell whoever sent it under another name; empty when nothing was changed."""
        if not self.sent_name:
            return ""
        return f"“{self.sent_name}”已按实际内容保存为“{self.original_name}”。"

    @property
    def previewed_pages(self) -> int:
        """How many pages can be looked at without downloading."""
        return min(self.page_count or 0, PREVIEW_PAGES)
