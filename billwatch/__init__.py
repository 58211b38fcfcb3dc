"""billwatch reads student-privacy bills and says which protections each printed version gives."""

__version__ = "0.1.0"
