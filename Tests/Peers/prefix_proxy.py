"""A reverse proxy that serves a page below a prefix, as the one in docs/dashboard.md does."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler

from peer import HTTPServer

NOT_HANDED_ON = {"connection", "transfer-encoding", "keep-alive"}


class PrefixProxy:
    """Takes `prefix` off each path and hands the request on to `port`, with the Host that the browser asked for."""

    def __init__(self, prefix, port):
        class Handler(BaseHTTPRequestHandler):
            def do(self):
                if not self.path.startswith(prefix):
                    return self.send_error(404)
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name: value for name, value in self.headers.items() if name.lower() not in NOT_HANDED_ON}
                behind = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
                behind.request(self.command, "/" + self.path.removeprefix(prefix), body, headers)
                answer = behind.getresponse()
                self.send_response_only(answer.status)
                for name, value in answer.headers.items():
                    if name.lower() not in NOT_HANDED_ON:
                        self.send_header(name, value)
                self.send_header("Connection", "close")
                self.end_headers()
                while piece := answer.read1():
                    self.wfile.write(piece)

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_OPTIONS = do

            def log_message(self, *_):
                pass

        self.server = HTTPServer(Handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
