"""What a program that was killed has left of its records, for the scripts beside this one.

The spool is read here by the format that its documentation tells, with Python's own checksum.
"""

import os
import zlib

import program

# How many of the last seconds a kill may take, as docs/records.md says.
LOSS_WINDOW = 10


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


def gaps(name, times, started, killed):
    """What is wrong with records of which every second from the start to the loss window before the kill should be there,
    once and in order; and how many seconds of them are lost."""
    if not times:
        lost = killed - started
        return [f"{name}: nothing, {lost:.1f} s after the start"] if lost > LOSS_WINDOW else [], lost
    found = []
    steps = [after - before for before, after in zip(times, times[1:])]
    # The first tick is at once, all others are at whole seconds.
    if any(not 500 <= step <= 1500 for step in steps[1:]) or any(step <= 0 for step in steps):
        found.append(f"{name}: steps of {sorted(set(steps))} ms")
    lost = killed - times[-1] / 1000
    if lost > LOSS_WINDOW:
        found.append(f"{name}: the last {lost:.1f} s are lost")
    return found, lost


def examine(folder, started, killed):
    """What is wrong with all that a program has left in a folder, and how many seconds at the end are lost."""
    times, damaged = spooled(folder)
    found = [f"{damaged} damaged lines in the spool"] if damaged > 1 else []
    spool, spool_lost = gaps("the spool", times, started, killed)
    rows, rows_lost = gaps("the CSV files", [row["time"] for row in program.csv_rows(folder)], started, killed)
    return found + spool + rows, max(spool_lost, rows_lost)
