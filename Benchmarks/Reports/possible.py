"""What was possible in the readings of a file on Octopus Flux, by SciPy's HiGHS: the seconds that solving takes, and the least cost.

    possible.py READINGS
"""

import csv
import datetime
import json
import sys
import time
from zoneinfo import ZoneInfo

import numpy
from scipy.optimize import linprog
from scipy.sparse import coo_matrix

LONDON = ZoneInfo("Europe/London")
CAPACITY, FIRST, LOW, HIGH = 52.0, 0.60, 0.05, 0.97
POWER, CHARGED, DISCHARGED = 16 * 0.230, 0.90, 0.90


def prices(local):
    minute = local.hour * 60 + local.minute
    if 120 <= minute < 300:
        return 15.9, 5.1
    return (38.2, 29.7) if 960 <= minute < 1140 else (27.3, 15.5)


with open(sys.argv[1], newline="") as file:
    rows = list(csv.DictReader(file))
slots = {}
for row in rows:
    instant = datetime.datetime.fromisoformat(row["time"].replace("Z", "+00:00"))
    slot = int(instant.timestamp()) // 1800
    sums = slots.setdefault(slot, [0.0, 0, instant.astimezone(LONDON)])
    sums[0] += float(row["home_w"]) - float(row["solar_w"] or 0)
    sums[1] += 1
steps = [(watts / count / 1000 / 2, *prices(local)) for watts, count, local in slots.values()]

# Of each step: energy in and out of the car, bought and sold, and what the car holds behind it.
count = len(steps)
cost, lows, highs, data, right = [], [], [], [], []
for index, (house, dear, paid) in enumerate(steps):
    cost += [0, 0, dear, -paid, 0]
    lows += [0, 0, 0, 0, CAPACITY * LOW]
    highs += [POWER / 2, POWER / 2, None, None, CAPACITY * HIGH]
    column = 5 * index
    data += [(2 * index, column + 2, 1), (2 * index, column + 3, -1), (2 * index, column, -1), (2 * index, column + 1, 1)]
    data += [(2 * index + 1, column + 4, 1), (2 * index + 1, column, -CHARGED), (2 * index + 1, column + 1, 1 / DISCHARGED)]
    if index:
        data.append((2 * index + 1, column - 1, -1))
    right += [house, 0 if index else CAPACITY * FIRST]
row, column, value = zip(*data)
begin = time.perf_counter()
found = linprog(cost, A_eq=coo_matrix((value, (row, column))), b_eq=numpy.array(right), bounds=list(zip(lows, highs)), method="highs")
print(json.dumps({"seconds": time.perf_counter() - begin, "cost": found.fun}))
