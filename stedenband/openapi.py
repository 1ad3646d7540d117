"""A description of answers made from the dataclasses that make them: OpenAPI 3.1."""

import types
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

Schema = dict[str, Any]
PLAIN: dict[Any, Schema] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
}


@dataclass(frozen=True)
class Says:
    """What a field is, in words; and the values that it takes, where these are few."""

    words: str = ""
    choices: tuple[str, ...] = ()
    pattern: str = ""

    @property
    def schema(self) -> Schema:
        found: Schema = {"description": self.words} if self.words else {}
        if self.choices:
            found["enum"] = list(self.choices)
        return found | ({"pattern": self.pattern} if self.pattern else {})


def schema_of(kind: Any, known: dict[str, Schema]) -> Schema:
    """The schema of a type; dataclasses are described once, in `known`."""
    if kind in PLAIN:
        return dict(PLAIN[kind])
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"type": "string", "enum": [one.value for one in kind]}
    if is_dataclass(kind) and isinstance(kind, type):
        return reference(kind, known)
    if kind is types.NoneType:
        return {"type": "null"}
    return composed(get_origin(kind), get_args(kind), known)


def composed(origin: Any, given: tuple[Any, ...], known: dict[str, Schema]) -> Schema:
    if origin is Annotated:
        said = [one.schema for one in given[1:] if isinstance(one, Says)]
        return schema_of(given[0], known) | {k: v for one in said for k, v in one.items()}
    if origin in (Union, types.UnionType):
        return {"anyOf": [schema_of(one, known) for one in given]}
    if origin is list:
        return {"type": "array", "items": schema_of(given[0], known)}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema_of(given[1], known)}
    raise TypeError(f"{origin!r} has no schema")


def reference(kind: type, known: dict[str, Schema]) -> Schema:
    name = kind.__name__
    if name not in known:
        known[name] = {}  # so that a dataclass may hold itself
        hints = get_type_hints(kind, include_extras=True)
        names = [one.name for one in fields(kind)]
        known[name] = {
            "type": "object",
            "description": (kind.__doc__ or "").strip(),
            "properties": {one: schema_of(hints[one], known) for one in names},
            "required": names,
            "additionalProperties": False,
        }
    return {"$ref": f"#/components/schemas/{name}"}
