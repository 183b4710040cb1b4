"""Kills the program at random moments and looks whether its records on disk end within the loss window.

    records_kill.py PROGRAM KILLS [AT_ONCE]

The database is away all the time.
"""

import random
import shutil
import sys
import tempfile
import threading
import time

import program
from traces import LOSS_WINDOW, examine

executable, kills = sys.argv[1], int(sys.argv[2])
at_once = min(kills, int(sys.argv[3]) if len(sys.argv) > 3 else 10)
faults = []
losses = []


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
        found, lost = examine(folder, started, killed)
        faults.extend(found)
        losses.append(lost)
        shutil.rmtree(folder, ignore_errors=True)


threads = [threading.Thread(target=rounds, args=(kills // at_once + (n < kills % at_once), n)) for n in range(at_once)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f"{kills} kills: the last {max(losses, default=0):.1f} s at most were not on disk")
if faults:
    sys.exit("FAILED: " + "; ".join(faults))
