"""Keep the levels that are open while an outline is walked, and place each piece among them."""

from dataclasses import dataclass, field

from billwatch.sections.enumerators import Token
from billwatch.sections.kinds import Lead

DEEPEST = 14
Leads = tuple[Lead, ...]


@dataclass(slots=True)
class Level:
    """One open level: its form and count, the lead-ins it gives its items, how its words ended."""

    form: str
    count: int
    place: str
    inherited: Leads
    given: Leads = ()
    open: bool = False
    soft: bool = False
    quotes: bool = False
    childless: bool = True
    inline: bool = False
    indent: int = 0
    shape: str = ""
    last: str = ""
    final: bool = False


def _odd_step(level: Level, form: str, count: int) -> bool:
    """Say whether a list goes on with a changed form: ``(z)`` to ``(aa)``, ``(k)`` to ``(L)``."""
    if form == level.form * 2 and count == 1:
        return level.count == 26
    return form == "A" and level.form == "a" and level.count == 11 and count == 12


@dataclass(slots=True)
class Levels:
    """The open levels, the section itself first."""

    label: str
    stack: list[Level] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with the section's own level."""
        self.stack = [Level("section", 0, self.label, ())]

    @property
    def top(self) -> Level:
        """Give the innermost open level."""
        return self.stack[-1]

    @property
    def waiting(self) -> bool:
        """Say whether the innermost words wait for their first item."""
        return self.stack[-1].open and self.stack[-1].childless

    @property
    def settled(self) -> bool:
        """Say whether nothing is open but the section, and it waits for no item."""
        return len(self.stack) == 1 and not self.waiting

    @property
    def place(self) -> str:
        """Give the section label with the enumerators of the open levels."""
        return "".join([level.place for level in self.stack])

    @property
    def outer(self) -> str:
        """Give the place without the levels that were opened inside a sentence."""
        return "".join([level.place for level in self.stack if not level.inline])

    def push(self, token: Token, reading: tuple[str, int], inline: bool) -> Level:
        """Open a level for an enumerator under the innermost one."""
        inherited = self._parent()
        level = Level(reading[0], reading[1], token.place, inherited, inherited, inline=inline)
        self.stack.append(level)
        return level

    def _parent(self) -> Leads:
        """Get the innermost level ready for an item and give its lead-ins; depth has a limit."""
        if len(self.stack) > DEEPEST:
            self.stack.pop()
        self.top.childless = False
        return self.top.given

    def enter(self, token: Token, chained: bool, inline: bool) -> Level:
        """Find the level an enumerator stands on, closing those it ends, and open it there.

        A lead-in that waits for items takes the enumerator whatever it is; else the innermost
        level whose count it carries on; else ``(a)``, ``(1)``, ``(i)`` open a new level; else the
        innermost level of the same form.
        """
        top = self.top
        if chained or self.waiting:
            return self.push(token, self._fresh(token), inline)
        at = self._carries_on(token)
        if at:
            return self._replace(at[0], token, at[1])
        reading = self._fresh(token)
        same = self._same_form(reading)
        if reading[1] == 1 and top.childless and not top.last and top.form != reading[0]:
            return self.push(token, reading, inline)
        if reading[0] == "bullet":
            return (
                self._replace(same, token, reading) if same else self.push(token, reading, inline)
            )
        if reading[1] == 1 and not same:
            return self.push(token, reading, inline)
        if not same and top.form == "bare" and top.last in (";", "; and", "; or"):
            self.stack.pop()
            return self.push(token, ("bare", 0), inline)
        if same:
            return self._replace(same, token, reading)
        return self.push(token, reading, inline)

    def _replace(self, at: int, token: Token, reading: tuple[str, int]) -> Level:
        """Close the levels from ``at`` inward and open the enumerator in its place."""
        inline = self.stack[at].inline
        del self.stack[at:]
        return self.push(token, reading, inline)

    def _carries_on(self, token: Token) -> tuple[int, tuple[str, int]] | None:
        """Find the innermost level this enumerator is the next count of."""
        for at in range(len(self.stack) - 1, 0, -1):
            level = self.stack[at]
            for form, count in token.readings:
                if form == level.form and count == level.count + 1 and form != "bullet":
                    return at, (form, count)
                if _odd_step(level, form, count):
                    return at, (level.form if count == 12 else form, count)
        return None

    def _same_form(self, reading: tuple[str, int]) -> int:
        """Find the innermost level of this form, 0 when none is open.

        A list that begins inside quoted words does not begin an outer list again.
        """
        for at in range(len(self.stack) - 1, 0, -1):
            if self.stack[at].quotes and reading[1] == 1:
                return 0
            if self.stack[at].form == reading[0]:
                return at
        return 0

    def _fresh(self, token: Token) -> tuple[str, int]:
        """Choose the reading of an enumerator that opens a level: the one that counts one."""
        for reading in token.readings:
            if reading[1] == 1:
                return reading
        return token.readings[0]

    def settle(self) -> None:
        """Take back that the innermost words wait for items: they were only a heading."""
        top = self.top
        if top.childless:
            top.open, top.given = False, top.inherited
        top.soft = False

    def close_inline(self) -> None:
        """Close the levels that were opened inside a sentence."""
        for at, level in enumerate(self.stack):
            if level.inline:
                last = self.top.last
                del self.stack[at:]
                self.top.open, self.top.given, self.top.last = False, (), last
                return

    def enter_bare(self, indent: int, shape: str) -> tuple[Level, Leads]:
        """Find where a paragraph without an enumerator belongs: its level and its lead-ins.

        It is an item where a lead-in waits for one or an unnumbered list goes on; else it carries
        on the sentence of a list (a lower-case start) or stands flush, free of the list's lead-in.
        """
        top = self.stack[-1]
        if top.open and top.childless:
            return self._push_bare(indent, shape), top.given
        if len(self.stack) == 1:
            return top, top.inherited
        at = self._list(indent, shape)
        if at:
            before = self.stack[at]
            del self.stack[at:]
            level = self._push_bare(indent, shape)
            level.final = before.last in ("; and", "; or")
            return level, before.inherited
        return self._flush(shape, indent)

    def _push_bare(self, indent: int, shape: str) -> Level:
        """Open an unnumbered item under the innermost level."""
        given = self._parent()
        level = Level("bare", 0, "", given, given, indent=indent, shape=shape)
        self.stack.append(level)
        return level

    def _list(self, indent: int, shape: str) -> int:
        """Find the unnumbered list that a paragraph goes on with, 0 when there is none."""
        last = self.top.last
        fallback = 0
        for at in range(len(self.stack) - 1, 0, -1):
            level = self.stack[at]
            if level.form != "bare":
                continue
            if indent < level.indent - 1:
                continue
            if indent > level.indent + 1 and self.top is level:
                return 0
            outer = self._outer_indent(at)
            if indent > outer + 1 and indent >= level.indent - 1:
                return at
            if shape == "quote" == level.shape:
                return at
            if level.last in ("; and", "; or") and self.top is not level:
                continue
            if last in (";", "; and", "; or", ",") and (self.top is level or last == ";"):
                if not level.final or last != ";":
                    return at
                fallback = fallback or at
            if level.last == "." and shape == level.shape and shape in ("lower", "fragment"):
                return at
        return fallback

    def _outer_indent(self, at: int) -> int:
        """Give the indent of the level an unnumbered list hangs under."""
        return self.stack[at - 1].indent

    def _flush(self, shape: str, indent: int) -> tuple[Level, Leads]:
        """Place a paragraph that is no item: back to the sentence that opened the last lists."""
        while len(self.stack) > 1 and self.top.indent > indent + 1:
            self.stack.pop()
        first = next((n for n in range(len(self.stack) - 1, 0, -1) if self.stack[n].quotes), 0)
        opened = [
            n
            for n in range(first, len(self.stack) - 1)
            if self.stack[n].open and not self.stack[n].quotes
        ]
        if not opened:
            if self.top.form == "bare" and self.top.indent >= indent - 1 and len(self.stack) > 1:
                self.stack.pop()
            return self.top, self.top.inherited
        if shape == "lower":
            level = self.stack[opened[-1]]
            del self.stack[opened[-1] + 1 :]
            return level, level.given
        level = self.stack[opened[0]]
        del self.stack[opened[0] + 1 :]
        if level.form == "bare":
            self.stack.pop()
            return self.top, self.top.inherited
        return level, level.inherited
