"""The main job end to end: the built program between a pymodbus Quasar and a Shelly on http.server.

    python3 Tests/Peers/main_job.py PATH-TO-EVSE-RUN [--measure SECONDS]

Prints what was seen and exits with 1 where a promise is broken; --measure adds memory and processor time.
"""

import argparse
import atexit
import pathlib
import signal
import subprocess
import tempfile
import time

from home import HERE, Home, environment, require, site, wait

SCHEDULES = HERE.parent.parent / "schedules"
# What the peer of the Shelly measures.
VOLTS = 241.5

FLUX = 'use "{schedules}/flux.evs"\n'
FOLLOW = 'schedule "cover the house" {{ when soc unknown: charge at 3A\n otherwise: V2H }}\n'


def start(program, home, text, folder, name):
    path = pathlib.Path(folder) / name
    declared = site(home)
    if "use " in text:
        declared = declared.replace('site "home"', "site")
    path.write_text(text.format(schedules=SCHEDULES) + declared)
    process = subprocess.Popen([program, str(path)], stdout=subprocess.DEVNULL, env=environment(folder))
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
