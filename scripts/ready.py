"""Exit 0 when the server on this machine's given port says that it may be given requests (`/readyz`)."""

from __future__ import annotations

import os
import sys
import urllib.request

port = sys.argv[1] if len(sys.argv) > 1 else "8000"
host = os.environ.get("ALLOWED_HOSTS", "127.0.0.1").split(",")[0]
request = urllib.request.Request(f"http://127.0.0.1:{port}/readyz", headers={"Host": host})
straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
try:
    straight.open(request, timeout=5).close()
except OSError as failure:
    sys.exit(f"not ready: {failure}")
