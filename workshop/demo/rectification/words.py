"""Decks of words: shuffled, dealt one after another, so that neighbours do not say the same."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath

from workshop.demo.content import ItemWords, MeasureText, PhrasesFile, Way


@dataclass
class Deck:
    words: Sequence[str]
    next_one: int = 0

    def deal(self) -> str:
        word = self.words[self.next_one % len(self.words)]
        self.next_one += 1
        return word


@dataclass
class Words:
    """What is written beside the acts. Void and merge keep their order: each reason belongs to its finding."""

    phrases: PhrasesFile
    rng: random.Random
    decks: dict[str, Deck] = field(default_factory=dict)

    def reason(self, act: str) -> str:
        decisions = self.phrases.decisions
        lists = {
            "return": decisions.returned,
            "refuse": decisions.sent_back,
            "accept": decisions.accepted,
            "close": decisions.closed,
            "reopen": decisions.reopened,
            "grant_extension": decisions.extension_granted,
            "refuse_extension": decisions.extension_refused,
        }
        if act in lists:
            return self._deal(act, lists[act])
        in_order = {"merge": decisions.merged, "void": decisions.void}
        return self._deal(act, in_order[act], shuffled=False) if act in in_order else ""

    def note(self, measure: MeasureText, *, late: bool) -> str:
        """The first half of the notes speaks of work begun, the second of work that goes well."""
        way = self._way(measure)
        half = len(way.notes) // 2
        notes = way.notes[half:] if late else way.notes[:half]
        return self._deal(f"note {way.name} {late}", notes)

    def ongoing_note(self) -> str:
        return self._deal("ongoing", self.phrases.progress.ongoing)

    def why_later(self, measure: MeasureText) -> str:
        way = self._way(measure)
        return self._deal(f"extension {way.name}", way.extension)

    def on_site(self, item: str) -> str:
        return self._deal(f"on_site {item}", self._item(item).on_site)

    def evidence(self, measure: MeasureText, *, brought_on: date, again: bool) -> str:
        way = self._way(measure)
        name = self._deal(f"evidence {way.name}", way.evidence)
        name = name.replace("{month}", f"{brought_on.year}年{brought_on.month}月")
        path = PurePath(name)
        return f"{path.stem}（复验）{path.suffix}" if again else name

    def imported(self, state: str) -> str:
        return str(getattr(self.phrases.imported, state))

    def _way(self, measure: MeasureText) -> Way:
        return next(way for way in self.phrases.ways if way.fits(measure))

    def _item(self, clause: str) -> ItemWords:
        return next(item for item in self.phrases.items if item.clause == clause)

    def _deal(self, name: str, words: Sequence[str], *, shuffled: bool = True) -> str:
        if name not in self.decks:
            order = self.rng.sample(words, len(words)) if shuffled else words
            self.decks[name] = Deck(order)
        return self.decks[name].deal()
