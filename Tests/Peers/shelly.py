"""A Shelly energy meter of either generation, on http.server; the port is printed first.

Options: `--generation 1|2`, `--password TEXT`. Orders: `set CHANNEL KEY JSON` (a JSON of `-` takes the key away),
`log` (the requests since the last `log`, with their status), `connections`, `stale` (the next Digest nonce
is refused), `behave MODE` for the next reply: ok, silent, cut, huge, endless, redirect, junk, error, chunked, trickle,
until-close, hang-up.
"""

import argparse
import base64
import hashlib
import json
import re
import secrets
import time
from http.server import BaseHTTPRequestHandler

from peer import HTTPServer, serve_orders

options = argparse.ArgumentParser()
options.add_argument("--generation", type=int, default=1)
options.add_argument("--password")
options = options.parse_args()

REALM = "shellyproem50-test"
channels = [
    {"power": 512.25, "reactive": 1.0, "pf": 0.9, "voltage": 241.5, "is_valid": True},
    {"power": 1830.5, "reactive": 2.0, "pf": 0.9, "voltage": 240.0, "is_valid": True},
] if options.generation == 1 else [
    {"id": 0, "act_power": -512.25, "aprt_power": 600.0, "voltage": 241.5, "pf": 0.9, "freq": 50.0},
    {"id": 1, "act_power": 1830.5, "aprt_power": 1900.0, "voltage": 240.0, "pf": 0.9, "freq": 50.0},
]
state = {"mode": "ok", "connections": 0, "log": [], "nonce": None, "counts": set()}


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self):
        super().setup()
        state["connections"] += 1

    def log_message(self, *_):
        pass

    def is_allowed(self):
        header = self.headers.get("Authorization", "")
        if options.password is None or self.path == "/shelly":
            return True
        if options.generation == 1:
            return header == "Basic " + base64.b64encode(f"admin:{options.password}".encode()).decode()
        fields = dict(re.findall(r'(\w+)="?([^",]*)"?', header.removeprefix("Digest ")))
        if not header.startswith("Digest ") or fields.get("nonce") != state["nonce"]:
            return False
        if fields["nc"] in state["counts"] or fields["uri"] != self.path or fields["algorithm"] != "SHA-256":
            return False
        state["counts"].add(fields["nc"])
        expected = sha256(":".join([
            sha256(f"admin:{REALM}:{options.password}"), fields["nonce"], fields["nc"], fields["cnonce"], "auth",
            sha256(f"GET:{self.path}")]))
        return fields["username"] == "admin" and fields["response"] == expected

    def do_GET(self):
        status, body, headers = 404, b"not found", {}
        query = re.fullmatch(r"/rpc/EM1\.GetStatus\?id=(\d+)", self.path)
        if not self.is_allowed():
            status, body = 401, b"401 Unauthorized"
            state["nonce"], state["counts"] = secrets.token_hex(8), set()
            headers["WWW-Authenticate"] = (
                f'Basic realm="{REALM}"' if options.generation == 1 else
                f'Digest qop="auth", realm="{REALM}", nonce="{state["nonce"]}", algorithm=SHA-256')
        elif self.path == "/shelly":
            identity = {"type": "SHEM"} if options.generation == 1 else {"model": "SPEM", "gen": options.generation}
            status, body = 200, json.dumps(identity).encode()
        elif self.path == "/status" and options.generation == 1:
            status, body = 200, json.dumps({"unixtime": 0, "emeters": channels}).encode()
        elif query and options.generation > 1:
            number = int(query[1])
            status = 200 if number < len(channels) else 404
            body = json.dumps(channels[number] if status == 200 else {"code": -105}).encode()
        state["log"].append(f"{self.path}:{status}")
        mode, state["mode"] = state["mode"], "ok"
        self.reply(mode, status, body, headers)

    def reply(self, mode, status, body, headers):
        if mode == "silent":
            time.sleep(3)
            self.close_connection = True
            return
        if mode == "hang-up":
            self.close_connection = True
            return
        if mode == "redirect":
            status, headers = 302, {"Location": "/elsewhere"}
        elif mode == "junk":
            body = b"<html>" + body
        elif mode == "error":
            status = 500
        elif mode == "huge":
            body = b" " * (1024 * 1024) + body
        elif mode == "endless":
            headers["X-Long"] = "x" * 20_000
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if mode == "chunked":
            self.send_header("Transfer-Encoding", "chunked")
            body = b"".join(b"%x;n=1\r\n%c\r\n" % (1, byte) for byte in body) + b"0\r\nX-Trailer: 1\r\n\r\n"
        elif mode == "until-close":
            self.send_header("Connection", "close")
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if mode == "cut":
            body = body[:-5]
            self.close_connection = True
        if mode == "trickle":
            for byte in body:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
        else:
            self.wfile.write(body)


def order(words):
    match words:
        case ["set", channel, key, "-"]:
            del channels[int(channel)][key]
        case ["set", channel, key, value]:
            channels[int(channel)][key] = json.loads(value)
        case ["log"]:
            log, state["log"] = state["log"], []
            return " ".join(log)
        case ["connections"]:
            return str(state["connections"])
        case ["stale"]:
            state["nonce"] = None
        case ["behave", mode]:
            state["mode"] = mode
        case _:
            return "unknown order"
    return "ok"


server = HTTPServer(Handler)
print(server.server_port, flush=True)
serve_orders(order)
server.serve_forever()
