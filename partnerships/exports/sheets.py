"""Every table that can be taken out of a twinning, and of a programme."""

from collections.abc import Iterable

from partnerships.exports.deed import FLEMISH_DEEDS, PARTNER_DEEDS
from partnerships.exports.indicator import INDICATORS, MEASUREMENTS
from partnerships.exports.milestone import MILESTONES
from partnerships.exports.progress import REPORTS
from partnerships.exports.promise import PROMISES
from partnerships.exports.session import SESSIONS
from partnerships.exports.voucher import VOUCHERS
from partnerships.models import Programme, Twinning
from stedenband.spreadsheets import Sheet

TABLES = {
    table.key: table
    for table in (
        MILESTONES,
        REPORTS,
        FLEMISH_DEEDS,
        PARTNER_DEEDS,
        INDICATORS,
        MEASUREMENTS,
        SESSIONS,
        PROMISES,
        VOUCHERS,
    )
}


def sheets_of(user: object, about: Twinning | Programme) -> Iterable[Sheet]:
    """All that somebody may read of a twinning or a programme, one sheet for each noun."""
    for table in TABLES.values():
        if isinstance(about, Twinning) or table.of_programme:
            yield table.sheet(user, about)
