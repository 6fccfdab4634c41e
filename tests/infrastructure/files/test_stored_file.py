"""What the table refuses, one test a constraint."""

import datetime
import secrets

import pytest
from django.db import IntegrityError, models

from infrastructure.models.files import PreviewState, StoredFile
from tests.infrastructure.files.conftest import HOSPITAL, NOW, make_user

pytestmark = pytest.mark.django_db

MORNING = "files/2026/11/21/" + "a" * 32


def make(**changes: object) -> StoredFile:
    values: dict[str, object] = {
        "hospital_id": HOSPITAL,
        "storage_name": MORNING,
        "original_name": "台账.xlsx",
        "content_type": "application/pdf",
        "size": 1,
        "sha256": "0" * 64,
        "uploaded_by": make_user(secrets.token_hex(4)),
        "uploaded_at": NOW,
    }
    return StoredFile.objects.create(**(values | changes))


def test_an_ordinary_row_is_taken() -> None:
    assert make().previewed_pages == 0
    longest = "整" * 255
    assert make(storage_name=MORNING[:-1] + "b", original_name=longest).pk


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("file_of_one_place", {"hospital_id": None}),
        ("file_of_one_place", {"region_id": 7}),
        ("file_state_known", {"state": "gone"}),
        ("file_preview_known", {"preview_state": "maybe"}),
        ("file_discarded_has_moment", {"state": "discarded"}),
        ("file_discarded_has_moment", {"state": "stored", "discarded_at": NOW}),
        ("file_pages_when_previewed", {"preview_state": "ready"}),
        ("file_pages_when_previewed", {"preview_state": "ready", "page_count": 0}),
        ("file_pages_when_previewed", {"preview_state": "waiting", "page_count": 1}),
        ("file_lease_while_waiting", {"preview_state": "failed", "preview_lease_until": NOW}),
        ("file_not_empty", {"size": 0}),
        ("file_sha256_is_hex", {"sha256": "A" * 64}),
        ("file_sha256_is_hex", {"sha256": "0" * 63}),
        ("file_storage_name_random", {"storage_name": "files/2026/11/21/" + "a" * 31}),
        ("file_storage_name_random", {"storage_name": "files/../../../../" + "a" * 32}),
        ("file_name_without_path", {"original_name": ""}),
        ("file_name_without_path", {"original_name": "a/b.pdf"}),
        ("file_name_without_path", {"original_name": "a\\b.pdf"}),
        ("file_name_without_path", {"original_name": "a\nb.pdf"}),
        ("file_content_type_wellformed", {"content_type": "text/html\r\nX: 1"}),
        ("file_content_type_wellformed", {"content_type": ""}),
    ],
)
def test_constraint(constraint: str, changes: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        make(**changes)


def test_every_constraint_has_a_case() -> None:
    cases = {case[0] for case in test_constraint.pytestmark[0].args[1]}
    named = {c.name for c in StoredFile._meta.constraints if isinstance(c, models.CheckConstraint)}
    assert named == cases


def test_storage_name_is_given_once() -> None:
    make()
    with pytest.raises(IntegrityError, match="storage_name"):
        make()


def test_due_previews() -> None:
    stored = make(state="stored", preview_state=PreviewState.WAITING)
    later = NOW + datetime.timedelta(seconds=1)
    assert StoredFile.objects.preview_due(NOW).get() == stored
    StoredFile.objects.update(preview_lease_until=NOW)
    assert not StoredFile.objects.preview_due(NOW).exists()
    assert StoredFile.objects.preview_due(later).exists()
    StoredFile.objects.update(state="pending")
    assert not StoredFile.objects.preview_due(later).exists()
    assert not StoredFile.objects.stored().exists()
