"""Reads 16 registers so many times over one connection with pymodbus: the seconds of a read, and the sum.

    client.py PORT COUNT
"""

import sys
import time

from pymodbus.client import ModbusTcpClient

port, count = int(sys.argv[1]), int(sys.argv[2])
client = ModbusTcpClient("127.0.0.1", port=port)
client.connect()


def read():
    return client.read_holding_registers(0, count=16, device_id=1).registers


read()
begin = time.monotonic()
total = sum(sum(read()) for _ in range(count))
print((time.monotonic() - begin) / count, total)
