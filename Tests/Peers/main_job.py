"""The main job end to end: the built program between a pymodbus Quasar and a Shelly on http.server.

    python3 Tests/Peers/main_job.py PATH-TO-EVSE-RUN [--measure SECONDS]

Prints what was seen and exits with 1 where a promise is broken; --measure adds memory and processor time.
"""

import argparse
import atexit
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
SCHEDULES = HERE.parent.parent / "schedules"
# What the peer of the Shelly measures.
VOLTS = 241.5

FLUX = 'use "{schedules}/flux.evs"\n'
FOLLOW = 'schedule "cover the house" {{ when soc unknown: charge at 3A\n otherwise: V2H }}\n'
SITE = """site "home" {{
    timezone "Europe/London"
    charger wallbox-quasar at "127.0.0.1:{quasar}" {{ current 3A..16A   soc 5%..97% }}
    meter shelly-em at "127.0.0.1:{shelly}" {{ grid channel 0   solar channel 1 }}
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


def start(program, home, text, folder, name):
    path = pathlib.Path(folder) / name
    site = SITE.format(quasar=home.quasar.port, shelly=home.shelly.port)
    if "use " in text:
        site = site.replace('site "home"', "site")
    path.write_text(text.format(schedules=SCHEDULES) + site)
    process = subprocess.Popen(
        [program, str(path)], stdout=subprocess.DEVNULL,
        env={**os.environ, "XDG_STATE_HOME": folder, "XDG_RUNTIME_DIR": folder})
    # A promise that is broken must not leave the program behind.
    atexit.register(process.kill)
    return process


def stop(process, number, home):
    home.quasar.order("log")
    begun = time.monotonic()
    process.send_signal(number)
    code = process.wait(timeout=5)
    seconds = time.monotonic() - begun
    writes = home.quasar.order("log")
    name = signal.Signals(number).name
    require(code == 0 and seconds < 1, f"{name} ends the program with {code} after {seconds * 1000:.0f} ms")
    require("0x101=2 0x102=0" in writes, f"{name} leaves the charger stopped: {writes}")


def documented_sequences(program, folder):
    home = Home(generation=1, soc=0)
    process = start(program, home, FLUX, folder, "flux-real.evs")
    wait("a start", lambda: home.current() == 3, 10)
    writes = home.quasar.order("log")
    require(writes.startswith("0x51=1") and writes.endswith("0x102=3 0x101=1"), f"flux starts at 3 A: {writes}")
    stop(process, signal.SIGINT, home)
    home.close()


def load_following(program, folder, measure):
    home = Home(generation=2, soc=80)
    home.house = 1600
    process = start(program, home, FOLLOW, folder, "follow.evs")
    expected = -int(home.house / VOLTS)
    wait("the first current", lambda: home.current() == expected, 40)
    print(f"seen: a house of {home.house} W is covered by {expected} A")
    # From 0 A the charger is left alone for 22 s, after a large change for 11 s.
    time.sleep(23)
    home.house = 3000
    took = wait("a change of current", lambda: home.current() == -int(3000 / VOLTS), 20)
    require(took <= 15, f"a house of 3000 W is covered by {-int(3000 / VOLTS)} A after {took:.1f} s")
    home.house = 900
    took = wait("a change of current", lambda: home.current() == -int(900 / VOLTS), 20)
    require(took <= 15, f"a house of 900 W is covered by {-int(900 / VOLTS)} A after {took:.1f} s")
    if measure:
        print_use(process, measure)
    stop(process, signal.SIGTERM, home)
    home.close()


def print_use(process, seconds):
    def ticks():
        fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])

    def scheduled():
        tasks = pathlib.Path(f"/proc/{process.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6

    before, before_ticks = scheduled(), ticks()
    time.sleep(seconds)
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    resident = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    print(f"measured over {seconds} s: {(scheduled() - before) / seconds:.3f} ms of processor time a second "
          f"({ticks() - before_ticks} clock ticks in all), {int(resident) / 1024:.1f} MiB resident")


arguments = argparse.ArgumentParser()
arguments.add_argument("program")
arguments.add_argument("--measure", type=int, metavar="SECONDS")
arguments = arguments.parse_args()
with tempfile.TemporaryDirectory() as folder:
    documented_sequences(arguments.program, folder)
    load_following(arguments.program, folder, arguments.measure)
print("the main job holds")
