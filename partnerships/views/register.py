"""The register of twinnings as files: a map and a table, given away row by row."""

from collections.abc import Iterator

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from partnerships.opendata.register import COLUMNS, edition, feature_collection, table
from stedenband.http import if_changed, open_data
from stedenband.spreadsheets import stream_csv


@open_data
def register_geojson(request: HttpRequest) -> HttpResponseBase:
    return streamed(request, feature_collection(), "application/geo+json", "geojson")


@open_data
def register_csv(request: HttpRequest) -> HttpResponseBase:
    return streamed(request, stream_csv(COLUMNS, table()), "text/csv; charset=utf-8", "csv")


def streamed(
    request: HttpRequest, pieces: Iterator[bytes], kind: str, ending: str
) -> HttpResponseBase:
    """A file of any length; who only looks, or has it already, costs no reading."""
    body = iter(()) if request.method == "HEAD" else pieces
    response = StreamingHttpResponse(body, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="twinnings.{ending}"'
    response.headers["Link"] = '<https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"'
    return if_changed(request, response, f"{ending}-{edition()}")
