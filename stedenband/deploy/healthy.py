"""Whether the server of this container answers; asked by the name that it is reached by.

Any other name, 127.0.0.1 too, is refused by it, however well it is.
"""

import os
import sys
from http.client import HTTPConnection

port = os.environ.get("BIND", "127.0.0.1:8000").rpartition(":")[2]
name = os.environ["ALLOWED_HOSTS"].split(",")[0].strip()
server = HTTPConnection("127.0.0.1", int(port), timeout=2)
server.request("GET", "/healthz", headers={"Host": name})
sys.exit(server.getresponse().status != 200)
