"""Fundings, what they cover, and vouchers: entered by both sides in the portal, read here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from partnerships.models import Cover, Funding, Voucher
from stedenband.admin import ReadOnlyAdmin


@admin.register(Funding)
class FundingAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "twinning", "kind", "side", "starts_on", "ends_on", "is_sample")
    list_select_related = ("twinning__flemish", "twinning__partner")
    list_filter = ("kind", "side", "is_sample")
    search_fields = ("name", "code", "twinning__slug")
    date_hierarchy = "ends_on"


@admin.register(Cover)
class CoverAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "starts_on", "ends_on", "amount", "is_sample")
    list_filter = ("is_sample",)
    search_fields = ("funding__name", "funding__code", "funding__twinning__slug")
    date_hierarchy = "ends_on"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return Cover.objects.with_names()


@admin.register(Voucher)
class VoucherAdmin(ReadOnlyAdmin):
    list_display = ("number", "funding", "paid_on", "amount", "currency", "amount_in_euro")
    list_select_related = ("funding__twinning__flemish", "funding__twinning__partner")
    list_filter = ("currency", "is_sample")
    search_fields = ("number", "description", "funding__name", "funding__twinning__slug")
    date_hierarchy = "paid_on"
