"""Find every pattern of the program that runs on Python's own engine, and attack it.

RE2, on which every cue of the codebook runs, takes linear time by construction; ``re`` does not. An
attack is made from a pattern's own structure: what each of its repetitions repeats, after a sample
of what stands before it, eight and thirty-two thousand characters long, with an end that fits
nothing.

    python -m tests.hostile.patterns      the slowest patterns, worst first
"""

import ast
import importlib
import re
import signal
import time
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from re import _constants as codes
from re import _parser as parser
from types import ModuleType

from billwatch.pipeline import standing
from billwatch.text.charset import bounded

ROOT = Path(__file__).parents[2]
SIZE = 8_000  # characters of an attack; what is slow is tried again with four times as many
MANY = 40  # a repetition that may go on beyond this is attacked
# What is given no more than so many characters, and the words of its module that see to it.
SHORT = {
    "billwatch.sections.kinds._MODAL_BEFORE": (
        110,
        "_MODAL_BEFORE.search(low, max(0, at - 110), at)",
    ),
    "billwatch.sections.kinds._CARVES": (600, "_CARVES.finditer(low, max(0, len(low) - 600))"),
    "billwatch.sections.enumerators._REFERENCE": (
        48,
        "_BEFORE.search(line, max(start, at - 48), at)",
    ),
    "billwatch.diff.numbering._OPENING": (
        60,
        "_OPENING.search(text[max(start - _LOOK_BACK, 0) : start]",
    ),
    "billwatch.provisions.values._TRIGGERS": (110, "words[after.end() : after.end() + 110]"),
    "billwatch.provisions.values._OWN": (80, "words[max(0, start - 80) : start]"),
    "billwatch.text.refusals._TITLES": (120, "len(words) < 120 and _TITLES.match(words)"),
    "billwatch.importer.files._DECLARED": (200, "_DECLARED.search(body[:200])"),
}
METHODS = {"search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
ENDS = ("\x00", "")
RUNS = (" ", "a", "A", "1", ".", ",", "-", "(", ")", "\n", '"', "<", "_", "/", "shall ", "no ", "(a)",
        "a ", "1.", "1,", "A.", "- ", " \n", "$1", "of the ", "section 1 ")  # fmt: skip
_META = re.compile(r"[\\\[\]|*+?^$]")


@dataclass(frozen=True)
class Pattern:
    """A pattern, the methods it is called by, and where it stands."""

    where: str
    compiled: re.Pattern[str] | re.Pattern[bytes]
    methods: frozenset[str]


@dataclass(frozen=True)
class Slow:
    """An input on which the time grew faster than its length."""

    pattern: Pattern
    method: str
    piece: str
    seconds: tuple[float, ...]


def collect() -> Iterator[Pattern]:
    """Yield every pattern once: those that modules hold, and those that calls spell out."""
    seen: dict[tuple[object, int], Pattern] = {}
    for path in [*ROOT.glob("billwatch/**/*.py"), *ROOT.glob("scrapers/*.py")]:
        if path.name == "__main__.py":
            continue
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        module, tree = importlib.import_module(name), ast.parse(path.read_text())
        for found in (*_held(module, tree), *_called(module, tree)):
            key = (found.compiled.pattern, found.compiled.flags)
            known = seen.get(key)
            methods = found.methods | (known.methods if known else frozenset())
            seen[key] = Pattern(known.where if known else found.where, found.compiled, methods)
    for found in _rules():
        seen.setdefault((found.compiled.pattern, found.compiled.flags), found)
    for one in seen.values():
        yield replace(one, methods=one.methods or frozenset({"search"}))


def _held(module: ModuleType, tree: ast.AST) -> Iterator[Pattern]:
    """Yield the compiled patterns among a module's globals, however deep."""
    used = _uses(tree)
    for name, value in vars(module).items():
        for compiled in _within(value, 0):
            methods = used.get(name) or used[""]
            yield Pattern(f"{module.__name__}.{name}", compiled, methods)


def _within(value: object, depth: int) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict) and depth < 4:
        yield from (p for pair in value.items() for one in pair for p in _within(one, depth + 1))
    elif isinstance(value, (list, tuple, set, frozenset)) and depth < 4:
        yield from (p for one in value for p in _within(one, depth + 1))
    elif is_dataclass(value) and not isinstance(value, type) and depth < 4:
        yield from (p for f in fields(value) for p in _within(getattr(value, f.name), depth + 1))


def _uses(tree: ast.AST) -> dict[str, frozenset[str]]:
    used: dict[str, frozenset[str]] = {}
    names = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    any_ = frozenset(
        n.attr for n in ast.walk(tree)
        if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name | ast.Attribute | ast.Call)
        and n.attr in METHODS - {"split"}
        and not (isinstance(n.value, ast.Name) and (n.value.id.isupper() or n.value.id == "re"))
    )  # fmt: skip
    used[""] = any_ or frozenset({"search"})
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.attr in METHODS:
                used[node.value.id] = used.get(node.value.id, frozenset()) | {node.attr}
        elif (
            isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in names
        ):
            # Handed on, or in a table: called under another name, in this module as a rule.
            used[node.id] = used.get(node.id, frozenset()) | used[""]
    return used


def _called(module: ModuleType, tree: ast.AST) -> Iterator[Pattern]:
    """Yield the patterns of calls such as ``re.search("…", words)``.

    Where the pattern comes from a table, every string of the module that could be one is tried.
    """
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and _is_re(node.func)):
            continue
        method = node.func.attr  # type: ignore[attr-defined]
        where = f"{module.__name__}:{node.lineno}"
        words = ast.unparse(node)
        flags = re.I if re.search(r"re\.(I|IGNORECASE)\b", words) else re.NOFLAG
        flags |= re.M if re.search(r"re\.(M|MULTILINE)\b", words) else re.NOFLAG
        flags |= re.S if re.search(r"re\.(S|DOTALL)\b", words) else re.NOFLAG
        flags |= re.A if re.search(r"re\.(A|ASCII)\b", words) else re.NOFLAG
        methods = frozenset(
            {method} & METHODS
        )  # none of `re.compile`: how it is called shows later
        for text in _texts(node.args[0], module, tree):
            try:
                with warnings.catch_warnings(action="ignore"):  # strings that are no patterns
                    yield Pattern(where, re.compile(text, flags), methods)
            except re.error:
                continue


def _is_re(func: ast.expr) -> bool:
    return (
        isinstance(func, ast.Attribute)
        and isinstance(func.value, ast.Name)
        and func.value.id == "re"
        and func.attr in METHODS | {"compile"}
    )


def _texts(node: ast.expr, module: ModuleType, tree: ast.AST) -> Iterable[str | bytes]:
    """Return the patterns that a call may be given: its own, those of the table it walks, or all."""
    try:
        found = eval(compile(ast.Expression(node), "", "eval"), vars(module))
    except NameError:
        if isinstance(node, ast.Name) and (told := list(_walked(node.id, module, tree))):
            return told
        named = [
            one.value for one in ast.walk(tree)
            if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == ast.unparse(node)
        ]  # fmt: skip
        if told := [word for one in (node, *named) for word in _spelled(one)]:
            return told
        known = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)}
        return [k for k in known if isinstance(k, str) and _META.search(k) and len(k) < 900]
    return [found] if isinstance(found, str | bytes) else []


def _spelled(node: ast.expr) -> Iterator[str]:
    """Yield the strings that an expression spells out; what is put into them is a word."""
    if isinstance(node, ast.JoinedStr):
        yield "".join(str(p.value) if isinstance(p, ast.Constant) else "w" for p in node.values)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_spelled(node.body), *_spelled(node.orelse))


def _walked(name: str, module: ModuleType, tree: ast.AST) -> Iterator[str | bytes]:
    """Yield the strings of the tables of a module over which a name is walked."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.For | ast.comprehension):
            continue
        if name in {n.id for n in ast.walk(node.target) if isinstance(n, ast.Name)}:
            with suppress(NameError):
                table = eval(compile(ast.Expression(node.iter), "", "eval"), vars(module))
                yield from _words(table, 0)


def _words(value: object, depth: int) -> Iterator[str | bytes]:
    if isinstance(value, str | bytes):
        yield value
    elif isinstance(value, Iterable) and depth < 4:
        pairs = value.items() if isinstance(value, dict) else value
        yield from (word for one in pairs for word in _words(one, depth + 1))


def _rules() -> Iterator[Pattern]:
    """Yield the patterns that stand in data: the rules of status."""
    for code, rules in standing.rules().items():
        for number, rule in enumerate(rules, 1):
            yield Pattern(f"status/{code} {number}", rule.when, frozenset({"search"}))


def attacks(pattern: Pattern) -> Iterator[tuple[str, str]]:
    """Yield (head, piece): inputs to be, of a head and a piece said over and over."""
    compiled, given = pattern.compiled, set()
    text = (
        compiled.pattern
        if isinstance(compiled.pattern, str)
        else compiled.pattern.decode("latin-1")
    )
    with warnings.catch_warnings(action="ignore"):  # of sets that look nested
        tree = list(parser.parse(text, compiled.flags & ~re.U & ~re.L))
    for head, piece in _repeats(tree, ""):
        for pair in (
            ("", piece),
            (head, piece),
            ("", head + piece),
            ("", head),
            (head, piece + " "),
        ):
            if pair[1] and pair not in given:
                given.add(pair)
                yield pair
    if given:  # where nothing is repeated at will, no run of anything is longer than its turn
        yield from (("", run) for run in RUNS if ("", run) not in given)


def _repeats(nodes: list[tuple[object, object]], head: str) -> Iterator[tuple[str, str]]:
    """Yield what is repeated at will in a pattern, each after a sample of what comes before."""
    for op, value in nodes:
        if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            _, most, inner = value  # type: ignore[misc]
            if most == codes.MAXREPEAT or most > MANY:
                yield from ((head, piece) for piece in _samples(list(inner)))
            yield from _repeats(list(inner), head)
        elif op is codes.SUBPATTERN:
            yield from _repeats(list(value[3]), head)  # type: ignore[index]
        elif op is codes.BRANCH:
            for way in value[1]:  # type: ignore[index]
                yield from _repeats(list(way), head)
        elif op is codes.ATOMIC_GROUP:
            yield from _repeats(list(value), head)  # type: ignore[call-overload]
        elif op in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _repeats(list(value[1]), head)  # type: ignore[index]
        head += _sample([(op, value)])


_CLASS = {codes.CATEGORY_DIGIT: "1", codes.CATEGORY_SPACE: " ", codes.CATEGORY_WORD: "a",
          codes.CATEGORY_NOT_DIGIT: "a", codes.CATEGORY_NOT_SPACE: "a",
          codes.CATEGORY_NOT_WORD: " "}  # fmt: skip
_TRIED = " aA1.,-()\n\"'_/;:§“”[]{}<>&$%#*+=\x00"


def _samples(nodes: list[tuple[object, object]]) -> list[str]:
    """Return several strings that a part of a pattern matches: for a class, several characters."""
    if len(nodes) == 1 and nodes[0][0] in (codes.IN, codes.ANY, codes.NOT_LITERAL):
        fits = [c for c in _TRIED if _fits(nodes[0], c)]
        return fits[:6] or [_sample(nodes)]
    if len(nodes) == 1 and nodes[0][0] is codes.SUBPATTERN:
        return _samples(list(nodes[0][1][3]))  # type: ignore[index]
    if len(nodes) == 1 and nodes[0][0] is codes.BRANCH:
        return [_sample(list(way)) for way in nodes[0][1][1]][:6]  # type: ignore[index]
    return [_sample(nodes), _sample(nodes, most=True)]


def _fits(node: tuple[object, object], char: str) -> bool:
    op, value = node
    if op is codes.ANY:
        return char != "\n"
    if op is codes.NOT_LITERAL:
        return ord(char) != value
    within = False
    items = list(value)  # type: ignore[call-overload]
    for kind, arg in items:
        if kind is codes.LITERAL:
            within |= arg == ord(char)
        elif kind is codes.RANGE:
            within |= arg[0] <= ord(char) <= arg[1]
        elif kind is codes.CATEGORY:
            within |= bool(re.match({"1": r"\d", " ": r"\s", "a": r"\w"}[_CLASS[arg]], char)) ^ (
                arg in (codes.CATEGORY_NOT_DIGIT, codes.CATEGORY_NOT_SPACE, codes.CATEGORY_NOT_WORD)
                and _CLASS[arg] != " "
            )
    return within ^ (bool(items) and items[0][0] is codes.NEGATE)


def _sample(nodes: list[tuple[object, object]], *, most: bool = False) -> str:
    """Return a string that a pattern matches, nearly: look-arounds are not minded."""
    said = ""
    for op, value in nodes:
        if op is codes.LITERAL:
            said += chr(value)  # type: ignore[arg-type]
        elif op in (codes.IN, codes.ANY, codes.NOT_LITERAL):
            said += _one((op, value))
        elif op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            least, _, inner = value  # type: ignore[misc]
            said += _sample(list(inner), most=most) * max(least, int(most))
        elif op is codes.SUBPATTERN:
            said += _sample(list(value[3]), most=most)  # type: ignore[index]
        elif op is codes.ATOMIC_GROUP:
            said += _sample(list(value), most=most)  # type: ignore[call-overload]
        elif op is codes.BRANCH:
            said += _sample(list(value[1][-1 if most else 0]), most=most)  # type: ignore[index]
    return said


def _one(node: tuple[object, object]) -> str:
    if fits := [c for c in "a 1A.,-" + _TRIED if _fits(node, c)]:
        return fits[0]
    kind, arg = next(iter(node[1]))  # type: ignore[call-overload]
    return chr(arg if kind is codes.LITERAL else arg[0]) if kind is not codes.NEGATE else "~"


class _Late(Exception):
    pass


def slow(pattern: Pattern, *, floor: float = 0.02, limit: float = 0.4) -> Iterator[Slow]:
    """Yield the inputs on which a pattern's time grows much faster than the input.

    Four times the input may take four times the time; a square takes sixteen. Only what takes more
    than ``floor`` seconds for 8,000 characters counts, and what takes ``limit`` counts in any case.
    What is only given short pieces gets 8,000 characters of them.
    """
    for head, piece in attacks(pattern):
        for method in sorted(pattern.methods):
            took = _time(pattern, method, head, piece, SIZE, limit)
            if took < floor:
                continue
            took = min(took, _time(pattern, method, head, piece, SIZE, limit))
            if took < floor:
                continue
            longer = took
            if took < limit and pattern.where not in SHORT:
                longer = _time(pattern, method, head, piece, 4 * SIZE, 9 * took)
                if longer < 8 * took:
                    continue
            yield Slow(pattern, method, f"{head!r} then {piece!r} …", (took, longer))


BODIES = ("billwatch.sections", "billwatch.provisions", "billwatch.diff", "billwatch.agreement",
          "billwatch.reuse", "billwatch.reviews")  # fmt: skip


def _door(where: str, words: str) -> str:
    """Return what gets to a pattern of this place: no text comes in past the reader.

    The reader bounds gaps (see `billwatch.text.charset.bounded`), and a body has single blanks,
    and its words a line a paragraph.
    """
    if where.startswith(BODIES):
        return re.sub(r"[^\S\n]+", " ", re.sub(r"(?<!\s)\s*\n\s*", "\n", words))
    return bounded(words) if where.startswith("billwatch.text") else words


def _time(
    pattern: Pattern, method: str, head: str, piece: str, size: int, limit: float
) -> float:  # fmt: skip
    longest, _ = SHORT.get(pattern.where, (0, ""))
    words = _door(pattern.where, head + piece * ((longest or size) // len(piece)))[
        : longest or None
    ]
    times = size // longest if longest else 1
    return max(_timed(pattern, method, words + end, limit, times) for end in ENDS)


def _timed(pattern: Pattern, method: str, words: str, limit: float, times: int) -> float:
    data: str | bytes = words
    if isinstance(pattern.compiled.pattern, bytes):
        data = words.encode("utf-8", "replace")
    call = getattr(pattern.compiled, method)
    start = time.process_time()
    signal.signal(signal.SIGPROF, _late)
    signal.setitimer(signal.ITIMER_PROF, limit)
    try:
        for _ in range(times):
            found = call(_same, data) if method in ("sub", "subn") else call(data)
            if method == "finditer":
                for _ in found:
                    pass
    except _Late:
        return limit
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - start


def _same(match: re.Match[str]) -> str:
    return match[0]


def _late(*_: object) -> None:
    raise _Late


def main() -> None:
    """Attack every pattern and print the first attack that was slow."""
    patterns, worst = list(collect()), []
    start = time.process_time()
    tried = sum(len(list(attacks(p))) * len(p.methods) for p in patterns)
    for pattern in patterns:
        found = next(slow(pattern), None)
        if found:
            worst.append(found)
            print(f"{found.pattern.where} .{found.method} {found.piece} "
                  f"{[round(s, 4) for s in found.seconds]}\n    {pattern.compiled.pattern!r:.160}", flush=True)  # fmt: skip
    print(f"{len(patterns)} patterns, {tried} attacks, {time.process_time() - start:.1f} s of CPU, "
          f"{len(worst)} that blow up")  # fmt: skip


if __name__ == "__main__":
    main()
