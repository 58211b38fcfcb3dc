"""Say how many of a thing there are, in words that agree with the number."""


def counted(number: int, one: str, many: str = "") -> str:
    """Return the number with its noun, in the singular for one alone.

    ``many`` is the plural where it is not ``one`` with an s.

    >>> counted(1, "text"), counted(1204, "text"), counted(0, "pair of kin", "pairs of kin")
    ('1 text', '1,204 texts', '0 pairs of kin')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
