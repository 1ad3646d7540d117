"""Whatever people called things: a letter has its own headers, one reader, and no HTML."""

from email import policy
from email.parser import BytesParser

from django.apps import apps
from django.core import mail
from django.db import DataError, IntegrityError, models, transaction

from partnerships.actions.reminder import remind
from stedenband.accounts.models import User
from stedenband.mail import send_waiting
from stedenband.models import OutgoingMail
from tests import entrances
from tests.forms import FORMS, form_of
from tests.furnished.conftest import undone
from tests.pages import EVERYBODY, visit
from tests.security.figures import figure, much

PRESENT = EVERYBODY
HOSTILE = [
    *("a\nBcc: evil@evil.example", "a\r\nBcc: evil@evil.example", "a\rX-Evil: 1", "a\n\n<b>x</b>"),
    *("a\u2028Bcc: evil@evil.example", "a\u0085X-Evil: 1", "a\x0bX-Evil: 1", "a\x0cX-Evil: 1"),
    *(
        "evil@evil.example,",
        "a, evil@evil.example",
        '"a" <evil@evil.example>',
        "a;evil@evil.example",
    ),
    *("=?utf-8?q?a=0aBcc:_evil@evil.example?=", "=?utf-8?b?CkJjYzogZXZpbEBldmlsLmV4YW1wbGU=?="),
    *("a\nContent-Type: text/html\n\n<script>1</script>", "<script>alert(1)</script>", "<b>a</b>"),
    *("{{ user.password }}", "{user.__class__.__init__.__globals__}", "%(user)s %s %n", "${7*7}"),
    *("{% load static %}", "\u202eevil", "\u2066evil\u2069", "a" * 60 + " Bcc:", "\n.\nQUIT\n"),
    *(
        "\nReply-To: evil@evil.example",
        "a\n To: evil@evil.example",
        "ａ＠ｅｖｉｌ．ｅｘａｍｐｌｅ",
        "'\"`\\",
    ),
]
KEPT = {"slug", "key", "code", "file", "url", "link", "language", "time_zone", "email", "password"}
HEADERS = {"content-type", "mime-version", "content-transfer-encoding", "subject", "from", "to"}
HEADERS |= {"date", "message-id", "list-unsubscribe", "list-unsubscribe-post", "auto-submitted"}


def is_free(column):
    """Whether people write into a column what they like."""
    is_text = isinstance(column, models.CharField | models.TextField)
    return is_text and not (column.choices or column.unique or column.name in KEPT)


def poison(shift):
    """Each text of each row becomes one of the hostile ones, as long as its column takes it."""
    number = shift
    nouns = [one for one in apps.get_app_config("partnerships").get_models() if not is_past(one)]
    for model in [User, *nouns]:
        columns = [one for one in model._meta.concrete_fields if is_free(one)]
        for row in model._default_manager.all():
            for column in [one for one in columns if getattr(row, one.name)]:
                number += 1
                text = HOSTILE[number % len(HOSTILE)][: column.max_length or 5_000]
                try:
                    with transaction.atomic():
                        rows = model._default_manager.filter(pk=row.pk)
                        rows.update(**{column.name: text})
                except (IntegrityError, DataError):
                    continue  # no such text can come there
    return number - shift


def is_past(model):
    return model.__name__.startswith("Historical")


def faults(sent, known):
    """What of a letter as it goes out is not its own."""
    letter = BytesParser(policy=policy.default).parsebytes(sent.message().as_bytes())
    names = [name.casefold() for name in letter]
    found = [name for name in names if name not in HEADERS]
    found += [name for name in set(names) if names.count(name) > 1]
    found += [] if letter.get_content_type() == "text/plain" else ["not plain"]
    found += ["parts"] if letter.is_multipart() or sent.attachments else []
    readers = [one.addr_spec for one in letter["to"].addresses]
    found += [] if len(readers) == 1 and readers[0] in known else [f"readers {readers}"]
    found += [] if sent.recipients() == readers else ["recipients"]
    return found


def test_no_text_gets_into_a_letters_headers(world, request, settings):
    settings.EMAIL_BACKEND = "stedenband.mail.QueueBackend"
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    names = [name for name in FORMS if name != "account-erase"]
    letters, wrong, failed, texts = 0, [], 0, 0
    for shift in range(much(2, len(HOSTILE))):
        with undone():
            forms = {}
            for name in names:
                forms[name] = form_of(name, world)
            texts += poison(shift * 7)
            for name, form in forms.items():
                words = {form.words: HOSTILE[-1 - shift] * 3} if form.words else {}
                with undone():
                    visit(request.getfixturevalue(form.role)).post(form.where, form.filled(**words))
                    failed += gather(wrong, name)
                letters += len(mail.outbox)
                mail.outbox.clear()
            remind()
            by = User.objects.get(pk=world.new_account.pk)
            entrances.invited(by, email="third@cusco.example")
            failed += gather(wrong, "reminders")
            letters += len(mail.outbox)
            mail.outbox.clear()
    figure("F19 letters", texts=texts, letters=letters, not_sent=failed, wrong=len(wrong))
    assert (wrong[:5], failed, letters > 20) == ([], 0, True)


def gather(wrong, name):
    """Send what waits; what is wrong with it, and how many could not be sent."""
    _sent, failed = send_waiting(1_000)
    known = set(OutgoingMail.objects.values_list("to", flat=True))
    known &= set(User.objects.values_list("email", flat=True))
    for one in mail.outbox:
        wrong += [(name, fault, one.subject) for fault in faults(one, known)]
    return failed
