"""The words of clauses with their lead-ins before them, and where each run of them stands."""

from billwatch.models import Clause
from billwatch.provisions.patterns import Span, build

Runs = tuple[tuple[int, int, int], ...]  # (offset in the words, start, end in the body)
_INSTRUCTION = build(
    r"(?:\bis (?:further |hereby )?amended\b|\bare amended\b|\bby (?:adding|inserting"
    r"|striking|amending|redesignating)\b"
    r"|\bto read as follows\b|\bas follows\b)[^.]{0,200}$"
)


class JoinedWords:
    """The words of a text's clauses, lead-ins joined once for all the items under them."""

    __slots__ = ("_body", "_leads", "_parts", "asked")

    def __init__(self, body: str) -> None:
        """Begin with the folded body."""
        self._body = body
        self._parts: dict[Span, str] = {}
        self.asked: set[Span] = set()
        self._leads: dict[tuple[Span, ...], tuple[str, Runs]] = {}

    def of(self, clause: Clause) -> tuple[str, Runs]:
        """Join lead-ins and own words."""
        span = (clause.start, clause.end)
        own = self._parts.get(span)
        if own is None:
            own = self._parts[span] = " ".join(self._body[span[0] : span[1]].split())
        if not clause.lead:
            return own, ((0, *span),)
        known = self._leads.get(clause.lead)
        if known is None:
            known = self._leads[clause.lead] = self._join(clause.lead)
        words, runs = known
        return words + own, (*runs, (len(words), *span))

    def _join(self, spans: tuple[Span, ...]) -> tuple[str, Runs]:
        """Join lead-ins, a space behind each.

        What only instructs an amendment ("is amended by adding the following:") and is no
        sentence asked before says nothing itself.
        """
        parts: list[str] = []
        runs: list[tuple[int, int, int]] = []
        size = 0
        for span in spans:
            words = self._parts.get(span)
            if words is None:
                words = " ".join(self._body[span[0] : span[1]].split())
                if span not in self.asked and _INSTRUCTION.search(words[-300:]):
                    words = ""
                self._parts[span] = words
            if words:
                runs.append((size, *span))
                parts.append(words + " ")
                size += len(words) + 1
        return "".join(parts), tuple(runs)
