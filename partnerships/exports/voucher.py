"""Vouchers as a table for the books: real dates and numbers, numbers and codes as text."""

from django.utils.translation import gettext_lazy as _

from partnerships.exports.table import NUMBER, Column, Table, column, language_name
from partnerships.models import Voucher

VOUCHERS = Table(
    key="vouchers",
    title=_("Vouchers"),
    columns=(
        Column(_("Who pays"), lambda one: one.funding.name),
        Column(_("Code of the budget line"), lambda one: one.funding.code),
        column(_("Number"), "number"),
        column(_("Date"), "paid_on"),
        column(_("Description"), "description"),
        Column(_("Language"), lambda one: language_name(one.language)),
        column(_("Amount"), "amount"),
        column(_("Currency"), "currency"),
        column(_("Exchange rate"), "rate"),
        column(_("Amount in euro"), "amount_in_euro"),
        NUMBER,
    ),
    rows=lambda user: Voucher.objects.visible_to(user).with_names().by_date(),
    of_twinning=lambda rows, twinning: rows.filter(funding__twinning=twinning),
)
