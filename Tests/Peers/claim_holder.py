"""Holds a name by which a charger is claimed, and perhaps a connection to the charger, and does nothing else.

Arguments: the name, the user to be, whether to listen (`listen` or `silent`). Prints 0. Orders: `connect HOST PORT`.
"""

import encodings.idna  # another user may not be able to load it later
import os
import signal
import socket
import sys

from peer import serve_orders

name, user, manner = sys.argv[1:]
os.setuid(int(user))
holder = socket.socket(socket.AF_UNIX)
holder.bind(f"\0evse-run/{name}")
if manner == "listen":
    holder.listen(1)
held = [holder]


def order(words):
    match words:
        case ["connect", host, port]:
            held.append(socket.create_connection((host, int(port))))
            return "ok"
    return "unknown order"


print(0, flush=True)
serve_orders(order)
while True:
    signal.pause()
