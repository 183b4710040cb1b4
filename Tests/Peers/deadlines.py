"""The cheapest way to each of many deadlines: by SciPy's linear programming, and by brute force above 90 %.

Reads cases as JSON from the file that is named first; prints for each when it falls due, by how many percent the SoC can change
until then, and what the change that was made could have cost at least, with the sum of all payments behind that, whatever their
sign. What the charger and the car do is written down here once more, from the documentation.
"""

import datetime
import json
import sys
from zoneinfo import ZoneInfo

import numpy
from scipy.optimize import linprog

LONDON = ZoneInfo("Europe/London")
VOLTAGE = 230
SMALLEST = 3
# Where batteries begin to take less, and where they end.
TAPER, FULL = 90, 97


def local(second):
    return datetime.datetime.fromtimestamp(second, LONDON)


def deadline(case):
    """The next time at which the clock shows the deadline's minute, or the end of the gap that swallows it."""
    day = local(case["start"]).date() - datetime.timedelta(days=1)
    while True:
        wall = datetime.datetime.combine(
            day, datetime.time(case["deadline"] // 60, case["deadline"] % 60), LONDON)
        second = wall.timestamp()
        if local(second).replace(tzinfo=None) != wall.replace(tzinfo=None):
            # In a gap: search for the change of offset.
            second = next(
                t for t in range(int(second) - 7200, int(second) + 7200, 60)
                if local(t).utcoffset() != local(t - 60).utcoffset())
        if second > case["start"]:
            return int(second)
        day += datetime.timedelta(days=1)


def holds(window, second):
    start, end = window
    clock = local(second)
    minute = clock.hour * 60 + clock.minute
    return start <= minute < end if start < end else minute >= start or minute < end


def may_act(case, second):
    """In its own window, and in none of a rule above."""
    return (case.get("window") is None or holds(case["window"], second)) and not (
        case.get("blocked") and holds(case["blocked"], second))


def amperes(case, second):
    """What the import limit leaves beside the house."""
    if case.get("limit") is None:
        return case["amperes"]
    most = int((case["limit"] - case["house"][local(second).hour]) / VOLTAGE + 1e-9)
    return min(case["amperes"], most) if most >= SMALLEST else 0


def efficiency(amps):
    return 0.57 + (0.90 - 0.57) * (min(max(amps, 3), 13) - 3) / 10


def stored(case, amps):
    """kW that arrive in the battery, or leave it."""
    power = amps * VOLTAGE / 1000
    return power * efficiency(amps) if case["charges"] else power / efficiency(amps)


def by_linear_programming(case, minutes):
    groups = list(minutes.items())
    most = sum(stored(case, amps) * count / 60 for (_, amps), count in groups)
    if not case["prices"] or not groups or case["moved"] <= 0:
        return most, 0, 0
    sign = 1 if case["charges"] else -1
    prices = [sign * case["prices"][half] for (half, _), _ in groups]
    power = [amps * VOLTAGE / 1000 for (_, amps), _ in groups]
    bounds = [(0, kilowatts * count / 60) for kilowatts, (_, count) in zip(power, groups)]
    yields = [stored(case, amps) / kilowatts for kilowatts, ((_, amps), _) in zip(power, groups)]
    result = linprog(prices, A_eq=[yields], b_eq=[min(case["moved"], most)], bounds=bounds, method="highs")
    if result.status != 0:
        raise SystemExit(f"no optimum: {result.message}")
    return most, result.fun, sum(abs(p * e) for p, e in zip(prices, result.x))


def by_brute_force(case, minutes):
    """Every way to spread whole minutes of charging over the half hours, from the SoC after each of them."""
    socs, energies, soc, energy = [case["soc"]], [0.0], float(case["soc"]), 0.0
    while soc < case["target"] and len(socs) < 3000:
        for _ in range(60):
            amps = case["amperes"] - max(0, soc - TAPER) * (case["amperes"] - SMALLEST) / (FULL - TAPER)
            soc += amps * VOLTAGE * efficiency(amps) / 36 / case["capacity"] / 1000
            energy += amps * VOLTAGE / 3.6e6
        socs.append(soc)
        energies.append(energy)
    needed, available = len(socs) - 1, sum(minutes.values())
    most = (socs[min(needed, available)] - case["soc"]) / 100 * case["capacity"]
    if available < needed:
        return most, 0, 0
    energies = numpy.array(energies)
    costs = numpy.full(needed + 1, numpy.inf)
    costs[0] = 0
    for (half, _), count in minutes.items():
        price = case["prices"][half]
        after = costs.copy()
        for step in range(1, min(count, needed) + 1):
            moved = costs[:-step] + price * (energies[step:] - energies[:-step])
            after[step:] = numpy.minimum(after[step:], moved)
        costs = after
    return most, costs[needed], costs[needed]


for case in json.load(open(sys.argv[-1])):
    end = deadline(case)
    minutes = {}
    for second in range(case["start"], end, 60):
        amps = amperes(case, second)
        if amps and may_act(case, second):
            half = (second - case["prices_from"]) // 1800
            minutes[half, amps] = minutes.get((half, amps), 0) + 1
    solve = by_brute_force if case["charges"] and case["target"] > TAPER else by_linear_programming
    most, cost, paid = solve(case, minutes)
    print(end, most / case["capacity"] * 100, cost, paid)
