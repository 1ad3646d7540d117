"""Translations: what is missing in a language, written beside the original, and checked."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships import actions, policies
from partnerships.forms.translation import CheckForm, TranslationForm
from partnerships.models import (
    TRANSLATED,
    Translation,
    at_home,
    texts_of,
)
from partnerships.views.twinning import visible_twinning
from stedenband.http import MemberRequest, permit
from stedenband.once import deed
from stedenband.texts import WrittenLanguage, interface_language

PER_PAGE = 20


@require_safe
def translation_list(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_see_translations(request.user, twinning))
    language = known_language(request.GET.get("language", interface_language()))
    texts = texts_of(twinning, request.user, language)
    context = {
        "twinning": twinning,
        "language": language,
        "written_languages": WrittenLanguage.choices,
        "page": Paginator(texts, PER_PAGE).get_page(request.GET.get("page")),
        "number": sum(one.state != "checked" for one in texts),
    }
    return render(request, "partnerships/translation_list.html", context)


@deed
def translation_edit(request: MemberRequest, kind: str, pk: int, language: str) -> HttpResponse:
    thing = visible_thing(request, kind, pk)
    permit(policies.may_translate(request.user, thing))
    language = known_language(language)
    if not thing.has_words or thing.original.language == language:
        raise Http404
    translation = Translation.objects.of(thing).filter(language=language).first()
    form = TranslationForm(request.POST or None, thing=thing, translation=translation)
    given = {"thing": thing, "language": language, "by": request.user}
    if form.perform(actions.save_translation, **given):
        messages.success(request, _("The translation was saved. Somebody else checks it now."))
        return redirect(list_of(thing, language, request.user))
    may_check = translation and policies.may_check_translation(request.user, translation)
    context = {
        "form": form,
        "thing": thing,
        "twinning": at_home(thing.twinnings_concerned, request.user),
        "kind_label": TRANSLATED[kind].label,
        "language": language,
        "translation": translation,
        "to_check": may_check and translation and translation.shown_state == "draft",
        "back": list_of(thing, language, request.user),
    }
    return render(request, "partnerships/translation_edit.html", context, status=form.status)


@deed
def translation_check(request: MemberRequest, pk: int) -> HttpResponse:
    visible = Translation.objects.visible_to(request.user)
    translation = get_object_or_404(visible, pk=pk)
    thing = translation.thing
    permit(policies.may_check_translation(request.user, translation))
    form = CheckForm(request.POST or None, initial={"version": translation.version})
    if form.perform(actions.check_translation, translation=translation, by=request.user):
        messages.success(request, _("The translation is checked: readers of this language get it."))
        return redirect(list_of(thing, translation.language, request.user))
    original = thing.original
    pairs = [
        (original.labels[name], words, translation.words.get(name, ""))
        for name, words in original.words.items()
    ]
    context = {"form": form, "translation": translation, "original": original, "pairs": pairs}
    context["twinning"] = at_home(thing.twinnings_concerned, request.user)
    return render(request, "partnerships/translation_check.html", context, status=form.status)


def known_language(code: str) -> str:
    if code not in WrittenLanguage.values:
        raise Http404
    return code


def visible_thing(request: MemberRequest, kind: str, pk: int) -> Any:
    if kind not in TRANSLATED:
        raise Http404
    return get_object_or_404(TRANSLATED[kind].visible_to(request.user), pk=pk)


def list_of(thing: Any, language: str, user: object) -> str:
    """The list of what is to be translated into a language; of what is of all, its own page."""
    twinning = at_home(thing.twinnings_concerned, user)
    if twinning is None:
        return str(thing.get_absolute_url())
    where = reverse("partnerships:translation-list", args=[twinning.slug])
    return f"{where}?language={language}"
