"""What the original's stack does each second, without deciding anything: a meter reply by requests, registers by pyModbusTCP.

    original.py CHARGER-PORT METER-PORT
"""

import sys
import time

import requests
from pyModbusTCP.client import ModbusClient

charger = ModbusClient(host="127.0.0.1", port=int(sys.argv[1]), unit_id=1, auto_open=True)
meter = f"http://127.0.0.1:{sys.argv[2]}/status"
following = time.monotonic()
while True:
    reply = requests.get(meter, timeout=1).json()
    powers = [channel["power"] for channel in reply["emeters"]]
    values = [charger.read_holding_registers(address, 1) for address in (0x51, 0x100, 0x101, 0x102, 0x20E, 0x219, 0x21A, 0x21D)]
    print(powers, values, flush=True)
    following += 1
    time.sleep(max(0, following - time.monotonic()))
