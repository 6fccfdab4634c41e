"""Pictures as a telephone takes them on a ward, and as a workstation shows them: drawn, so that nobody is on them."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

_SIZE = (1200, 900)
_BOXES = ((214, 86, 70), (86, 140, 198), (240, 196, 84), (112, 170, 120), (232, 232, 226), (150, 120, 180))
Draw = Callable[[Image.Image, random.Random], None]


def photo(title: str) -> bytes:
    """A photo for this title. The same title gives the same bytes."""
    rng = random.Random(title)  # noqa: S311 - a repeatable demo, no secret
    if "对比" in title:
        picture = _side_by_side(rng)
    else:
        scene = _training if "培训" in title else _notice_board if "公示" in title else _cabinet
        picture = _drawn(scene, rng)
    return _encoded(picture.filter(ImageFilter.GaussianBlur(1.2)), "JPEG", quality=72)


def screen(title: str) -> bytes:
    """A picture of a screen, sharp as such pictures are."""
    rng = random.Random(title)  # noqa: S311 - a repeatable demo, no secret
    return _encoded(_drawn(_window, rng), "PNG", optimize=True)


def _drawn(scene: Draw, rng: random.Random, size: tuple[int, int] = _SIZE) -> Image.Image:
    picture = Image.new("RGB", size, (236, 238, 236))
    scene(picture, rng)
    return picture


def _encoded(picture: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, form, **options)
    return buffer.getvalue()


def _side_by_side(rng: random.Random) -> Image.Image:
    """Before, with things lying about; after, in order."""
    picture = Image.new("RGB", _SIZE, (255, 255, 255))
    half = (_SIZE[0] // 2 - 6, _SIZE[1])
    picture.paste(_drawn(_untidy, rng, half), (0, 0))
    picture.paste(_drawn(_cabinet, rng, half), (_SIZE[0] // 2 + 6, 0))
    return picture


def _cabinet(picture: Image.Image, rng: random.Random) -> None:
    """Shelves with boxes in rows, each with a label."""
    _shelves(picture, lambda: rng.choice(_BOXES), tilt=lambda: 0)


def _untidy(picture: Image.Image, rng: random.Random) -> None:
    _shelves(picture, lambda: rng.choice(_BOXES), tilt=lambda: rng.randint(-26, 40))


def _shelves(
    picture: Image.Image, colour: Callable[[], tuple[int, int, int]], tilt: Callable[[], int]
) -> None:
    pen, (width, height) = ImageDraw.Draw(picture), picture.size
    pen.rectangle((30, 30, width - 30, height - 30), fill=(206, 210, 212), outline=(120, 126, 130), width=8)
    shelf = (height - 100) // 4
    for row in range(4):
        floor = 70 + shelf * (row + 1)
        pen.rectangle((46, floor - 10, width - 46, floor + 4), fill=(150, 156, 160))
        left, shade = 70, colour()
        while left < width - 150:
            drop = abs(tilt())
            if drop > 34:
                left += 110
                continue
            top = floor - shelf + 60 + drop
            pen.rectangle((left, top, left + 84, floor - 12), fill=shade, outline=(96, 100, 104), width=2)
            pen.rectangle((left + 14, top + 18, left + 70, top + 40), fill=(250, 250, 246))
            left += 96
            if drop or left % 5 == 0:
                shade = colour()
        pen.rectangle((60, floor - 6, 190, floor + 2), fill=(250, 240, 180))


def _training(picture: Image.Image, rng: random.Random) -> None:
    """A screen in front, rows of people seen from behind."""
    pen, (width, height) = ImageDraw.Draw(picture), picture.size
    pen.rectangle((0, 0, width, height), fill=(198, 190, 176))
    pen.rectangle((260, 60, 940, 430), fill=(246, 248, 250), outline=(90, 90, 90), width=6)
    for line in range(6):
        pen.rectangle(
            (320, 120 + line * 48, 320 + rng.randint(300, 540), 138 + line * 48), fill=(96, 128, 176)
        )
    for row in range(4):
        size = 46 + row * 16
        for seat in range(11 - row):
            x = 60 + seat * (1100 // (11 - row)) + rng.randint(-8, 8)
            y = 500 + row * 105
            coat = rng.choice(((244, 246, 246), (226, 236, 240), (214, 228, 216)))
            pen.ellipse((x - size, y + size // 2, x + size, y + 3 * size), fill=coat)
            pen.ellipse((x - size // 2, y - size // 2, x + size // 2, y + size * 2 // 3), fill=(46, 38, 34))


def _notice_board(picture: Image.Image, rng: random.Random) -> None:
    """Papers behind glass."""
    pen, (width, height) = ImageDraw.Draw(picture), picture.size
    pen.rectangle((60, 90, width - 60, height - 90), fill=(58, 96, 140), outline=(150, 154, 158), width=16)
    for row in range(2):
        for column in range(5):
            left, top = 120 + column * 196, 150 + row * 310
            pen.rectangle((left, top, left + 166, top + 250), fill=(250, 250, 246))
            pen.rectangle((left + 40, top + 18, left + 126, top + 32), fill=(180, 50, 44))
            for line in range(8):
                end = left + rng.randint(110, 150)
                pen.rectangle(
                    (left + 16, top + 54 + line * 22, end, top + 60 + line * 22), fill=(130, 132, 134)
                )


def _window(picture: Image.Image, rng: random.Random) -> None:
    """A program's window: a list at the left, a form, and the notice that stops what is not allowed."""
    pen, (width, height) = ImageDraw.Draw(picture), picture.size
    pen.rectangle((0, 0, width, 44), fill=(36, 92, 160))
    pen.rectangle((0, 44, 210, height), fill=(226, 234, 244))
    for entry in range(14):
        pen.rectangle((24, 76 + entry * 50, 24 + rng.randint(80, 150), 90 + entry * 50), fill=(120, 138, 164))
    for line in range(9):
        top = 90 + line * 66
        pen.rectangle((250, top + 8, 360, top + 20), fill=(110, 112, 116))
        pen.rectangle((390, top, 1150, top + 34), fill=(255, 255, 255), outline=(170, 178, 188), width=2)
        pen.rectangle((402, top + 12, 402 + rng.randint(120, 560), top + 22), fill=(70, 74, 80))
    pen.rectangle((430, 330, 950, 590), fill=(255, 255, 255), outline=(90, 100, 112), width=3)
    pen.rectangle((430, 330, 950, 374), fill=(202, 74, 60))
    pen.ellipse((470, 420, 530, 480), fill=(238, 170, 60))
    for line in range(3):
        pen.rectangle((560, 424 + line * 30, 560 + rng.randint(180, 340), 436 + line * 30), fill=(80, 84, 90))
    pen.rectangle((760, 530, 910, 568), fill=(36, 92, 160))
