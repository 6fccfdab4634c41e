"""What is said of a citation that leads nowhere."""

from collections.abc import Iterable


def unresolved(clause: str, known: Iterable[str]) -> str:
    """Names what would have been allowed: the clauses of that document, or the documents."""
    known = list(known)
    document = clause.partition(".")[0]
    allowed = [each for each in known if each.partition(".")[0] == document]
    allowed = allowed or sorted({each.partition(".")[0] for each in known})
    return f'"{clause}" is not a known clause; allowed: {", ".join(allowed)}'
