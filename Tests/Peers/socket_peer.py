"""A bare TCP peer for one connection; the port is printed first.

Modes: `echo` (200,000 bytes, then closes), `sink` (reads to the end), `flood` (sends without a pause), `ignore`.
Order: `await-end` answers once a sink has seen the end.
"""

import socket
import sys
import threading

from peer import serve_orders

listener = socket.create_server(("127.0.0.1", 0))
ended = threading.Event()
print(listener.getsockname()[1], flush=True)


def order(words):
    if words == ["await-end"]:
        return "ended" if ended.wait(20) else "still open"
    return "unknown order"


def echo(connection):
    received = 0
    while received < 200_000:
        data = connection.recv(65536)
        received += len(data)
        connection.sendall(data)
    connection.close()


serve_orders(order)
connection, _ = listener.accept()
match sys.argv[1]:
    case "echo":
        echo(connection)
    case "sink":
        while connection.recv(65536):
            pass
        ended.set()
    case "flood":
        try:
            while True:
                connection.sendall(b"x" * 65536)
        except OSError:
            pass
threading.Event().wait()
