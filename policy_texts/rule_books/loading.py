"""The files under data/rulebooks/: one a version, named CODE-VERSION.toml."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from policy_texts.citations import unresolved
from policy_texts.rule_books.books import RuleBook
from policy_texts.rule_books.checks import rule_book_problems
from policy_texts.strict_reading import PolicyTextError, read_toml

FOLDER = "rulebooks"


def read_rule_books(data: Path, clauses: Collection[str]) -> dict[str, tuple[RuleBook, ...]]:
    """The versions of each book by date. All problems of all files are told at once."""
    problems: list[str] = []
    versions: defaultdict[str, list[RuleBook]] = defaultdict(list)
    for path in sorted((data / FOLDER).glob("*.toml")):
        try:
            book = _read(path, clauses)
        except PolicyTextError as error:
            problems += error.problems
        else:
            versions[book.code].append(book)
    books = {
        code: tuple(sorted(found, key=lambda book: book.from_on)) for code, found in sorted(versions.items())
    }
    if not problems:
        problems += (problem for found in books.values() for problem in _version_problems(found))
    if problems:
        raise PolicyTextError(*problems)
    return books


def _read(path: Path, clauses: Collection[str]) -> RuleBook:
    book = read_toml(path, RuleBook)
    problems: Iterable[str] = rule_book_problems(book, clauses)
    if book.code not in clauses:
        problems = [f"code: {unresolved(book.code, clauses)}"]
    if file_name(book) != path.name:
        problems = [*problems, f'version: the file must be called "{file_name(book)}"']
    if found := [f"{path.name}: {problem}" for problem in problems]:
        raise PolicyTextError(*found)
    return book


def file_name(book: RuleBook) -> str:
    return f"{book.code}-{book.version}.toml"


def _version_problems(versions: Sequence[RuleBook]) -> Iterator[str]:
    """Each version follows the one before without a day between, and counts on by one."""
    for earlier, later in zip(versions, versions[1:], strict=False):
        path = f"{file_name(later)}: from_on"
        if later.version != earlier.version + 1:
            yield f"{file_name(later)}: version: must be {earlier.version + 1} at this date"
        if earlier.to_on is None:
            yield f"{path}: overlap with {file_name(earlier)}, which has no to_on"
            continue
        next_on = earlier.to_on + timedelta(days=1)
        if later.from_on != next_on:
            fault = "overlap with" if later.from_on < next_on else "gap after"
            yield f"{path}: {fault} {file_name(earlier)}: must be {next_on}, is {later.from_on}"


def version_on(versions: Sequence[RuleBook], day: date) -> RuleBook:
    """The version in force on a day."""
    for book in versions:
        if book.covers(day):
            return book
    spans = ", ".join(f"{book.from_on} to {book.to_on or 'now'}" for book in versions)
    raise PolicyTextError(f"{versions[0].code} is not in force on {day}; in force: {spans}")
