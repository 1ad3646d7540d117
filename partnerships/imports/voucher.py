"""Vouchers from the books: found by their number in the portal, else by funding and number."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.imports.cells import code_of, day, load_day, number, one_of, text_of, whole_of
from partnerships.imports.table import Column, Importer, Row
from partnerships.models import Funding, Promise, Twinning, Voucher
from stedenband.texts import WrittenLanguage, fold

LARGEST_NUMBER = 2**31 - 1
ID = Column("id", gettext_lazy("Number in the portal"), whole_of(1, LARGEST_NUMBER))
EURO = Promise.Currency.EUR


def label_of(funding: Funding) -> str:
    """What tells a funding from the others of its twinning."""
    return f"{funding.name} ({funding.code})" if funding.code else funding.name


def flat(text: str) -> str:
    """A text as a cell that is read has it."""
    return " ".join(text.split())


class VoucherImporter(Importer[Row, Voucher]):
    columns = (
        Column("payer", gettext_lazy("Who pays"), text_of(150), ("funding",)),
        Column("code", gettext_lazy("Code of the budget line"), code_of(40)),
        Column("number", gettext_lazy("Number"), code_of(40), ("nr", "nr.")),
        Column("paid_on", gettext_lazy("Date"), day, load=load_day),
        Column("description", gettext_lazy("Description"), text_of(300)),
        Column("language", gettext_lazy("Language"), one_of(WrittenLanguage.choices)),
        Column("amount", gettext_lazy("Amount"), number, load=Decimal),
        Column("currency", gettext_lazy("Currency"), one_of(Promise.Currency.choices)),
        Column("rate", gettext_lazy("Exchange rate"), number, load=Decimal),
        ID,
    )
    key = ("payer", "code", "id")
    beside = ("funding",)

    def __init__(self, about: Twinning) -> None:
        super().__init__(about)
        vouchers = Voucher.objects.of_twinning(about).select_related("funding")
        self.by_pk = {one.pk: one for one in vouchers}
        self.by_number = {(one.funding_id, one.number): one for one in self.by_pk.values()}
        self.fundings = list(Funding.objects.filter(twinning=about).order_by("pk"))

    @property
    def heads(self) -> dict[str, str]:
        return super().heads | {"funding": str(gettext_lazy("Funding"))}

    def given(self, row: Row) -> dict[str, object]:
        """With the funding that its name and code tell, where there is any doubt of which."""
        given = super().given(row)
        if "payer" in row.cells:
            given["funding"] = label_of(self.funding(row))
        return given

    def standing(self, thing: Voucher, name: str) -> object:
        if name == "funding":
            return label_of(thing.funding)
        value = getattr(thing, name)
        return flat(value) if isinstance(value, str) else value

    def find(self, row: Row) -> Voucher | None:
        if "id" in row.cells:
            if row.cells["id"] not in self.by_pk:
                raise ValidationError({"id": _("This is no voucher of this twinning.")})
            return self.by_pk[row.cells["id"]]
        if "payer" not in row.cells or "number" not in row.cells:
            return None
        return self.by_number.get((self.funding(row).pk, row.cells["number"]))

    def funding(self, row: Row) -> Funding:
        """The funding of a row; ValidationError where there is none, or more than one."""
        name, code = fold(row.cells["payer"]), row.cells.get("code", "")
        found = [one for one in self.fundings if fold(flat(one.name)) == name]
        if code or len(found) > 1:
            found = [one for one in found if flat(one.code) == code]
        if len(found) != 1:
            names = ", ".join(label_of(one) for one in self.fundings)
            raise ValidationError(
                {"payer": _("No funding is called so. There are: %(names)s.") % {"names": names}}
            )
        return found[0]

    def identity(self, row: Row) -> object:
        return self.given(row).get("funding"), row.cells.get("number")

    def check_new(self, row: Row) -> None:
        needed = ["payer", "number", "paid_on", "description", "amount"]
        if row.cells.get("currency", EURO) != EURO:
            needed.append("rate")
        missing = [name for name in needed if name not in row.cells]
        if missing:
            raise ValidationError(dict.fromkeys(missing, _("A new voucher needs this.")))
