"""Read PDF."""
from billwatch.errors import DataError
from billwatch.models import Text
def read_pdf(body: bytes, name: str, jurisdiction: str) -> Text:
    raise DataError(f"{name}: PDF is not read yet")
