"""A picture as a phone would send it."""

from io import BytesIO

from PIL import Image


def png(colour: str = "teal") -> bytes:
    content = BytesIO()
    Image.new("RGB", (24, 24), colour).save(content, "PNG")
    return content.getvalue()
