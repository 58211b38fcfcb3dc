"""The importer: files from a disk become bills, versions and documents.

    for one in importer.read([Path("downloads")]):
        match one:
            case Imported(bill=bill, version=version, document=document): ...
            case Noted(path=path, reason=reason) | Skipped(path=path, reason=reason): ...

A file is recognised by its content and shape, by its name only where the content is silent:
New York OpenLegislation texts, Virginia LIS JSON, LegiScan getBillText and getBill, Open States
bills, California PUBINFO tables and CAML, bills of Congress (bill DTD, USLM, govinfo HTML and text,
texts named by day and stage) with BILLSTATUS and data.json, sections of codes (UniCourt HTML,
JSON-LD pages, pieces of the US Code), DC acts, and any text or PDF whose masthead or enacting
clause names a state. Every file gets an answer; none is passed over in silence.

Ids (which other files are imported does not change them):

    bill      <state>/<session>/<type><number>      va/20261/hb1102
              session as the state's own site writes it: us 118 (Congress), ny 2023 (first year of
              two), ca 20252026 and 19992000x1 (extraordinary), va 20261 (year and session of it),
              or 2025r1, dc 24 (council period), else the year
    version   <bill>@<label>                        us/118/hr5@engrossed-in-house
              a label that can come again carries the source's own number: Virginia's version id
              (@substitute-262208), LegiScan's document id, California's count-down (@amended-
              senate-98). Labels printed once stand alone: prefiled, introduced, enrolled,
              chaptered, original. New York's prints are @original, @a, @b
              a print known only by its file carries what the name adds (@substitute-floor-2)
    law       <state>/code/<title-section>@<as of>  vt/code/9-2443a@r85
              as of: the release or the day of effect (@1997-01-01), else @published

A text that names no session has the session ``unknown``, unless just one bill of its state and
number is among the other files; one that names no legislature takes ``jurisdiction``, then a
folder named by a state's code, else it is skipped.

A print that several files hold (XML, PDF and text of one stage, a text beside its PDF) is one
version with several documents, the best to read first: XML, HTML, PDF, RTF, text. New York prints
the day of introduction on every print, so only the first has a date.

A file over 64 MB, XML that declares entities and markup nested without end are refused.
"""

from billwatch.importer.bills import best
from billwatch.importer.records import Imported, Noted, Skipped
from billwatch.importer.survey import read

__all__ = ["Imported", "Noted", "Skipped", "best", "read"]
