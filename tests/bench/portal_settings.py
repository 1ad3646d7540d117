"""The portal as it is, with one thing before it: headers that tell of queries."""

from stedenband.settings import *  # noqa: F403
from stedenband.settings import MIDDLEWARE

MIDDLEWARE = ["tests.bench.counting.Counted", *MIDDLEWARE]
