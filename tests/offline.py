"""What tests share about a bad line: who gets the worker, pieces of a file, and what follows."""

# Rows of the table in test_access.py, in its columns.
TABLE = """
partnerships:evidence-add     GET  302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:evidence-add     POST 302 404 404 404 404 404 403 403 403 200 200 403 403
offline                       GET  200 200 200 200 200 200 200 200 200 200 200 200 200
offline                       POST 405 405 405 405 405 405 405 405 405 405 405 405 405
worker                        GET  200 200 200 200 200 200 200 200 200 200 200 200 200
worker                        POST 405 405 405 405 405 405 405 405 405 405 405 405 405
upload-begin                  GET  302 405 405 405 405 405 405 405 405 405 405 405 405
upload-begin                  POST 302 422 422 422 422 422 422 422 422 422 422 422 422
upload-continue               GET  302 405 405 405 405 405 405 405 405 405 405 405 405
upload-continue               POST 302 404 404 404 404 404 404 404 404 404 404 404 404
"""
NOBODYS = "00000000-0000-4000-8000-000000000000"


def things(world):
    """What each page is about, of `tests.pages.furnished`."""
    names = ("offline", "worker", "upload-begin")
    return {**dict.fromkeys(names), "upload-continue": (NOBODYS,)}
