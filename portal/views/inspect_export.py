"""运行管理: what a filter finds, as a file for spreadsheets."""

from flask import Response, request, stream_with_context

from engine.commands.note_looks import note_looks
from engine.queries.search.typed import impersonal, read_filter
from portal.blueprint import portal
from portal.exporting import batches, read
from portal.inspection import require_inspector
from web.current import now
from web.principal import runtime
from web.spreadsheet import csv_pieces


@portal.get("/inspect/export.csv")
def inspect_export() -> Response:
    """Send it piece by piece, once it is noted who has it; it is never whole in memory."""
    me = require_inspector()
    wanted = read_filter(request.args.to_dict(flat=False))
    first = read(runtime(), me, wanted)
    note_looks(runtime(), me, [None], "export", impersonal(wanted))
    pieces = csv_pieces(batches(runtime(), me, wanted, first))
    answer = Response(stream_with_context(pieces), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="instances-{now():%Y%m%d-%H%M}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
