"""Indicators: pairs added, and each side's half written by that side."""

from typing import Any

from django.db import transaction

from partnerships.actions.event import record
from partnerships.models import LEAVES, Indicator, IndicatorPair, Twinning, Verb
from partnerships.models.indicator import MOST_PAIRS
from stedenband.accounts.models import User
from stedenband.versions import locked, locked_at


@transaction.atomic
def add_indicator(*, twinning: Twinning, by: User, **words: Any) -> IndicatorPair:
    """A twinning gets a pair, with an empty half for each side; `words` are its title."""
    twinning = locked(twinning)
    taken = set(twinning.pairs.values_list("number", flat=True))
    number = next(n for n in range(1, MOST_PAIRS + 2) if n not in taken)
    pair = IndicatorPair(twinning=twinning, number=number, **words)
    pair.full_clean()
    pair.save()
    Indicator.objects.bulk_create(Indicator(pair=pair, side=side) for side in LEAVES)
    record(Verb.INDICATOR_ADDED, by=by, twinning=twinning, pair=pair)
    return pair


@transaction.atomic
def rename_indicator(*, pair: IndicatorPair, by: User, **words: Any) -> IndicatorPair:
    """A pair gets other words for what it is about."""
    pair = locked(pair)
    old = str(pair.title)
    for name, value in words.items():
        setattr(pair, name, value)
    pair.full_clean()
    pair.save()
    about = {"pair": pair, "old": old, "new": str(pair.title)}
    record(Verb.INDICATOR_CHANGED, by=by, twinning=pair.twinning, **about)
    return pair


@transaction.atomic
def change_indicator(
    *, indicator: Indicator, by: User, version: int | None = None, **words: Any
) -> Indicator:
    """A side says what it measures, from where and to where."""
    indicator = locked_at(indicator, version)
    before = Indicator.objects.get(pk=indicator.pk)
    for name, value in words.items():
        setattr(indicator, name, value)
    indicator.refuse_other_kind_than(before)
    indicator.version += 1
    indicator.full_clean()
    indicator.save()
    organisation = indicator.organisation
    about = {"pair": indicator.pair, "organisation": organisation, "new": indicator.what[:200]}
    record(Verb.INDICATOR_CHANGED, by=by, twinning=indicator.twinning, **about)
    return indicator
