"""The cheapest way to each of many deadlines, by SciPy's linear programming.

Reads cases as JSON from the file that is named first; prints for each how many minutes it may act, and what the SoC change that
it made could have cost at least, with the sum of all payments behind that, whatever their sign.
"""

import datetime
import json
import sys
from zoneinfo import ZoneInfo

from scipy.optimize import linprog

LONDON = ZoneInfo("Europe/London")
UTC = datetime.timezone.utc


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


def may_act(case, second):
    if case.get("window") is None:
        return True
    start, end = case["window"]
    clock = local(second)
    minute = clock.hour * 60 + clock.minute
    return start <= minute < end if start < end else minute >= start or minute < end


for case in json.load(open(sys.argv[-1])):
    end = deadline(case)
    minutes = {}
    for second in range(case["start"], end, 60):
        if may_act(case, second):
            half = (second - case["prices_from"]) // 1800
            minutes[half] = minutes.get(half, 0) + 1
    count = sum(minutes.values())
    if not case["prices"] or count == 0 or case["energy"] <= 0:
        print(end, count, 0, 0)
        continue
    prices = [case["prices"][half] * (1 if case["charges"] else -1) for half in minutes]
    bounds = [(0, case["kilowatts"] * part / 60) for part in minutes.values()]
    most = sum(bound for _, bound in bounds)
    result = linprog(
        prices, A_eq=[[1.0] * len(prices)], b_eq=[min(case["energy"], most)], bounds=bounds, method="highs")
    if result.status != 0:
        raise SystemExit(f"no optimum: {result.message}")
    print(end, count, result.fun, sum(abs(p * e) for p, e in zip(prices, result.x)))
