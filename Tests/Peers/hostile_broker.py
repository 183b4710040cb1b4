"""What takes connections as a broker does and means no good; the port is printed first.

Kinds: `silent` says nothing, `garbage` says what is no MQTT, `huge` announces a packet of 256 MB, `flood` welcomes its client and
sends messages of its topic without end, `drop` welcomes it and hangs up, `slow` sends its welcome a byte a second. Orders:
`calls` (how many have connected).
"""

import socket
import sys
import threading
import time

from peer import serve_orders

kind = sys.argv[1]
listener = socket.create_server(("127.0.0.1", 0))
state = {"calls": 0}
WELCOME = bytes([0x20, 2, 0, 0])
CONFIRMED = bytes([0x90, 3, 0, 1, 0])
TOPIC = b"tele/plug/SENSOR"


def serve(client):
    client.recv(4096)
    if kind == "silent":
        time.sleep(600)
    elif kind == "garbage":
        client.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        time.sleep(600)
    elif kind == "huge":
        client.sendall(WELCOME + bytes([0x30, 0xFF, 0xFF, 0xFF, 0x7F]) + bytes(100_000))
        time.sleep(600)
    elif kind == "drop":
        client.sendall(WELCOME)
        client.close()
    elif kind == "slow":
        for byte in WELCOME * 100:
            client.sendall(bytes([byte]))
            time.sleep(1)
    elif kind == "flood":
        client.sendall(WELCOME)
        client.recv(4096)
        message = bytes([0x30, len(TOPIC) + 4, 0, len(TOPIC)]) + TOPIC + b"{}"
        client.sendall(CONFIRMED)
        while True:
            client.sendall(message * 1000)


def guarded(client):
    try:
        serve(client)
    except OSError:
        pass


def accept():
    while True:
        client, _ = listener.accept()
        state["calls"] += 1
        threading.Thread(target=guarded, args=(client,), daemon=True).start()


threading.Thread(target=accept, daemon=True).start()
print(listener.getsockname()[1], flush=True)
serve_orders(lambda words: str(state["calls"]))
threading.Event().wait()
