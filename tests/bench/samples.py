"""Made-up bills of any length for the benchmarks, and edited copies of them; always the same."""

import random

_WHO = ("operator", "contractor", "school district", "department", "third party", "vendor")
_MUST = ("shall", "shall not", "may", "may not", "must")
_DO = ("disclose", "retain", "delete", "encrypt", "sell", "transfer", "publish", "review", "index")
_WHAT = ("student data", "a biometric record", "directory information", "an aggregate report",
         "the data inventory", "a disciplinary record", "persistent identifiers")  # fmt: skip
_WHEN = ("within thirty days of a written request", "unless a parent consents in writing",
         "before the first day of the school year", "in accordance with subsection (b)",
         "for a purpose other than instruction", "at the end of the contract",
         "except as required by an order of a court", "not later than July 1")  # fmt: skip
_WHY = ("commissioner", "governing board", "state auditor", "attorney general", "superintendent")


def bill(characters: int, seed: int = 7) -> str:
    """Return a bill of about so many characters, one paragraph a line."""
    rng = random.Random(seed)
    lines: list[str] = ["AN ACT relating to records of pupils.", "Be it enacted:"]
    section = size = 0
    while size < characters:
        section += 1
        lines.append(f"Section {section}. {rng.choice(_WHAT).capitalize()} number {section}.")
        for item in range(rng.randint(3, 12)):
            lines.append(f"({chr(97 + item)}) {_sentence(rng)} {_sentence(rng)}")
        size = sum(map(len, lines[-13:])) + size if section else size
    return "\n".join(lines) + "\n"


def _sentence(rng: random.Random) -> str:
    code = f"{rng.randint(10, 99)}-{rng.randint(1, 999)}"
    return (
        f"The {rng.choice(_WHO)} {rng.choice(_MUST)} {rng.choice(_DO)} {rng.choice(_WHAT)} "
        f"{rng.choice(_WHEN)}, and the {rng.choice(_WHY)} {rng.choice(_MUST)} {rng.choice(_DO)} "
        f"{rng.choice(_WHAT)} under section {code} {rng.choice(_WHEN)}."
    )


def edited(text: str, share: float, *, moves: int = 0, seed: int = 11) -> str:
    """Return ``text`` with a share of its paragraphs touched and blocks of ten moved."""
    rng = random.Random(seed)
    lines = text.splitlines()
    for _ in range(moves):
        start = rng.randrange(2, len(lines) - 10)
        block = lines[start : start + 10]
        del lines[start : start + 10]
        at = rng.randrange(2, len(lines))
        lines[at:at] = block
    result: list[str] = []
    for line in lines:
        if rng.random() >= share or line.startswith("Section"):
            result.append(line)
            continue
        kind = rng.random()
        words = line.split()
        if kind < 0.6:
            for _ in range(rng.randint(1, 4)):
                words[rng.randrange(1, len(words))] = rng.choice(_WHEN).split()[0]
            result.append(" ".join(words))
        elif kind < 0.8:
            result.extend((line, f"(z) {_sentence(rng)}"))
    return "\n".join(result) + "\n"
