"""Read RTF."""
from billwatch.errors import DataError
from billwatch.models import Text
def read_rtf(body: bytes, name: str, jurisdiction: str) -> Text:
    raise DataError(f"{name}: RTF is not read yet")
