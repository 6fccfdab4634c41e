"""No row of a tracked table is written in nobody's name: the database refuses it, whoever writes."""

from __future__ import annotations

from typing import Any

import pghistory
import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from infrastructure import audit
from infrastructure.hospital_keys import is_history
from organizations.models import Department, HospitalRole, User
from tests import factories

pytestmark = pytest.mark.django_db
EVENTS = [m for m in apps.get_models() if m._meta.app_label != "pghistory" and is_history(m)]


def written_in(metadata: str) -> None:
    """As a connection would that sets what it likes."""
    hospital = factories.make_hospital()
    values = vars(factories.make_department(hospital))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_id', '0198f3c0-0000-7000-8000-000000000000', true),"
            " set_config('pghistory.context_metadata', %s, true)",
            [metadata],
        )
        cursor.execute("UPDATE organizations_department SET name = '新名' WHERE id = %s", [values["id"]])


@pytest.mark.parametrize(
    "metadata", ["{}", '{"name": "x"}', '{"actor": null}', '{"actor": "me"}', "[]", "null"]
)
def test_a_context_that_names_nobody_is_refused(metadata: str) -> None:
    with pytest.raises(IntegrityError, match="organizations_department_actor"):
        written_in(metadata)


def test_a_context_with_an_actor_is_taken() -> None:
    written_in('{"actor": 7}')
    assert Department.images.rel.related_model.objects.last().pgh_context == {"actor": 7}  # type: ignore[attr-defined]


def test_an_empty_context_of_the_library_is_refused() -> None:
    department = factories.make_department(factories.make_hospital())
    with pytest.raises(IntegrityError), transaction.atomic(), pghistory.context():
        Department.objects.filter(pk=department.pk).update(name="新名")


@pytest.mark.parametrize("event", EVENTS, ids=lambda m: m._meta.label)
def test_every_table_of_images_asks_for_the_actor(event: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'",
            [event._meta.db_table],
        )
        checks = " ".join(text for (text,) in cursor.fetchall())
    assert "pgh_context ? 'actor'" in checks


# --- Log-ins and what carries their roles ---


def images_of(user: User) -> list[dict[str, Any]]:
    return list(User.images.rel.related_model.objects.filter(pgh_obj_id=user.pk).order_by("pgh_id").values())  # type: ignore[attr-defined]


def test_of_a_password_the_change_is_kept_and_never_the_hash() -> None:
    user = factories.make_user(factories.make_hospital())
    before = len(images_of(user))
    user.set_password("Ginkgo-tree-1931")
    with pytest.raises(IntegrityError), transaction.atomic():
        user.save(update_fields=["password"])
    with audit.acting(by=user):
        user.save(update_fields=["password"])
    images = images_of(user)
    assert len(images) == before + 1
    assert images[-1]["pgh_context"]["actor"] == user.pk
    assert "password" not in images[-1]
    assert user.password not in str(images)


def test_a_log_in_leaves_no_image_and_a_hash_made_anew_is_the_users_own(settings: Any) -> None:
    user = factories.make_user(factories.make_hospital())
    before = len(images_of(user))
    User.objects.filter(pk=user.pk).update(last_login="2026-11-21T00:00:00Z")
    assert len(images_of(user)) == before
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    assert user.check_password(factories.PASSWORD)
    user.refresh_from_db()
    assert user.password.startswith("pbkdf2_sha1$")
    assert images_of(user)[-1]["pgh_context"]["actor"] == user.pk


@pytest.mark.parametrize("field", ["username", "is_active", "email", "must_change_password"])
def test_nothing_of_a_log_in_changes_in_nobodys_name(field: str) -> None:
    user = factories.make_user(factories.make_hospital())
    values = {"username": "other", "is_active": False, "email": "x@example.cn", "must_change_password": True}
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(**{field: values[field]})


def test_what_carries_a_role_is_neither_made_nor_dropped_in_nobodys_name() -> None:
    hospital = factories.make_hospital()
    user = factories.make_member("quality_office", hospital)
    row = HospitalRole.objects.get(user=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        HospitalRole.objects.filter(pk=row.pk).update(user=factories.make_user(hospital))
    image = HospitalRole.images.rel.related_model.objects.get(pgh_obj_id=row.pk)  # type: ignore[attr-defined]
    assert (image.pgh_label, image.user_id, image.pgh_context["actor"]) == ("insert", user.pk, 0)
