"""Files that come in pieces: what a bad line cuts off goes on where it stopped.

A device begins an upload, sends its pieces, and lets a form refer to what is complete by its
token; the form's view then finds the file among those that came with the form, and checks it like
any other. Nothing of an upload is ever handed out, and it is gone after a day.
"""

import hashlib
from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Sum
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stedenband import clock
from stedenband.accounts.models import User
from stedenband.files import shown_name
from stedenband.http import MemberRequest, problem
from stedenband.models import Piece, Upload

FIELD = "arrived"
MOST_FILES = 20  # of one form
LARGEST_PIECE = 256 * 1024
KEPT_FOR = timedelta(days=1)


class BeginForm(forms.Form):
    """What is coming: its name, its size, and the SHA-256 by which it is known again."""

    name = forms.CharField(max_length=500)
    size = forms.IntegerField(min_value=1, max_value=10 * 1024 * 1024)
    digest = forms.RegexField(r"\A[0-9a-f]{64}\Z")


class NotArrived(SimpleUploadedFile):
    """Stands for a file that should be here: no field takes it, and a form is not done without."""

    def __init__(self) -> None:
        self.name = "file"

    @property
    def size(self) -> int:  # what every field asks before it reads
        raise ValidationError(_("A file has not arrived in full: choose it again."))


@require_POST
def upload_begin(request: MemberRequest) -> HttpResponse:
    """A token for a file; the same file goes on where it stopped, also after a restart."""
    form = BeginForm(request.POST)
    if not form.is_valid():
        return problem(422, "Say the name, the size and the SHA-256 of a file of at most 10 MB.")
    clear_uploads(clock.now() - KEPT_FOR)
    upload = begin_upload(by=request.user, **form.cleaned_data)
    return JsonResponse({"token": str(upload.token), "have": upload.have})


@require_POST
def upload_continue(request: MemberRequest, token: str) -> HttpResponse:
    """The next piece; one that was there already, or comes too early, changes nothing."""
    upload = get_object_or_404(Upload, token=token, user=request.user)
    if int(request.headers.get("Content-Length") or 0) > LARGEST_PIECE:
        return problem(413, f"A piece is at most {LARGEST_PIECE} bytes.")
    start = request.GET.get("from", "")
    if not start.isdecimal():
        return problem(422, "Say where the piece starts: ?from=0.")
    return JsonResponse({"have": take_piece(upload, int(start[:9]), request.body)})


@transaction.atomic
def begin_upload(*, by: User, name: str, size: int, digest: str) -> Upload:
    """The upload of these bytes by this person; what is older makes room for it."""
    upload, _made = Upload.objects.get_or_create(
        user=by, digest=digest, size=size, defaults={"name": shown_name(name)}
    )
    for older in Upload.objects.filter(user=by).exclude(pk=upload.pk).order_by("begun_at"):
        if room_taken(by) <= settings.REQUEST_MAX_BYTES:  # the files of one form have room
            break
        older.delete()
    return upload


def room_taken(by: User) -> int:
    found: int | None = Upload.objects.filter(user=by).aggregate(all=Sum("size"))["all"]
    return found or 0


@transaction.atomic
def take_piece(upload: Upload, start: int, content: bytes) -> int:
    """Keep a piece that follows on what is there; answers how much is there now."""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if content and start == upload.have and start + len(content) <= upload.size:
        Piece.objects.create(upload=upload, start=start, content=content)
        upload.have += len(content)
        upload.save(update_fields=["have"])
    return upload.have


def arrived(request: MemberRequest) -> list[Upload]:
    """Put the complete uploads that a form refers to among its files: `arrived` is field:token.

    What is not there, not complete or somebody else's is refused by the field that it is for.
    """
    found = []
    for number, said in enumerate(request.POST.getlist(FIELD)):
        field, _colon, token = said.partition(":")
        upload = complete_upload(token, by=request.user) if number < MOST_FILES else None
        if upload and (content := whole(upload)):
            request.FILES.appendlist(field, SimpleUploadedFile(upload.name, content))
            found.append(upload)
        else:
            request.FILES.appendlist(field, NotArrived())
    return found


def complete_upload(token: str, *, by: User) -> Upload | None:
    try:
        return Upload.objects.complete().filter(user=by, token=token).first()
    except ValidationError:  # no token at all
        return None


def whole(upload: Upload) -> bytes:
    """Its bytes; none when they are not those that were announced."""
    content = b"".join(bytes(piece.content) for piece in upload.pieces.all())
    return content if hashlib.sha256(content).hexdigest() == upload.digest else b""


def clear_uploads(before: datetime) -> int:
    """Forget what was begun before then; answers how many there were."""
    old = Upload.objects.filter(begun_at__lt=before)
    return old.delete()[1].get("stedenband.Upload", 0)
