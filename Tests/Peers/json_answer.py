"""A device that answers each GET with the same JSON, on http.server; the port is printed first.

Options: `--tls FILE` (over TLS, with a certificate of its own that it writes there), `--login basic|digest|bearer` (user `owner`, password and token `opensesame`). Orders: `answer JSON`,
`status CODE`, `log` (the targets since the last `log`, with the status of each answer).
"""

import argparse
import base64
import hashlib
import re
import secrets
import ssl
import subprocess
from http.server import BaseHTTPRequestHandler

from peer import HTTPServer, serve_orders

options = argparse.ArgumentParser()
options.add_argument("--tls")
options.add_argument("--login", choices=["basic", "digest", "bearer"])
options = options.parse_args()
state = {"answer": b"{}", "status": 200, "log": [], "nonce": secrets.token_hex(8)}


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def is_allowed(self):
        header = self.headers.get("Authorization", "")
        if options.login == "basic":
            return header == "Basic " + base64.b64encode(b"owner:opensesame").decode()
        if options.login == "bearer":
            return header == "Bearer opensesame"
        if options.login is None:
            return not header
        fields = dict(re.findall(r'(\w+)="?([^",]*)"?', header.removeprefix("Digest ")))
        if not header.startswith("Digest ") or fields.get("nonce") != state["nonce"]:
            return False
        expected = sha256(":".join([
            sha256("owner:device:opensesame"), fields["nonce"], fields["nc"], fields["cnonce"], "auth",
            sha256(f"GET:{self.path}")]))
        return fields["response"] == expected

    def do_GET(self):
        status, body, headers = state["status"], state["answer"], {}
        if not self.is_allowed():
            status, body = 401, b"who are you?"
            headers["WWW-Authenticate"] = {
                "basic": 'Basic realm="device"', "bearer": "Bearer", None: "Basic",
                "digest": f'Digest qop="auth", realm="device", nonce="{state["nonce"]}", algorithm=SHA-256',
            }[options.login]
        state["log"].append(f"{self.path}:{status}")
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def order(words):
    match words:
        case ["answer", *parts]:
            state["answer"] = " ".join(parts).encode()
        case ["status", code]:
            state["status"] = int(code)
        case ["log"]:
            log, state["log"] = state["log"], []
            return " ".join(log)
        case _:
            return "unknown order"
    return "ok"


server = HTTPServer(Handler)
if options.tls:
    key = options.tls + ".key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=device", "-addext",
         "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", options.tls],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options.tls, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_address[1], flush=True)
serve_orders(order)
server.serve_forever()
