"""How a Chinese name is typed on a keyboard. PostgreSQL has no order of Chinese here, so lists sort by this key."""

from pypinyin import Style, lazy_pinyin

# A surname is often read differently from the same character in a word.
_SURNAMES = {
    "尉迟": "yu chi",
    "万俟": "mo qi",
    "澹台": "tan tai",
    "长孙": "zhang sun",
    "单": "shan",
    "解": "xie",
    "查": "zha",
    "曾": "zeng",
    "仇": "qiu",
    "区": "ou",
    "朴": "piao",
    "盖": "ge",
    "覃": "qin",
    "乐": "yue",
    "翟": "zhai",
    "缪": "miao",
    "任": "ren",
    "华": "hua",
    "召": "shao",
    "折": "she",
    "员": "yun",
    "种": "chong",
    "秘": "bi",
    "繁": "po",
    "逄": "pang",
    "么": "yao",
    "冼": "xian",
    "洗": "xian",
}
# Initials are kept whole, so that they are found however long the name is.
_MOST_INITIALS = 60


def name_key(name: str, *, limit: int) -> str:
    """Full reading and initials of a place: 骨科 → `guke gk`."""
    return _key(_readings(name), limit)


def person_key(name: str, *, limit: int) -> str:
    """The same for a person, the surname read as a surname: 单小华 → `shanxiaohua sxh`."""
    for length in (2, 1):
        surname = _SURNAMES.get(name[:length]) if len(name) > length else None
        if surname:
            return _key([*surname.split(), *_readings(name[length:])], limit)
    return _key(_readings(name), limit)


def _readings(text: str) -> list[str]:
    """One a character; letters and figures stand for themselves (CT室 → c, t, shi)."""
    return [reading.lower() for reading in lazy_pinyin(text, style=Style.NORMAL, errors=list)]  # type: ignore[arg-type]  # a list is what it takes


def _key(readings: list[str], limit: int) -> str:
    letters = ["".join(filter(str.isalnum, reading)) for reading in readings]
    initials = "".join(reading[:1] for reading in letters if reading)[:_MOST_INITIALS]
    full = "".join(letters)[: limit - len(initials) - 1]
    return f"{full} {initials}"
