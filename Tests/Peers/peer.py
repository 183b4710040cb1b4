"""What the scripted peers share: orders arrive on standard input, answers leave on standard output."""

import os
import sys
import threading
from http.server import ThreadingHTTPServer


class HTTPServer(ThreadingHTTPServer):
    """A server on a free port of the loopback interface, to whom a client that hangs up is nothing to tell of."""

    def __init__(self, handler):
        super().__init__(("127.0.0.1", 0), handler)

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def serve_orders(handle):
    """Answers each line of standard input by `handle(words)`; the end of the input ends the process."""

    def loop():
        for line in sys.stdin:
            print(handle(line.split()), flush=True)
        os._exit(0)

    threading.Thread(target=loop, daemon=True).start()
