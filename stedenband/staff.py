"""What staff of VVSG may do in the admin: one group, written out."""

from django.contrib.auth.models import Group, Permission

NAME = "VVSG staff"
PORTAL = "partnerships"
READ = [
    "accounts.invitation",
    "accounts.user",
    "sdg.goal",
    "sdg.target",
    "stedenband.outgoingmail",
    *(
        f"{PORTAL}.{noun}"
        for noun in (
            "adoption",
            "agreement",
            "answersheet",
            "assessment",
            "calendaraddress",
            "comment",
            "confirmation",
            "contextevent",
            "contribution",
            "cover",
            "custom",
            "deed",
            "document",
            "documentversion",
            "election",
            "event",
            "import",
            "evidence",
            "fact",
            "forum",
            "funding",
            "indicator",
            "indicatorpair",
            "lesson",
            "localtarget",
            "mandate",
            "mailpreference",
            "measurement",
            "membership",
            "milestone",
            "minutes",
            "organisation",
            "owngoal",
            "page",
            "photo",
            "planitem",
            "post",
            "programme",
            "progressreport",
            "promise",
            "recommendation",
            "reminderrun",
            "remindersent",
            "replanning",
            "report",
            "response",
            "session",
            "signoflife",
            "source",
            "story",
            "submission",
            "trajectory",
            "translation",
            "twinning",
            "voucher",
            "twinningstate",
        )
    ),
]
WRITTEN = [
    "accounts.user",
    *(
        f"{PORTAL}.{noun}"
        for noun in (
            "contextevent",
            "election",
            "fact",
            "indicator",
            "indicatorpair",
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
DELETED = [
    f"{PORTAL}.{noun}" for noun in ("contextevent", "election", "fact", "planitem", "source")
]


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
    """The group with exactly these permissions, made or put right; safe to call again.

    Raises KeyError when one of them does not exist: the migrations have not run.
    """
    group, _made = Group.objects.get_or_create(name=NAME)
    codes = [name.partition(".")[2] for name in PERMISSIONS]
    rows = Permission.objects.filter(codename__in=codes).select_related("content_type")
    found = {f"{row.content_type.app_label}.{row.codename}": row for row in rows}
    group.permissions.set([found[name] for name in PERMISSIONS])
    return group
