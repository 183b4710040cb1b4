"""Kills the program at random moments and looks whether its records on disk end within the loss window.

    records_kill.py PROGRAM KILLS [AT_ONCE]

The database is away all the time. The spool is read here by the format that its documentation tells, with Python's own
checksum.
"""

import os
import random
import shutil
import sys
import tempfile
import threading
import time
import zlib

import program

LOSS_WINDOW = 10

executable, kills = sys.argv[1], int(sys.argv[2])
at_once = min(kills, int(sys.argv[3]) if len(sys.argv) > 3 else 10)
faults = []
losses = []


def spooled(folder):
    """The times in the spool, and how many lines are damaged."""
    times, damaged = [], 0
    for parent, _, names in sorted(os.walk(os.path.join(folder, "state"))):
        for name in sorted(name for name in names if name.endswith(".spool")):
            with open(os.path.join(parent, name), "rb") as file:
                for line in file.read().splitlines():
                    if line[:9] == b"%08x " % zlib.crc32(line[9:]):
                        times.append(int(line.rsplit(b" ", 1)[1]))
                    else:
                        damaged += 1
    return times, damaged


def check(name, times, started, killed):
    """Every second from the start to the loss window before the kill is there, once and in order."""
    if not times:
        faults.append(f"{name}: nothing, {killed - started:.1f} s after the start")
        return
    steps = [after - before for before, after in zip(times, times[1:])]
    # The first tick is at once, all others are at whole seconds.
    if any(not 500 <= step <= 1500 for step in steps[1:]) or any(step <= 0 for step in steps):
        faults.append(f"{name}: steps of {sorted(set(steps))} ms")
    losses.append(killed - times[-1] / 1000)
    if losses[-1] > LOSS_WINDOW:
        faults.append(f"{name}: the last {losses[-1]:.1f} s are lost")


def rounds(count, seed):
    dice = random.Random(seed)
    for _ in range(count):
        folder = tempfile.mkdtemp(prefix="evse-kill-")
        program.schedule(folder, 1)
        started = time.time()
        process = program.start(executable, folder)
        time.sleep(dice.uniform(LOSS_WINDOW + 1, LOSS_WINDOW + 9))
        killed = time.time()
        process.kill()
        process.wait()
        times, damaged = spooled(folder)
        if damaged > 1:
            faults.append(f"{damaged} damaged lines in the spool")
        check("the spool", times, started, killed)
        check("the CSV files", [row["time"] for row in program.csv_rows(folder)], started, killed)
        shutil.rmtree(folder, ignore_errors=True)


threads = [threading.Thread(target=rounds, args=(kills // at_once + (n < kills % at_once), n)) for n in range(at_once)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f"{kills} kills: the last {max(losses, default=0):.1f} s at most were not on disk")
if faults:
    sys.exit("FAILED: " + "; ".join(faults))
