"""A page takes as many queries for ten of everything as for one; in the long form for a hundred."""

from django.apps import apps
from django.core.cache import cache
from django.db import DataError, IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from tests.furnished.test_canary import addresses
from tests.pages import EVERYBODY, visit
from tests.security.figures import figure, much

PRESENT = EVERYBODY
SIZES = much(10, 10), *much((), (100,))
WHO = (None, "editor", "coordinator")
# Tables that are sent while they are read: a question for each so many rows, for memory's sake.
SENT_AS_READ = {"partnerships:sheet-export", "partnerships:sheet-workbook"}


def copy_of(row, number):
    """Another row that says the same, under another name where there can be but one."""
    found = {}
    for column in row._meta.concrete_fields:
        if not column.primary_key:
            value = getattr(row, column.attname)
            is_text = isinstance(column, models.CharField) and value
            found[column.attname] = f"{value}-{number}" if column.unique and is_text else value
    return type(row)(**found)


def grown(size):
    """So many of every row, as far as there can be more than one of it."""
    added = 0
    for model in apps.get_app_config("partnerships").get_models():
        for row in model._default_manager.all() if not model.__name__.startswith("Hist") else ():
            many = [copy_of(row, number) for number in range(1, size)]
            try:
                with transaction.atomic():
                    added += len(model._default_manager.bulk_create(many))
            except (IntegrityError, DataError):
                continue  # one alone
    return added


def pages(world):
    """The first address of each view, as everything is still one."""
    found = [one for one in addresses(world.twinning) if "<" not in one]
    return {resolve(one).view_name: one for one in reversed(found)}


def taken(browsers, asked):
    """How many queries each page takes of each reader; the visit before it warms what is kept."""
    found = {}
    for role, browser in browsers.items():
        for name, where in asked.items():
            cache.clear()
            if browser.get(where).status_code != 200:
                continue
            with CaptureQueriesContext(connection) as queries:
                response = browser.get(where)
                assert b"".join(response) is not None
            # That somebody is still there is written down once a minute, whatever the page.
            found[role, name] = sum(one["sql"].startswith("SELECT") for one in queries)
    return found


def is_more(key, numbers):
    """Of a table that is sent while it is read: so many that a row must have asked for itself."""
    (_role, name, size), (before, after) = key, numbers
    is_in_parts = size > SIZES[0] and name in SENT_AS_READ
    return after > (size // 4 if is_in_parts else before)


def test_a_page_takes_as_many_queries_for_many_as_for_one(rows_of_every_noun, world, people):
    browsers = {role: visit(role and people[role]) for role in WHO}
    asked = pages(world)
    before, more = taken(browsers, asked), {}
    for size in SIZES:
        rows = grown(size)
        after = taken(browsers, asked)
        both = {(*key, size): (before[key], one) for key, one in after.items()}
        more |= {key: numbers for key, numbers in both.items() if is_more(key, numbers)}
        fewer = sum(one < before[key] for key, one in after.items())
        told = {"rows_added": rows, "as_many": len(after) - len(more) - fewer, "fewer": fewer}
        figure(f"F23 {size} of everything", pages=len(after), **told, more=len(more))
    assert more == {}
