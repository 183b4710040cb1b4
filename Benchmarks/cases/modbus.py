"""Modbus transactions on a kept connection."""

import subprocess

from measure import output

NAME = "modbus"
TITLE = "Modbus"
ABOUT = """A read of 16 registers over one connection, one after another, from the same small server in C: the program's client beside `libmodbus` and
`pymodbus`."""


def works(tools):
    ours, server = tools.product("modbus-benchmark"), tools.c("Modbus/server.c")
    peer = tools.c("Modbus/client.c", "modbus")
    process = subprocess.Popen([server], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    port = process.stdout.readline().strip()

    def close():
        process.stdin.close()
        process.wait(timeout=10)

    def read(*command):
        return float(output(*command).split()[0])

    yield {
        "name": "a read", "unit": "s", "close": close,
        "contenders": {
            "evse-run": lambda: read(ours, port, 5000),
            "libmodbus": peer and (lambda: read(peer, port, 5000)),
            "pymodbus": (lambda: read(tools.python, tools.root / "Benchmarks/Modbus/client.py", port, 1000)) if tools.has("pymodbus") else None,
        },
    }
