"""A home for the built program: a pymodbus Quasar and a Shelly on http.server, and ways to watch them."""

import os
import pathlib
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
SITE = """site "home" {{
    timezone "Europe/London"
    charger wallbox-quasar at "127.0.0.1:{quasar}" {{ current 3A..16A   soc 5%..97% {charger} }}
    meter shelly-em at "127.0.0.1:{shelly}" {{ grid channel 0   solar channel 1 }}
    {settings}
}}
"""


class Peer:
    """A peer in a process of its own that takes orders on its standard input."""

    def __init__(self, script, *arguments):
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / script), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())
        self.lock = threading.Lock()

    def order(self, text):
        with self.lock:
            self.process.stdin.write(text + "\n")
            self.process.stdin.flush()
            return self.process.stdout.readline().strip()

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=10)


class Home:
    """Both peers, the meter showing what the house and the charger take together."""

    def __init__(self, generation, soc):
        self.quasar, self.shelly = Peer("quasar.py"), Peer("shelly.py", "--generation", str(generation))
        self.key = "power" if generation == 1 else "act_power"
        self.house, self.open = 300, True
        self.quasar.order("set 0x219 4")
        self.quasar.order(f"set 0x21A {soc}")
        self.shelly.order(f"set 1 {self.key} 0")
        self.thread = threading.Thread(target=self.live, daemon=True)
        self.thread.start()

    def live(self):
        while self.open:
            power = int(self.quasar.order("get 0x20E"))
            power -= 0x10000 if power > 0x7FFF else 0
            self.shelly.order(f"set 0 {self.key} {self.house + power}")
            time.sleep(0.1)

    def current(self):
        value = int(self.quasar.order("get 0x102"))
        running = self.quasar.order("get 0x219") in ("1", "11")
        return (value - 0x10000 if value > 0x7FFF else value) if running else 0

    def close(self):
        self.open = False
        self.thread.join()
        self.quasar.close()
        self.shelly.close()


def wait(what, holds, limit):
    """The seconds until `holds()`; ends the script where that takes longer than `limit`."""
    start = time.monotonic()
    while not holds():
        if time.monotonic() - start > limit:
            sys.exit(f"FAILED: {what} did not happen within {limit} s")
        time.sleep(0.05)
    return time.monotonic() - start


def require(holds, what):
    if not holds:
        sys.exit(f"FAILED: {what}")
    print(f"seen: {what}")


def site(home, charger="", settings=""):
    """The site of a home, with further settings."""
    return SITE.format(quasar=home.quasar.port, shelly=home.shelly.port, charger=charger, settings=settings)


def environment(folder, **variables):
    """The environment of a program that keeps what is its own in `folder`."""
    return {**os.environ, "XDG_STATE_HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), **variables}
