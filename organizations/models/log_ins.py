from django.db import models


class LogInTry(models.Model):
    """A try at a password or code that has not succeeded (yet). Told to nobody, cleared away at night.

    `account` is the log-in that was meant, however it was written, or what was typed when it means nobody. `source`
    is the browser that has come in with this account before, or the network of the machine.
    """

    at = models.DateTimeField()
    account = models.CharField(max_length=150)
    source = models.CharField(max_length=80)
    network = models.CharField(max_length=50, blank=True)  # empty for browsers that are known

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["account", "-at"], name="log_in_try_of_account"),
            models.Index(fields=["network", "-at"], name="log_in_try_of_network"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.account}"
