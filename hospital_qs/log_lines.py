"""What the log does not need to tell."""

import logging


class RefusalsInOneLine(logging.Filter):
    """Who asked for what they may not see, or for what is not there, is one line: no fault, so no traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == "django.request" and record.levelno < logging.ERROR:
            record.exc_info = record.exc_text = None
        return True
