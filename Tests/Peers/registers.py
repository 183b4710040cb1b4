"""Registers of a Modbus device on pymodbus, whose own client packs the numbers; the port is printed first.

    registers.py [--rtu] [--unit N] [--delay SECONDS] [--twice] TABLE:ADDRESS:TYPE:VALUE[:swapped] …

TABLE is `holding` or `input`, TYPE that of a description (`int16` … `float64`). Everything else answers exception 2.
A reply takes `--delay`; with `--twice` each comes two times.
Orders: `set TABLE ADDRESS TYPE VALUE`, `reads` (the requests since the last `reads`: FUNCTION:ADDRESS+COUNT).
"""

import argparse
import asyncio
import time

from peer import serve_orders
from pymodbus.client.mixin import ModbusClientMixin
from pymodbus.framer import FramerType
from pymodbus.server import ModbusTcpServer
from pymodbus.server.requesthandler import ServerRequestHandler
from pymodbus.constants import ExcCodes
from pymodbus.simulator import DataType, SimData, SimDevice

TYPES = {name: ModbusClientMixin.DATATYPE[name.upper()] for name in [
    "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64"]}


def registers(kind, value, order="big"):
    number = float(value) if kind.startswith("float") else int(value, 0)
    return ModbusClientMixin.convert_to_registers(number, TYPES[kind], word_order=order)


class Handler(ServerRequestHandler):
    """Sends replies late, or twice."""

    def send(self, data, addr=None):
        time.sleep(self.server.options.delay)
        super().send(data, addr)
        if self.server.options.twice:
            super().send(data, addr)


class Server(ModbusTcpServer):
    def callback_new_connection(self):
        return Handler(self, None, None, None)


class Device:
    def __init__(self, options):
        self.options, self.reads = options, []
        self.tables = {"holding": {}, "input": {}}
        for text in options.registers:
            table, address, kind, value, *swapped = text.split(":")
            self.put(table, address, kind, value, "little" if swapped else "big")

    def put(self, table, address, kind, value, order="big"):
        for offset, word in enumerate(registers(kind, value, order)):
            self.tables[table][int(address, 0) + offset] = word

    async def act(self, function, _start, address, count, current, values):
        self.reads.append(f"{function}:{address}+{count}")
        table = self.tables["holding" if function == 3 else "input"]
        if values is not None or function not in (3, 4):
            return ExcCodes.ILLEGAL_FUNCTION
        if any(number not in table for number in range(address, address + count)):
            return ExcCodes.ILLEGAL_ADDRESS
        # pymodbus keeps one list for both tables: what is asked for is put into it first.
        for number in range(count):
            current[address - _start + number] = table[address + number]
        return None

    def order(self, words):
        match words:
            case ["set", table, address, kind, value]:
                self.put(table, address, kind, value)
            case ["reads"]:
                reads, self.reads = self.reads, []
                return " ".join(reads)
            case _:
                return "unknown order"
        return "ok"

    async def run(self):
        blocks = [SimData(0, values=[0] * 65_000, datatype=DataType.REGISTERS)]
        device = SimDevice(self.options.unit, simdata=blocks, action=self.act)
        framer = FramerType.RTU if self.options.rtu else FramerType.SOCKET
        server = Server(device, framer=framer, address=("127.0.0.1", 0))
        server.options = self.options
        await server.serve_forever(background=True)
        print(server.transport.sockets[0].getsockname()[1], flush=True)
        serve_orders(self.order)
        await asyncio.Event().wait()


parser = argparse.ArgumentParser()
parser.add_argument("--rtu", action="store_true")
parser.add_argument("--unit", type=int, default=1)
parser.add_argument("--delay", type=float, default=0)
parser.add_argument("--twice", action="store_true")
parser.add_argument("registers", nargs="*")
asyncio.run(Device(parser.parse_args()).run())
