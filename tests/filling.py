"""A row in each table of whatever models there are, made of nothing but what their fields say.

Models of a migration long gone have no factories: what may stand in a column is found by trying,
and what a constraint refuses is changed, one field of that constraint at a time.
"""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import F, Q, UniqueConstraint

PATIENCE = 300
EMPTY = 0.6  # how often a column that may be empty is
JSON = ([], {}, ["nl"], ["es", "nl"], {"a": ["é", 1, None]})
NUMBERS = (*range(19), 36, 100, 2024, 30_000)
TEXTS = ("CharField", "TextField", "SlugField", "FileField")
DAYS = (1, 1, 15, 28)


class Filler:
    """Makes rows of the models it is given; the same ones for the same seed."""

    def __init__(self, seed=36):
        self.dice = Random(seed)
        self.number = 0
        self.fits = {}  # which kind of text a column took last
        self.shapes = {}

    def fill(self, apps, times):
        """Rows in each table that is new or has other columns than when it was filled last."""
        found = apps.get_models(include_auto_created=True)
        models = [one for one in found if one._meta.managed and not one._meta.proxy]
        shapes = {one._meta.label: {column.attname for column in filled(one)} for one in models}
        grown = [
            one for one in models if self.shapes.get(one._meta.label) != shapes[one._meta.label]
        ]
        self.shapes = shapes
        for model in grown * times:
            self.make(model)

    def make(self, model, depth=0):
        """A row that nothing refuses, saved; None when the table has rows and takes no more."""
        row = model()
        self.number += 1
        for field in filled(model):
            self.put(row, field, depth)
        for _try in range(PATIENCE):
            wrong = first_refusal(row)
            if not wrong:
                row.save(force_insert=True)
                return row
            by_name = {one.name: one for one in filled(model)}
            names = sorted(set(wrong) & set(by_name))
            self.put(row, by_name[self.dice.choice(names)], depth)
        if model._base_manager.exists():
            return None  # there are no more than seventeen goals
        raise AssertionError(f"no row of {model._meta.label} passes {wrong}")

    def put(self, row, field, depth):
        if field.remote_field:
            setattr(row, field.attname, self.other(field, depth))
        else:
            setattr(row, field.attname, self.value(field))

    def other(self, field, depth):
        """One that is there, most often the newest; a new one where there is none."""
        if field.null and self.dice.random() < EMPTY:
            return None
        target = field.remote_field.model
        rows = list(target._base_manager.order_by("-pk")[:3])
        if not rows and target is field.model:
            return None
        if not rows or self.dice.random() < 0.1 / (1 + depth):
            rows = [self.make(target, depth + 1) or rows[0]]
        row = rows[0] if self.dice.random() < 0.7 else self.dice.choice(rows)
        return getattr(row, field.target_field.attname)

    def value(self, field):
        if field.null and self.dice.random() < EMPTY:
            return None
        if field.blank and field.empty_strings_allowed and self.dice.random() < EMPTY:
            return ""
        if field.choices:
            return self.dice.choice([value for value, _label in field.flatchoices])
        values = list(self.candidates(field))
        last = self.fits.get(str(field), 0) if field.get_internal_type() in TEXTS else 0
        for place in (last, *range(len(values))):
            with suppress(ValidationError):
                value = field.clean(values[place], None)
                self.fits[str(field)] = place
                return value
        raise AssertionError(f"nothing fits in {field}")

    def candidates(self, field):
        """Values of the column's kind, the likeliest first; its validators refuse what they do."""
        kind, dice = field.get_internal_type(), self.dice
        if kind in TEXTS:
            return self.texts(field)
        if "Integer" in kind:
            return [*dice.sample(NUMBERS, len(NUMBERS)), self.number]
        if kind == "JSONField":
            return dice.sample(JSON, len(JSON))
        return [
            {
                "BinaryField": lambda: b"\x00\xff" + str(self.number).encode(),
                "BooleanField": lambda: dice.random() < 0.5,
                "DateField": lambda: self.moment().date(),
                "DateTimeField": self.moment,
                "DecimalField": lambda: Decimal(dice.randrange(1, 900)).scaleb(
                    -field.decimal_places
                ),
                "FloatField": lambda: dice.randrange(-80, 80) / 2,
                "GenericIPAddressField": lambda: f"192.0.2.{self.number % 250}",
                "UUIDField": lambda: UUID(int=dice.getrandbits(128), version=4),
            }[kind]()
        ]

    def texts(self, field):
        number, longest = self.number, field.max_length or 200
        if field.get_internal_type() != "SlugField":
            yield f"{number} « größer », ‘Nimlaha’kok’ ✓"[:longest]
        yield f"n{number}"[-longest:]
        yield f"p{number}@town.test"
        yield f"https://town.test/{number}"
        yield from ("nl", "BE", "EUR", "Europe/Brussels", f"{number:064x}"[:longest])
        yield from (f"Q{number}", f"18.{number}", "18.a", "#0A7BC2", "2024", "nl,es", "BE,PE")

    def moment(self):
        day = date(
            self.dice.randrange(2020, 2030), self.dice.randrange(1, 13), self.dice.choice(DAYS)
        )
        if self.dice.random() < 0.2:
            day = date(day.year, 12, 31)
        return datetime(day.year, day.month, day.day, 9, tzinfo=UTC) + timedelta(
            hours=self.number % 9
        )


def filled(model):
    """The columns that a row is given; the database makes the others."""
    return [
        one
        for one in model._meta.concrete_fields
        if not getattr(one, "generated", False)
        and one.get_internal_type() not in ("AutoField", "BigAutoField")
    ]


def first_refusal(row):
    """The names in the first rule that a row breaks; none when it may stand."""
    model = type(row)
    for constraint in model._meta.constraints:
        try:
            constraint.validate(model, row)
        except ValidationError:
            return names_in_constraint(constraint)
    try:
        row.validate_unique()
    except ValidationError as error:
        given = set(error.message_dict)
        together = {name for names in model._meta.unique_together for name in names}
        return given - {"__all__"} or together
    return set()


def names_in_constraint(constraint):
    if not isinstance(constraint, UniqueConstraint):
        return names_in(constraint.condition)
    return {*constraint.fields, *(name for one in constraint.expressions for name in names_in(one))}


def names_in(expression):
    """Every column that a condition speaks of."""
    if isinstance(expression, F):
        return {expression.name.partition("__")[0]}
    if isinstance(expression, Q):
        pairs = [one for one in expression.children if isinstance(one, tuple)]
        inner = [one for one in expression.children if not isinstance(one, tuple)]
        inner += [value for _name, value in pairs]
        found = {name.partition("__")[0] for name, _value in pairs}
    else:
        ask = getattr(expression, "get_source_expressions", tuple)
        inner, found = [one for one in ask() if one is not None], set()
    return found.union(*map(names_in, inner))
