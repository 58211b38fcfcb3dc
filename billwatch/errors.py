"""What can go wrong.

    BillwatchError
      FetchError    a page could not be had: refused, timed out, off its hosts, an error page
      ScrapeError   a page was had, but an element it must hold is not there
      DataError     a file cannot be read: empty, broken, not text, or of no known format
      StoreError    the database cannot be opened, is newer than this program, or is locked
      WorkerError   the workers of a run are lost, and again when their work is done anew

The command line prints one line for each of these. Anything else is a bug and keeps its traceback.
"""


class BillwatchError(Exception):
    """Base of every failure that a user can do something about."""


class FetchError(BillwatchError):
    """A page could not be had."""


class ScrapeError(BillwatchError):
    """A page lacks an element that it must hold; the message names URL and selector."""


class DataError(BillwatchError):
    """A file cannot be read as what it should be; the message names the file."""


class StoreError(BillwatchError):
    """The database cannot be used."""


class WorkerError(BillwatchError):
    """The workers that a run was spread over are lost."""
