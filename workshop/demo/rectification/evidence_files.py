"""Evidence files of the demo: a row and bytes of its own for each, previews drawn once for each content.

Uploading them would start two processes a file to look at what we made ourselves a moment ago; that an upload would
take every one of them is a test (`test_evidence_contents`).
"""

from __future__ import annotations

import io
from datetime import datetime
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction

from infrastructure.files.configuration import upload_storage
from infrastructure.files.names import preview_name, thumbnail_name
from infrastructure.files.services import keep_generated_file
from infrastructure.models import StoredFile
from infrastructure.models.files import PreviewState
from organizations.models import User
from workshop.demo.rectification.contents import Content, content_of


def keep_evidence(*, name: str, by: User, now: datetime) -> StoredFile:
    """The file as it is once its upload is through and its previews are drawn."""
    content = content_of(name)
    stored = keep_generated_file(
        stream=io.BytesIO(content.data),
        name=name,
        kind=content.kind,
        hospital_id=by.hospital_id,
        by=by,
        now=now,
    )
    if content.pages:
        stored.preview_state, stored.page_count = PreviewState.READY, len(content.pages)
        stored.save(update_fields=["preview_state", "page_count"])
        transaction.on_commit(partial(_put_previews, stored.storage_name, content))
    return stored


def _put_previews(storage_name: str, content: Content) -> None:
    storage = upload_storage()
    storage.save(thumbnail_name(storage_name), ContentFile(content.thumbnail))
    for number, page in enumerate(content.pages, start=1):
        storage.save(preview_name(storage_name, number), ContentFile(page))
