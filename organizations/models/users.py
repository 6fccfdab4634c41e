from datetime import date
from typing import ClassVar

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from infrastructure import audit
from infrastructure.history import tracked_without
from infrastructure.hospital_keys import HospitalKey
from infrastructure.identifiers import new_uid
from organizations.models.people import StaffMember
from organizations.models.places import Hospital


class UserManager(BaseUserManager["User"]):
    """Creation goes through `organizations.services.accounts`; there is no superuser to create."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)

    def open_on(self, as_of: date) -> "models.QuerySet[User]":
        """Log-ins that open on this day: not closed, and nobody's whose last day of work is over."""
        left = Q(staff__employed_to__lt=as_of)
        return self.filter(is_active=True).exclude(left)

    def of_leavers(self, as_of: date) -> "models.QuerySet[User]":
        """Log-ins still to be closed: their people's last day is over."""
        return self.filter(is_active=True, staff__employed_to__lt=as_of)


@tracked_without("password", unwatched=["last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    """A log-in. It may belong to a member of staff; what it may do is told by its memberships alone."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    username = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=40)
    hospital = models.ForeignKey(Hospital, models.PROTECT, null=True, blank=True, related_name="users")
    staff = HospitalKey(StaffMember, null=True, blank=True, related_name="users")
    email = models.EmailField(blank=True)
    email_confirmed_at = models.DateTimeField(null=True)  # by the person alone: links go to no other address
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_username_once"),
            models.CheckConstraint(condition=Q(is_superuser=False), name="user_never_superuser"),
            models.CheckConstraint(
                condition=Q(staff__isnull=True) | Q(hospital__isnull=False), name="user_staff_has_hospital"
            ),
        ]
        triggers = [
            # Whose log-in it is decides who has signed and who may not hold two roles: it is told once, at the opening.
            pgtrigger.Protect(
                name="one_person_for_ever",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("staff", "hospital"),
            )
        ]

    def __str__(self) -> str:
        return self.display_name

    def opens_on(self, as_of: date) -> bool:
        """Whether the log-in opens on this day: it says no after the last day, even before anybody has closed it."""
        left = (
            self.staff is not None and self.staff.employed_to is not None and self.staff.employed_to < as_of
        )
        return self.is_active and not left

    def check_password(self, raw_password: str | None) -> bool:
        """Django's; a hash that is made anew with today's settings is written in the user's own name."""

        def strengthen(raw: str) -> None:
            with audit.acting(by=self):
                self.set_password(raw)
                self.save(update_fields=["password"])

        return check_password(raw_password, self.password, strengthen)

    def get_full_name(self) -> str:
        return self.display_name
