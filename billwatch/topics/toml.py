"""Read a topic from the text of its TOML file."""

import tomllib
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from billwatch.errors import DataError
from billwatch.topics.rule import Border, Field, Rule, Topic, Vocabulary
from billwatch.topics.words import vocabulary

_NUMBERS = ("within", "least", "cluster", "first")
_KEYS = {"name", "in", "all", "weight", "unless", "hit", "miss", *_NUMBERS}


def load(toml: str) -> Topic:
    """Return the topic that the text describes; raise `DataError` naming what is wrong in it."""
    try:
        table = tomllib.loads(toml)
        return _topic(table)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"the topic file is no TOML: {error}") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(f"the topic file lacks or misspells something: {error!r}") from error


def _topic(table: Mapping[str, Any]) -> Topic:
    vocabularies = {n: vocabulary(n, terms) for n, terms in table["words"].items() if n != "hidden"}
    rules = [_rule(entry, against=False) for entry in table["rule"]]
    rules += [_rule(entry, against=True) for entry in table.get("against", ())]
    for rule in rules:
        for name in (*rule.all, *rule.unless):
            if name not in vocabularies:
                raise DataError(f"rule {rule.name!r} asks for unknown words {name!r}")
    return Topic(
        name=table["name"],
        scope=table["scope"].strip(),
        keep=float(table["keep"]),
        vocabularies=vocabularies,
        hidden=vocabulary("hidden", table["words"].get("hidden", ())),
        leads={f: _leads(f, rules, vocabularies) for f in get_args(Field)},
        rules=tuple(rules),
        borders=tuple(Border(**entry) for entry in table.get("border", ())),
    )


def _leads(
    field: Field, rules: Iterable[Rule], vocabularies: Mapping[str, Vocabulary]
) -> tuple[str, ...]:
    """Return the stems of the first vocabulary of every rule that searches a field, each once."""
    lead = {rule.all[0] for rule in rules if field in rule.fields and not rule.against}
    stems = {stem for name in lead for stem in vocabularies[name].forms}
    return tuple(sorted(s for s in stems if not any(o != s and o in s for o in stems)))


def _rule(entry: Mapping[str, Any], *, against: bool) -> Rule:
    name = entry["name"]
    if unknown := set(entry) - _KEYS:
        raise DataError(f"rule {name!r} has unknown keys: {', '.join(sorted(unknown))}")
    fields = tuple(entry["in"])
    if not fields or set(fields) - set(get_args(Field)):
        raise DataError(f"rule {name!r} searches {fields}, but there are only {get_args(Field)}")
    if not entry["all"] or not 0 < entry["weight"] <= 1:
        raise DataError(f"rule {name!r} needs words in all and a weight above 0 and up to 1")
    return Rule(
        name=name,
        fields=fields,
        all=tuple(entry["all"]),
        weight=float(entry["weight"]),
        against=against,
        unless=tuple(entry.get("unless", ())),
        **{key: int(entry[key]) for key in _NUMBERS if key in entry},
        hits=tuple(entry.get("hit", ())),
        misses=tuple(entry.get("miss", ())),
    )
