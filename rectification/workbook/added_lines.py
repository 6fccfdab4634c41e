"""A cell that is only ever added to: notes of progress, one below the other."""


def added_lines(base: str, mine: str) -> str | None:
    """What a cell says beyond what it said: before it, behind it, or instead of all of it. None when a part of what
    it said was changed or taken away."""
    old, new = base.split("\n") if base else [], mine.split("\n") if mine else []
    if old and not new:
        return None
    if new[: len(old)] == old:
        return "\n".join(new[len(old) :])
    if new[len(new) - len(old) :] == old:
        return "\n".join(new[: len(new) - len(old)])
    return None if set(old) & set(new) else mine


def holds_lines(whole: str, part: str) -> bool:
    """Whether some lines stand in a text, together and in their order."""
    return not part.strip() or f"\n{part.strip()}\n" in f"\n{whole}\n"
