"""Log-in, sessions, headers."""

from csp.constants import NONCE, NONE, SELF

AUTH_USER_MODEL = "organizations.User"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = [
    "organizations.auth_backends.LogInBackend",
    # Asked by guardian's own checks only: no page asks Django for permissions.
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "organizations.passwords.LongEnough"},
    {"NAME": "organizations.passwords.NotAboutThePerson"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Whether mail leaves this house. Where it does not, people are told by sealed slips.
EMAIL_GOES_OUT = False
EMAIL_TIMEOUT = 10
OTP_TOTP_ISSUER = "医疗质量安全"

# Only organizations/scope.py asks guardian; no anonymous user row, no methods patched onto ours.
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False

# Addresses or networks of the reverse proxies whose X-Forwarded-For is believed.
TRUSTED_PROXIES: list[str] = []

# The idle time of a session is the hospital's (organizations/middleware.py); this is the end of a working day.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        # Tabler draws its check marks from data: URLs; a photo is shown from memory before it is sent.
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

CSRF_FAILURE_VIEW = "hospital_qs.problem_pages.csrf_failure"

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# What is over the limits of infrastructure/files is read and dropped, never written to the disk of the server.
FILE_UPLOAD_HANDLERS = ["infrastructure.files.upload_handlers.CappedFileUploadHandler"]
