"""A text as the cues see it: folded, with the parties masked, and asked piece by piece."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from billwatch.agreement.book import Book, Cue
from billwatch.agreement.parties import Parties, mask
from billwatch.provisions.patterns import Fragments, Span, Way, finder, fold, locate


@dataclass(frozen=True, slots=True)
class Sheet:
    """The folded text of one agreement; offsets are those of its body."""

    folded: str
    fragments: Fragments


def sheet(body: str, sides: Parties, book: Book) -> Sheet:
    """Fold a body for the cues of a book."""
    return Sheet(mask(fold(body), sides), book.fragments)


class Piece:
    """Some spans of a sheet joined by blanks, in which ways are looked for."""

    def __init__(self, sheet: Sheet, spans: Iterable[Span]) -> None:
        self._parts: list[tuple[int, Span]] = []
        words: list[str] = []
        at = 0
        for span in spans:
            words.append(sheet.folded[slice(*span)])
            self._parts.append((at, span))
            at += span[1] - span[0] + 1
        self.own = self._parts[-1][0]
        self.words = " ".join(words).encode("ascii", "replace")
        self._spans: Callable[[int], list[Span]] = finder(self.words, sheet.fragments)

    def find(self, ways: Iterable[Way], after: int = 0) -> Span | None:
        """Return where the first of the ways occurs in the piece, from ``after`` on if it can."""
        for way in ways:
            span = locate(way, self._spans, after)
            if span is not None:
                return span
        return None

    def every(self, ways: Iterable[Way]) -> list[Span]:
        """Return the first occurrence of each way, and all occurrences of the one-fragment ones."""
        found: list[Span] = []
        for way in ways:
            steps = [step for chain in way.chains for step in chain.steps]
            if len(steps) == 1:
                found += self._spans(steps[0][1])
            elif (span := locate(way, self._spans)) is not None:
                found.append(span)
        return found

    def says(self, cue: Cue, *, own: bool = True) -> Span | None:
        """Return where a cue holds, or None; with ``own`` it must reach into the last span."""
        after = self.own if own else 0
        for way in cue.when:
            span = locate(way, self._spans, after)
            if span is not None and span[1] > after and self.find(cue.unless) is None:
                return span
        return None

    def place(self, span: Span) -> Span:
        """Return where words of the piece stand in the body."""
        for at, (start, end) in reversed(self._parts):
            if span[0] >= at:
                return start + span[0] - at, min(start + span[1] - at, end)
        raise ValueError(span)
