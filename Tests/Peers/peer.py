"""What the scripted peers share: orders arrive on standard input, answers leave on standard output."""

import os
import sys
import threading


def serve_orders(handle):
    """Answers each line of standard input by `handle(words)`; the end of the input ends the process."""

    def loop():
        for line in sys.stdin:
            print(handle(line.split()), flush=True)
        os._exit(0)

    threading.Thread(target=loop, daemon=True).start()
