"""A Wallbox Quasar as far as Modbus shows it, on pymodbus; the port is printed first.

Orders: `set ADDRESS VALUE`, `get ADDRESS`, `log` (the writes since the last `log`), `reads` (likewise),
`behave MODE` for the next reply only (`always MODE` for all): ok, silent, cut, exception, foreign, late, trickle,
unit, close, slow (a reply takes 0.15 s), slower (0.25 s); `delay SECONDS` (for each reply), `disobey` (a stop is taken
and nothing follows), `obey`, `timeout SECONDS` (what 0x58 becomes, whatever is written), `stops` (when each stop since the
last `stops` arrived, in seconds of the monotonic clock), `resume CURRENT` (power flows again, as if it had been started so).
"""

import argparse
import asyncio
import os
import time

from peer import serve_orders
from pymodbus.constants import ExcCodes
from pymodbus.server import ModbusTcpServer
from pymodbus.server.requesthandler import ServerRequestHandler
from pymodbus.simulator import DataType, SimData, SimDevice

# A serial number that no other charger has.
SERIAL = 100_000 + os.getpid()
BLOCKS = {
    0x01: [7, SERIAL >> 16, SERIAL & 0xFFFF], 0x51: [0], 0x52: [1], 0x53: [1], 0x58: [0], 0x100: [0, 0, 6], 0x104: [0],
    0x202: [7360], 0x207: [0], 0x20A: [231], 0x20E: [0], 0x219: [0, 0, 0, 0, 0, 0], 0x223: [0, 0],
}


class Handler(ServerRequestHandler):
    """Sends replies as the mode of the moment says."""

    def callback_connected(self):
        super().callback_connected()
        self.server.peer.connections += 1

    def send(self, data, addr=None):
        peer = self.server.peer
        mode, peer.mode = peer.mode, peer.lasting_mode
        if mode == "silent":
            return
        if mode == "cut":
            data = data[:-3]
        elif mode == "foreign":
            data = bytes([data[0] ^ 0x80, data[1]]) + data[2:]
        elif mode == "late":
            earlier = (int.from_bytes(data[:2], "big") - 1) % 0x10000
            data = earlier.to_bytes(2, "big") + data[2:-1] + b"\x63" + data
        elif mode == "unit":
            data = data[:6] + b"\x09" + data[7:]
        elif mode == "exception":
            data = data[:4] + b"\x00\x03" + data[6:7] + bytes([data[7] | 0x80, 4])
        elif mode == "trickle":
            for index, byte in enumerate(data):
                self.loop.call_later(0.004 * index, super().send, bytes([byte]), addr)
            return
        elif mode == "close":
            self.transport.close()
            return
        elif mode in ("slow", "slower"):
            # Like a device that does one thing after the other.
            time.sleep(0.15 if mode == "slow" else 0.25)
        if peer.delay:
            time.sleep(peer.delay)
        super().send(data, addr)


class Server(ModbusTcpServer):
    def callback_new_connection(self):
        return Handler(self, None, None, None)


class Quasar:
    """The charger's behaviour behind its registers."""

    def __init__(self, lacks):
        self.writes, self.reads, self.stops, self.connections = [], [], [], 0
        self.mode = self.lasting_mode = "ok"
        self.heard = time.monotonic()
        self.lacks, self.delay, self.obeys, self.timeout = lacks, 0, True, None

    async def run(self):
        data = [
            SimData(address, values=values, datatype=DataType.REGISTERS)
            for address, values in BLOCKS.items() if address not in self.lacks
        ]
        self.server = Server(SimDevice(1, simdata=data, action=self.act), address=("127.0.0.1", 0))
        self.server.peer = self
        await self.server.serve_forever(background=True)
        self.base, _, self.registers, _ = self.server.context.devices[1].block["x"]
        print(self.server.transport.sockets[0].getsockname()[1], flush=True)
        serve_orders(self.order)
        while True:
            await asyncio.sleep(0.02)
            limit = self[0x58]
            if limit and time.monotonic() - self.heard > limit and self[0x219] in (1, 11):
                self[0x219], self[0x20E] = 4, 0

    def __getitem__(self, address):
        return self.registers[address - self.base]

    def __setitem__(self, address, value):
        self.registers[address - self.base] = value & 0xFFFF

    def stop(self):
        if self.obeys:
            self[0x219], self[0x20E] = 4, 0

    def start(self, current):
        self[0x102] = current
        self[0x219] = 1 if current > 0 else 11 if current < 0 else 4
        self[0x20E] = current * 231

    async def act(self, function, _start, address, count, _registers, values):
        self.heard = time.monotonic()
        if values is None:
            if address == 0x58 and self.timeout is not None:
                self[0x58] = self.timeout
            self.reads.append(f"{address:#x}+{count}")
            return None
        value = values[0]
        if (address, value) == (0x101, 2):
            self.stops.append(str(self.heard))
        self.writes.append(f"{address:#x}={value - 0x10000 if value > 0x7FFF else value}")
        if address != 0x51 and self[0x51] != 1:
            return ExcCodes.ILLEGAL_VALUE
        if address == 0x51 and value == 0:
            self[0x52], self[0x58] = 1, 0
        elif address == 0x101 and value == 1:
            self.start(self[0x102] - 0x10000 if self[0x102] > 0x7FFF else self[0x102])
        elif address == 0x101 and value == 2:
            self.stop()
        return None

    def order(self, words):
        match words:
            case ["set", address, value]:
                self[int(address, 0)] = int(value, 0)
            case ["get", address]:
                return str(self[int(address, 0)])
            case ["log"]:
                writes, self.writes = self.writes, []
                return " ".join(writes)
            case ["reads"]:
                reads, self.reads = self.reads, []
                return " ".join(reads)
            case ["delay", seconds]:
                self.delay = float(seconds)
            case ["stops"]:
                stops, self.stops = self.stops, []
                return " ".join(stops)
            case ["resume", current]:
                self.start(int(current))
            case ["disobey"]:
                self.obeys = False
            case ["obey"]:
                self.obeys = True
            case ["timeout", seconds]:
                self.timeout = int(seconds)
            case ["connections"]:
                return str(self.connections)
            case ["behave", mode]:
                self.mode = mode
            case ["always", mode]:
                self.mode = self.lasting_mode = mode
            case _:
                return "unknown order"
        return "ok"


arguments = argparse.ArgumentParser()
arguments.add_argument("--lacks", type=lambda text: int(text, 0), action="append", default=[])
asyncio.run(Quasar(arguments.parse_args().lacks).run())
