"""Chinese numerals as they number items and dates: 三, 十一, 二十三, 二〇二五."""

import re

_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
NUMERAL_SIGNS = "零〇○一二三四五六七八九十两"

_TENS = re.compile(r"([一二三四五六七八九])?十([一二三四五六七八九])?")
_BEFORE_UNIT = re.compile(rf"[{NUMERAL_SIGNS}]{{1,4}}(?=年|月|日|号|季)")


def chinese_number(text: str) -> int | None:
    """The number of a numeral below one hundred, or of a year written digit by digit; None for anything else."""
    if tens := _TENS.fullmatch(text):
        high, low = tens.groups()
        return (_DIGITS[high] if high else 1) * 10 + (_DIGITS[low] if low else 0)
    if text and all(sign in _DIGITS for sign in text) and len(text) in (1, 4):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    return None


def with_arabic_dates(text: str) -> str:
    """二〇二五年九月三十日 → 2025年9月30日. Numerals that count something else stay."""

    def arabic(match: re.Match[str]) -> str:
        number = chinese_number(match[0])
        return match[0] if number is None else str(number)

    return _BEFORE_UNIT.sub(arabic, text)
