"""An InfluxDB v2 as far as writing goes, on http.server; the port is printed first.

A point with the time of an earlier one replaces it. Orders: `points` (how many there are), `times` (their times in
the order in which each came first), `point TIME` (its fields as JSON), `posts` (how many since the last `posts`),
`last` (path and authorization of the last post), `behave MODE COUNT` for the next posts: an HTTP status, cut
(written, but the answer is lost), silent; `hate STATUS TEXT…` refuses with that status every post in which one of the
texts is, `room LINES` every one of more lines with 413.
"""

import json
import time
from http.server import BaseHTTPRequestHandler

from line_protocol_parser import parse_line
from peer import HTTPServer, serve_orders

state = {"mode": "ok", "left": 0, "posts": 0, "last": "none", "hated": [], "hate": "", "room": 1_000_000}
points = {}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        state["posts"] += 1
        state["last"] = f"{self.path} {self.headers['Authorization']} {self.headers['Content-Type']}"
        mode = "ok"
        if state["left"] > 0:
            mode, state["left"] = state["mode"], state["left"] - 1
        if mode == "ok" and any(text in body for text in state["hated"]):
            mode = state["hate"]
        if mode == "ok" and len(body.splitlines()) > state["room"]:
            mode = "413"
        if mode == "silent":
            time.sleep(30)
        if mode in ("ok", "cut"):
            for line in body.splitlines():
                point = parse_line(line)
                assert point["measurement"] == "measurement" and not point["tags"]
                points.setdefault(point["time"], {}).update(point["fields"])
        if mode in ("silent", "cut"):
            self.close_connection = True
            return
        self.send_response(204 if mode == "ok" else int(mode))
        if mode == "429":
            self.send_header("Retry-After", "60")
        message = b"" if mode == "ok" else b'{"code":"test","message":"behaving"}'
        if message:
            self.send_header("Content-Length", str(len(message)))
        self.end_headers()
        self.wfile.write(message)


def order(words):
    match words:
        case ["points"]:
            return str(len(points))
        case ["times"]:
            return " ".join(map(str, points))
        case ["point", time]:
            return json.dumps(points.get(int(time)), sort_keys=True)
        case ["posts"]:
            count, state["posts"] = state["posts"], 0
            return str(count)
        case ["last"]:
            return state["last"]
        case ["behave", mode, count]:
            state["mode"], state["left"] = mode, int(count)
            return "ok"
        case ["hate", status, *texts]:
            state["hate"], state["hated"] = status, texts
            return "ok"
        case ["room", lines]:
            state["room"] = int(lines)
            return "ok"
    return "unknown order"


server = HTTPServer(Handler)
print(server.server_port, flush=True)
serve_orders(order)
server.serve_forever()
