"""The files under data/ as dataclasses. Whatever is wrong in them stops with a PolicyTextError."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from policy_texts.campaigns import (
    Campaign,
    Coverage,
    Item,
    Phase,
    Requirement,
    campaign_problems,
)
from policy_texts.citations import unresolved
from policy_texts.rule_books.books import RuleBook
from policy_texts.rule_books.loading import read_rule_books, version_on
from policy_texts.strict_reading import PolicyTextError, read_toml

DATA = Path(__file__).parent / "data"
_DOCUMENTS = "documents.toml"


@dataclass(frozen=True)
class CitableClause:
    id: str
    title: str


@dataclass(frozen=True)
class Document:
    """An official paper that the texts may cite, as a whole or by a clause.

    A hospital's own paper may bear neither number nor date; one that orders a campaign bears both.
    """

    id: str
    title: str
    issuers: tuple[str, ...]
    document_no: str = ""
    issued_on: date | None = None
    clauses: tuple[CitableClause, ...] = ()


@dataclass(frozen=True)
class _DocumentsFile:
    documents: tuple[Document, ...]


@dataclass(frozen=True)
class _CampaignFile:
    code: str
    version: int
    traced: tuple[str, ...]
    coverage: Coverage
    items: tuple[Item, ...]
    phases: tuple[Phase, ...]
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True)
class _Library:
    documents: dict[str, Document]
    campaigns: dict[str, Campaign]
    rule_books: dict[str, tuple[RuleBook, ...]]
    clauses: dict[str, str]
    traced: dict[str, tuple[str, ...]]


def available_campaigns(*, folder: Path = DATA) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in folder.glob("*.toml") if path.name != _DOCUMENTS))


def load_campaign(code: str, *, folder: Path = DATA) -> Campaign:
    campaigns = _library(folder).campaigns
    if code not in campaigns:
        raise PolicyTextError(f'unknown campaign "{code}"; available: {", ".join(campaigns)}')
    return campaigns[code]


def available_rule_books(*, folder: Path = DATA) -> tuple[str, ...]:
    return tuple(_library(folder).rule_books)


def rule_book_versions(code: str, *, folder: Path = DATA) -> tuple[RuleBook, ...]:
    """Every version of a book, the oldest first."""
    books = _library(folder).rule_books
    if code not in books:
        raise PolicyTextError(f'unknown rule book "{code}"; available: {", ".join(books)}')
    return books[code]


def load_rule_book(code: str, *, on: date, folder: Path = DATA) -> RuleBook:
    """The version in force on a day."""
    return version_on(rule_book_versions(code, folder=folder), on)


def clause_text(clause: str, *, folder: Path = DATA) -> str:
    """The words that stand for a clause on a page: a heading, or a checkpoint's text."""
    clauses = _library(folder).clauses
    if clause not in clauses:
        raise PolicyTextError(unresolved(clause, clauses))
    return clauses[clause]


def traced_clauses(*, folder: Path = DATA) -> dict[str, tuple[str, ...]]:
    """Clauses that a test must serve today, each with its checkpoints (none: it is served itself)."""
    return dict(_library(folder).traced)


@cache
def _library(folder: Path) -> _Library:
    """Everything at once: a citation may point into any other file."""
    documents = _read_documents(folder / _DOCUMENTS)
    problems: list[str] = []
    files: dict[str, _CampaignFile] = {}
    for code in available_campaigns(folder=folder):
        try:
            files[code] = _read_campaign_file(folder / f"{code}.toml", documents)
        except PolicyTextError as error:
            problems += error.problems
    if problems:
        raise PolicyTextError(*problems)
    campaigns = {code: _campaign(file, documents[code]) for code, file in files.items()}
    clauses = _citable(documents) | {
        clause: text for campaign in campaigns.values() for clause, text in campaign.clauses().items()
    }
    for code, campaign in campaigns.items():
        found = [*campaign_problems(campaign), *_reference_problems(files[code], campaign, clauses)]
        problems += (f"{code}.toml: {problem}" for problem in found)
    if problems:
        raise PolicyTextError(*problems)
    rule_books = read_rule_books(folder, clauses)
    return _Library(documents, campaigns, rule_books, clauses, _traced(files, campaigns, rule_books))


def _read_documents(path: Path) -> dict[str, Document]:
    documents = read_toml(path, _DocumentsFile).documents
    ids = Counter(document.id for document in documents)
    ids.update(clause.id for document in documents for clause in document.clauses)
    problems = [f"documents[{id_}]: duplicated id" for id_, times in ids.items() if times > 1]
    problems += (
        f'documents[{document.id}].clauses[{clause.id}].id: must begin with "{document.id}."'
        for document in documents
        for clause in document.clauses
        if not clause.id.startswith(f"{document.id}.")
    )
    if problems:
        raise PolicyTextError(*(f"{path.name}: {problem}" for problem in problems))
    return {document.id: document for document in documents}


def _read_campaign_file(path: Path, documents: dict[str, Document]) -> _CampaignFile:
    file = read_toml(path, _CampaignFile)
    if file.code != path.stem:
        raise PolicyTextError(f'{path.name}: code: must be "{path.stem}" as the file, is "{file.code}"')
    if file.code not in documents:
        raise PolicyTextError(f"{path.name}: code: {unresolved(file.code, documents)}")
    if not documents[file.code].document_no or documents[file.code].issued_on is None:
        raise PolicyTextError(
            f"{_DOCUMENTS}: documents[{file.code}]: needs document_no and issued_on, as {path.name} has them"
        )
    if documents[file.code].clauses:
        raise PolicyTextError(
            f"{_DOCUMENTS}: documents[{file.code}].clauses: these stand in {path.name}; leave them out here"
        )
    return file


def _campaign(file: _CampaignFile, document: Document) -> Campaign:
    assert document.issued_on is not None
    return Campaign(
        code=file.code,
        version=file.version,
        title=document.title,
        document_no=document.document_no,
        issued_on=document.issued_on,
        issuers=document.issuers,
        coverage=file.coverage,
        items=file.items,
        phases=file.phases,
        requirements=file.requirements,
    )


def _citable(documents: dict[str, Document]) -> dict[str, str]:
    texts = {document.id: document.title for document in documents.values()}
    texts.update((clause.id, clause.title) for each in documents.values() for clause in each.clauses)
    return texts


def _reference_problems(file: _CampaignFile, campaign: Campaign, clauses: dict[str, str]) -> Iterator[str]:
    for path, cited in campaign.citations():
        if cited not in clauses:
            yield f"{path}: {unresolved(cited, clauses)}"
    own = campaign.clauses()
    counted = Counter(part for clause in file.traced for part in (clause, *_parts(campaign, clause)))
    for clause, times in counted.items():
        if clause not in own:
            yield f"traced: {unresolved(clause, own)}"
        elif times > 1:
            yield f'traced: "{clause}" is traced twice (an item stands for its checkpoints)'


def _traced(
    files: dict[str, _CampaignFile],
    campaigns: dict[str, Campaign],
    rule_books: dict[str, tuple[RuleBook, ...]],
) -> dict[str, tuple[str, ...]]:
    """A campaign file says which of its clauses are served today; the rules of a book all are."""
    traced = {
        clause: _parts(campaigns[code], clause) for code, file in files.items() for clause in file.traced
    }
    rules = (rule.clause for versions in rule_books.values() for book in versions for rule in book.rules)
    return traced | dict.fromkeys(rules, ())


def _parts(campaign: Campaign, clause: str) -> tuple[str, ...]:
    points = (item.checkpoints for item in campaign.items if item.clause == clause)
    return tuple(point.clause for group in points for point in group)
