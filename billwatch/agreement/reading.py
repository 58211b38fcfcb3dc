"""Read one agreement: its parties, the data it asks for, its terms."""

from billwatch.agreement.book import Book
from billwatch.agreement.elements import elements
from billwatch.agreement.parties import parties
from billwatch.agreement.records import Agreement
from billwatch.agreement.sheet import sheet
from billwatch.agreement.terms import terms
from billwatch.agreement.units import units
from billwatch.models import Text


def read(text: Text, book: Book) -> Agreement:
    """Return what an agreement asks for and says; struck words are not read."""
    body = text.body
    sides = parties(body)
    page = sheet(body, sides, book)
    parts = units(body)
    return Agreement(
        title=text.title,
        elements=elements(body, parts, page, book),
        terms=terms(body, parts, page, book),
        whole=text.complete,
        notes=text.notes,
        receiver=" / ".join(sides.receivers),
        giver=" / ".join(sides.givers),
    )
