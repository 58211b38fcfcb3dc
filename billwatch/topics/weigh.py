"""Weigh one bill against a topic."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from billwatch.topics.rule import Field, Match, Rule, Topic
from billwatch.topics.words import Spans, cluster, find, heading, hide, occurs, plain, together


@dataclass(slots=True)
class _Search:
    """One field of one bill in reading form; what was found in it is looked up once.

    Hidden phrases are blanked in ``short`` fields only: in a text, numbers outweigh them.
    """

    topic: Topic
    words: str
    short: bool
    ready: bool = False
    gate: dict[str, bool] = field(default_factory=dict)
    spans: dict[str, Spans] = field(default_factory=dict)

    def may_hold(self, name: str) -> bool:
        """Say cheaply whether a term can occur at all: its longest word must."""
        if name not in self.gate:
            self.gate[name] = occurs(self.topic.vocabularies[name].forms, self.words)
        return self.gate[name]

    def of(self, name: str) -> Spans:
        if not self.ready:
            self.words = plain(self.words)
            if self.short:
                self.words = hide(self.words, self.topic.hidden)
            self.ready = True
        if name not in self.spans:
            self.spans[name] = find(self.words, self.topic.vocabularies[name])
        return self.spans[name]


def judge(topic: Topic, *, title: str, subjects: Sequence[str] = (), text: str = "") -> Match:
    """Return how surely a bill is of the topic, and why.

    ``title`` may be title and official summary joined by a space. A subject may meet a word of the
    title, a text only its own words. A false friend in title or subjects weighs on everything; one
    in the text weighs on title and subjects alone, for a long bill may hold both. Without a title
    the text's own long and short title stand in.
    """
    title = title or heading(text)
    fields: dict[Field, str] = {"title": title, "text": text}
    if subjects:
        fields["subjects"] = "; ".join([title, *subjects])
    low = {name: words.lower() for name, words in fields.items() if words}
    if not any(occurs(topic.leads[name], words) for name, words in low.items()):
        return Match(0.0, (), kept=False)
    searches = {name: _Search(topic, words, name != "text") for name, words in low.items()}
    met = _met(topic, searches, against=False)
    if not met:
        return Match(0.0, (), kept=False)
    met += _met(topic, searches, against=True)
    head = _sum(r.weight for f, r, _ in met if f != "text" and not r.against)
    body = _sum(r.weight for f, r, _ in met if f == "text" and not r.against)
    head *= 1 - _sum(r.weight for _, r, _ in met if r.against)
    body *= 1 - _sum(r.weight for f, r, _ in met if r.against and f != "text")
    score = round(_sum((head, body)), 3)
    return Match(score, _reasons(met), score >= topic.keep)


def _met(
    topic: Topic, searches: Mapping[Field, _Search], *, against: bool
) -> list[tuple[Field, Rule, str]]:
    """Return the rules that are met, each with the field and the words found there."""
    return [
        (name, rule, words)
        for rule in topic.rules
        if rule.against is against
        for name in rule.fields
        if name in searches and (words := _words(searches[name], rule))
    ]


def meets(topic: Topic, rule: Rule, words: str) -> bool:
    """Say whether one rule alone is met by the words of its first field."""
    return bool(_words(_Search(topic, words.lower(), rule.fields[0] != "text"), rule))


def _words(search: _Search, rule: Rule) -> str:
    """Return the words that meet the rule, joined by ``+``; empty where it is not met."""
    for name in rule.all:
        if not search.may_hold(name):
            return ""
    found: list[Spans] = []
    for name in rule.all:
        spans = search.of(name)
        if len(spans) < _needed(rule, len(search.words)):  # each place takes a span of each kind
            return ""
        found.append(spans)
    places = (p for p in together(found, rule.within) if not rule.first or max(p) <= rule.first)
    place = cluster(places, _needed(rule, len(search.words)), rule.cluster)
    if not place:
        return ""
    if any(search.of(name) for name in rule.unless):
        return ""
    return _named(search.words, [place[at : at + 2] for at in range(0, len(place), 2)])


def _named(words: str, spans: Sequence[tuple[int, ...]]) -> str:
    """Return the words of the spans in order, without those that lie in another span."""
    whole = [s for s in spans if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in spans)]
    return " + ".join(dict.fromkeys(words[start:end] for start, end in sorted(set(whole))))


def _needed(rule: Rule, length: int) -> int:
    """Return how many places a field of this length needs: fewer, but two, in a short one.

    A law of one paragraph says in two places what a chapter says in ten.
    """
    if rule.least < 3 or not rule.cluster:
        return rule.least
    return max(2, min(rule.least, -(-rule.least * length // rule.cluster)))


def _sum(weights: Iterable[float]) -> float:
    """Return the weights added up like independent doubts: one that is certain decides."""
    doubt = 1.0
    for weight in weights:
        doubt *= 1 - weight
    return 1 - doubt


def _reasons(met: Iterable[tuple[Field, Rule, str]]) -> tuple[str, ...]:
    strongest = sorted(met, key=lambda entry: (not entry[1].against, -entry[1].weight))
    return tuple(
        dict.fromkeys(
            f"not {rule.name}: {words}" if rule.against else f"{name}: {words}"
            for name, rule, words in strongest
        )
    )
