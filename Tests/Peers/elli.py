"""An Elli Charger 2 that others wrote; the port is printed first.

Orders: `get REGISTER` (holding), `power` (VA), `writes` (REGISTER=VALUE of each write since the last `writes`), `vehicle 0|1`.
"""

import asyncio

from elli2modbus.simulator import ElliSim
from peer import serve_orders


class Charger(ElliSim):
    def order(self, words):
        match words:
            case ["get", register]:
                self.tick()
                return str(self.holding[int(register)])
            case ["power"]:
                self.tick()
                return str(self.input_value(14))
            case ["writes"]:
                writes, self.writes = self.writes, []
                return " ".join(f"{register}={value}" for register, value in writes)
            case ["vehicle", there]:
                self.vehicle = there == "1"
                return "ok"
        return "unknown order"


async def main():
    charger = Charger()
    server = await charger.start()
    print(server.sockets[0].getsockname()[1], flush=True)
    serve_orders(charger.order)
    await asyncio.Event().wait()


asyncio.run(main())
