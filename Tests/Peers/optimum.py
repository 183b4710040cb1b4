"""The least possible cost of many stretches of time, by SciPy's linear programming.

Reads cases as JSON from the file that is named first; prints the least cost of each. A case is a house minute by minute in W,
prices of a quarter of an hour each, a battery and a charger; the program may use every whole ampere of each minute for a
share of it. Minutes of one house and price in a row are one: what one may do the others may do as well.
"""

import json
import sys

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix


def efficiency(amperes, at_small):
    return at_small + (0.90 - at_small) * min(1.0, max(0.0, (amperes - 3) / 10))


def options(case):
    """What a minute of each current puts into the battery and takes from the grid side, in kWh."""
    found = [(0.0, 0.0)]
    for amperes in range(3, case["amperes"] + 1):
        taken = amperes * 0.230 / 60
        found.append((taken * efficiency(amperes, 0.57), taken))
        if case["discharges"]:
            found.append((-taken / efficiency(amperes, 0.66), -taken))
    return found


def least(case):
    capacity = case["capacity"]
    groups = []
    for minute, watts in enumerate(case["house"]):
        key = (watts, case["dear"][minute // 15], case["paid"][minute // 15])
        if groups and groups[-1][0] == key:
            groups[-1][1] += 1
        else:
            groups.append([key, 1])
    costs, bounds, rows, columns, values, right = [], [], [], [], [], []
    row = 0
    energy_start = None
    for (watts, dear, paid), count in groups:
        allowed = []
        for stored, taken in options(case):
            power = watts / 1000 + taken * 60
            if taken > 0 and case.get("import_limit") and power > case.get("import_limit") + 1e-9:
                continue
            if taken < 0 and case.get("export_limit") and -power > case.get("export_limit") + 1e-9:
                continue
            energy = watts / 60000 + taken
            allowed.append((stored, energy * (dear if energy > 0 else paid)))
        first = len(costs)
        for number, (stored, cost) in enumerate(allowed):
            costs.append(cost)
            bounds.append((0, count))
            rows.append(row); columns.append(first + number); values.append(1.0)
            rows.append(row + 1); columns.append(first + number); values.append(stored)
        right += [count, 0.0]
        # The energy behind the group, and that before it.
        costs.append(0.0)
        bounds.append((case["bottom"], case["top"]))
        rows.append(row + 1); columns.append(len(costs) - 1); values.append(-1.0)
        if energy_start is None:
            right[-1] = -case["start"]
        else:
            rows.append(row + 1); columns.append(energy_start); values.append(1.0)
        energy_start = len(costs) - 1
        row += 2
    bounds[energy_start] = (case["end"], case["top"])
    matrix = coo_matrix((values, (rows, columns)), shape=(row, len(costs))).tocsr()
    result = linprog(costs, A_eq=matrix, b_eq=np.array(right), bounds=bounds, method="highs")
    if result.status != 0:
        # Where the limits leave no way to the end there is nothing to compare with.
        return float("nan")
    return result.fun


for case in json.load(open(sys.argv[-1])):
    print(repr(float(least(case))), flush=True)
