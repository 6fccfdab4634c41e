"""A picture as a phone would send it."""

from io import BytesIO

from PIL import Image


def png() -> bytes:
    content = BytesIO()
    Image.new("RGB", (24, 24), "teal").save(content, "PNG")
    return content.getvalue()
