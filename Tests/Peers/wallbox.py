"""A stand-in for Wallbox's web API.

Prints its port. Orders on standard input, each answered by a line: `answer PATH STATUS [RETRY-AFTER]` gives that
status once more for requests of PATH (a list, in order); `hang PATH` never answers it; `cut PATH` closes the connection
instead; `life SECONDS` sets how long tokens live; `log` gives what was asked, as JSON, with the command lines of the
processes that asked.
"""

import base64
import glob
import json
import time
from http.server import BaseHTTPRequestHandler

from peer import HTTPServer, serve_orders

answers = {}
hanging = set()
cut = set()
log = []
life = [3600]
issued = [0]


def commands(port):
    """The command lines that name this server."""
    found = []
    for path in glob.glob("/proc/[0-9]*/cmdline"):
        try:
            text = open(path, "rb").read().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if f":{port}/" in text:
            found.append(text)
    return found


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

    def handle_request(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        log.append(
            {
                "method": self.command,
                "path": self.path,
                "authorization": self.headers.get("Authorization"),
                "partner": self.headers.get("Partner"),
                "body": body,
                "commands": commands(self.server.server_port),
            }
        )
        if self.path in hanging:
            time.sleep(60)
            return
        if self.path in cut:
            return
        status, retry_after, content = 200, None, {}
        if answers.get(self.path):
            status, retry_after = answers[self.path].pop(0)
        elif self.path == "/users/signin":
            expected = "Basic " + base64.b64encode(b"me@example.org:s3cret\"\\ ").decode()
            if self.headers.get("Authorization") != expected:
                status = 401
        if status == 200 and self.path.startswith("/users/"):
            issued[0] += 1
            now = int(time.time() * 1000)
            content = {
                "data": {
                    "attributes": {
                        "token": f"token-{issued[0]}",
                        "refresh_token": f"refresh-{issued[0]}",
                        "ttl": now + life[0] * 1000,
                        "refresh_token_ttl": now + 86_400_000,
                    }
                }
            }
        text = json.dumps(content).encode()
        self.send_response(status)
        if retry_after:
            self.send_header("Retry-After", retry_after)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = handle_request


def order(words):
    match words:
        case ["answer", path, status, *rest]:
            answers.setdefault(path, []).append((int(status), rest[0] if rest else None))
        case ["hang", path]:
            hanging.add(path)
        case ["cut", path]:
            cut.add(path)
        case ["life", seconds]:
            life[0] = int(seconds)
        case ["log"]:
            return json.dumps(log)
        case _:
            return "unknown order"
    return "ok"


server = HTTPServer(Handler)
print(server.server_port, flush=True)
serve_orders(order)
server.serve_forever()
