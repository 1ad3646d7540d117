"""What staff of VVSG may do in the admin: one group, written out."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType

NAME = "VVSG staff"
PORTAL = "partnerships"
READ = [
    "accounts.user",
    "sdg.goal",
    "sdg.target",
    "stedenband.outgoingmail",
    *(
        f"{PORTAL}.{noun}"
        for noun in (
            "comment",
            "confirmation",
            "event",
            "evidence",
            "fact",
            "membership",
            "milestone",
            "organisation",
            "page",
            "planitem",
            "programme",
            "progressreport",
            "replanning",
            "source",
            "submission",
            "trajectory",
            "twinning",
        )
    ),
]
WRITTEN = [
    "accounts.user",
    *(
        f"{PORTAL}.{noun}"
        for noun in (
            "fact",
            "membership",
            "milestone",
            "organisation",
            "planitem",
            "programme",
            "source",
            "trajectory",
            "twinning",
        )
    ),
]
DELETED = [f"{PORTAL}.{noun}" for noun in ("fact", "planitem", "source")]


def codename(verb: str, noun: str) -> str:
    """`change` and `partnerships.fact` are `partnerships.change_fact`."""
    app, _, model = noun.partition(".")
    return f"{app}.{verb}_{model}"


PERMISSIONS = [
    *(codename("view", noun) for noun in READ),
    *(codename(verb, noun) for noun in WRITTEN for verb in ("add", "change")),
    *(codename("delete", noun) for noun in DELETED),
    codename("change", f"{PORTAL}.progressreport"),
]


def staff_group() -> Group:
    """The group with exactly these permissions, made or put right; safe to call again."""
    group, _made = Group.objects.get_or_create(name=NAME)
    group.permissions.set([permission(name) for name in PERMISSIONS])
    return group


def permission(name: str) -> Permission:
    """The permission called `app.verb_noun`; Permission.DoesNotExist where there is none."""
    app, _, code = name.partition(".")
    noun = ContentType.objects.get_by_natural_key(app, code.partition("_")[2])
    return Permission.objects.get(content_type=noun, codename=code)
