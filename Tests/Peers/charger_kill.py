"""Kills the program at random moments while it drives a charger, and looks what becomes of the charger and the records.

    charger_kill.py PROGRAM KILLS [AT_ONCE]

The charger is a pymodbus Quasar, whose model stops by itself once it has heard nothing for the time in 0x58. Half of the
programs are started again before that, the others after.
"""

import pathlib
import random
import subprocess
import sys
import tempfile
import threading
import time

from home import SITE, Home, environment
from traces import examine

# The shortest time-out that a site may set, in seconds.
FAILSAFE = 10
# What a charger and a busy machine may take besides.
SLACK = 2
# A charger that answers is under control within so many seconds of the start.
RECOVERY = 2

executable, kills = sys.argv[1], int(sys.argv[2])
at_once = min(kills, int(sys.argv[3]) if len(sys.argv) > 3 else 10)
faults, losses, stops, recoveries, moving = [], [], [], [], []


def start(folder):
    with open(folder / "output", "ab") as output:
        return subprocess.Popen(
            [executable, str(folder / "run.evs")], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            env=environment(folder, STATE_DIRECTORY=str(folder / "state")))


def until(holds, limit):
    """The seconds until `holds()`, or None where that takes longer than `limit`."""
    start = time.monotonic()
    while not holds():
        if time.monotonic() - start > limit:
            return None
        time.sleep(0.05)
    return time.monotonic() - start


def kill_once(folder, home, dice):
    (folder / "run.evs").write_text(
        'schedule "kill" { otherwise: charge at 10A }\n' + SITE.format(
            quasar=home.quasar.port, shelly=home.shelly.port, charger=f"failsafe {FAILSAFE}s",
            settings='record csv to "log"   record influxdb at "http://127.0.0.1:1" { org "o"   bucket "b"   token env "HOME" }'))
    started = time.time()
    process = start(folder)
    time.sleep(dice.uniform(0, 15))
    killed = time.time()
    process.kill()
    process.wait()
    found, lost = examine(folder, started, killed)
    faults.extend(found)
    losses.append(lost)
    was_moving = home.current() != 0
    moving.append(was_moving)
    if dice.random() < 0.5:
        took = until(lambda: home.current() == 0, FAILSAFE + SLACK)
        if took is None:
            faults.append(f"the charger has not stopped {FAILSAFE + SLACK} s after the kill")
        elif was_moving:
            stops.append(took)
        was_moving = False
    restart(folder, home, was_moving)


def restart(folder, home, was_moving):
    home.quasar.order("log")
    home.quasar.order("reads")
    begun = time.monotonic()
    process = start(folder)
    written = []

    def is_commanded():
        written.extend(home.quasar.order("log").split())
        return "0x101=1" in written

    took = until(is_commanded, 20)
    recovered = time.monotonic() - begun
    if home.quasar.order("reads") == "":
        faults.append("the charger was told something before it was read")
    if took is not None and f"0x58={FAILSAFE}" not in written[:written.index("0x101=1")]:
        faults.append(f"power was asked for before the time-out was set: {written}")
    if was_moving and (home.current() != 10 or "0x101=2" in written):
        faults.append(f"a charger that did as it should was stopped by the restart: {written}")
    if took is None:
        faults.append("no control after the restart")
    else:
        recoveries.append(recovered)
    process.terminate()
    process.wait()
    if home.current() != 0:
        faults.append("the charger was left on at the end")


def rounds(count, seed):
    dice = random.Random(seed)
    for _ in range(count):
        home = Home(generation=2, soc=50)
        with tempfile.TemporaryDirectory(prefix="evse-kill-") as folder:
            kill_once(pathlib.Path(folder), home, dice)
        home.close()


threads = [threading.Thread(target=rounds, args=(kills // at_once + (n < kills % at_once), n)) for n in range(at_once)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
if max(recoveries, default=0) > RECOVERY + SLACK:
    faults.append(f"control came only {max(recoveries):.1f} s after a start")
print(f"{kills} kills, {sum(moving)} of them while power flowed")
print(f"{len(stops)} chargers left alone stopped by themselves, the last {max(stops, default=0):.1f} s after the kill "
      f"(0x58 = {FAILSAFE} s)")
print(f"{len(recoveries)} programs started again were in control after {max(recoveries, default=0):.1f} s at most")
print(f"the last {max(losses, default=0):.1f} s of records at most were not on disk")
if faults:
    sys.exit("FAILED: " + "; ".join(faults))
