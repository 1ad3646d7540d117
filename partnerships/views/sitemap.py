"""What search engines are told: which pages there are, and which not to read."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import views
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from partnerships.sitemaps import SECTIONS, is_large

CLOSED = ("/admin/", *(f"/*/{part}/" for part in ("accounts", "work", "search")))


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """A demonstration is found by nobody: what stands there was made up."""
    closed = ("/",) if settings.DEMO else CLOSED
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines += [f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """All pages, or where there are too many for one file: the files that name them."""
    if not is_large():
        return views.sitemap(request, SECTIONS)
    return views.index(request, SECTIONS, sitemap_url_name="open:sitemap-section")


@login_not_required
@require_safe
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    return views.sitemap(request, SECTIONS, section)
