"""Vouchers as a table for the books: real dates and numbers, numbers and codes as text."""

from django.utils.translation import gettext as _

from partnerships.models import Voucher
from partnerships.models.voucher import VoucherQuerySet
from stedenband.spreadsheets import Sheet, Value


def voucher_sheet(vouchers: VoucherQuerySet) -> Sheet:
    head = [
        _("Who pays"),
        _("Code of the budget line"),
        _("Number"),
        _("Date"),
        _("Description"),
        _("Amount"),
        _("Currency"),
        _("Exchange rate"),
        _("Amount in euro"),
    ]
    return Sheet(_("Vouchers"), head, [row_of(voucher) for voucher in vouchers.by_date()])


def row_of(voucher: Voucher) -> list[Value]:
    return [
        voucher.funding.name,
        voucher.funding.code,
        voucher.number,
        voucher.paid_on,
        voucher.description,
        voucher.amount,
        voucher.currency,
        voucher.rate,
        voucher.amount_in_euro,
    ]
