"""The queues of the workers. A task names its own: `@shared_task(lane=NOW)`; what names none is work.

`NOW`: what somebody waits for and what takes moments (notices, log-ins that end). `WORK`: jobs, and what is cleaned at
night. `PICTURES`: previews. Each has workers of its own, so that a long import delays no notice.
"""

from __future__ import annotations

from typing import Any

NOW = "now"
WORK = "work"
PICTURES = "pictures"
QUEUES = (NOW, WORK, PICTURES)


def route(name: str, args: Any, kwargs: Any, options: Any, task: Any = None, **more: Any) -> dict[str, str]:
    """Celery's question where a task goes (its own attribute for that is deprecated)."""
    return {"queue": getattr(task, "lane", WORK)}
