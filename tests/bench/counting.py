"""Says in the headers of an answer what was asked of the database for it, when one asks."""

import time

from django.db import connection


class Counted:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "X-Bench" not in request.headers:
            return self.get_response(request)
        took = []

        def count(execute, *given):
            start = time.perf_counter()
            try:
                return execute(*given)
            finally:
                took.append(time.perf_counter() - start)

        with connection.execute_wrapper(count):
            response = self.get_response(request)
        response.headers["X-Bench-Queries"] = str(len(took))
        response.headers["X-Bench-SQL"] = f"{sum(took) * 1000:.1f}"
        return response
