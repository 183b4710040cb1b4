"""Computes again, from the rules in words, what evse-run must find for one schedule over a file of readings.

Arguments: the CSV and the SoC at the start. Prints imported, exported, charged and discharged energy in kWh, the cost
and the SoC at the end. The schedule, minute by minute: at night (00:30-05:30 in London) charge to 80 %; at the peak
(16:00-19:00) above 40 % V2G; from 30 % up S2V + V2H; else S2V. The car has 40 kWh and stays below 90 %.
After four changes of the direction within an hour (and 30 s) only the present one is to be had.
"""

import csv
import datetime
import math
import sys
import zoneinfo

LONDON = zoneinfo.ZoneInfo("Europe/London")
CAPACITY = 40.0
PRICES = {"night": (10.0, 5.0), "peak": (40.0, 30.0), "day": (25.0, 15.0)}


def efficiency(amperes, at_small):
    return at_small + (0.90 - at_small) * min(1.0, max(0.0, (amperes - 3) / 10))


def follow(surplus, bias):
    amperes = math.trunc(surplus / 230 + math.copysign(bias + 1e-9, surplus))
    return amperes if abs(amperes) >= 3 else 0


def decide(period, soc, surplus, only):
    """`only` is the direction that is to be had, 0 where both are; one way alone S2V + V2H rounds towards 0."""
    if period == "night" and soc < 80:
        return 16 if only >= 0 else 0
    if period == "peak" and soc > 40:
        return -16 if only <= 0 else 0
    if soc >= 30:
        return max(0 if only > 0 else -16, min(0 if only < 0 else 16, follow(surplus, 0.0 if only else 0.5)))
    return max(0, min(0 if only < 0 else 16, follow(surplus, 0.0)))


changes, direction, now = [], 0, 0
soc = float(sys.argv[2])
imported = exported = charged = discharged = cost = 0.0
for row in csv.DictReader(open(sys.argv[1], newline="")):
    local = datetime.datetime.fromisoformat(row["time"].replace("Z", "+00:00")).astimezone(LONDON)
    minute = local.hour * 60 + local.minute
    period = "night" if 30 <= minute < 330 else "peak" if 960 <= minute < 1140 else "day"
    net = float(row["home_w"]) - float(row["solar_w"])
    amperes = decide(
        period, math.floor(soc), -net,
        direction if len(changes) == 4 and now - changes[0] < 3630 else 0)
    if amperes * direction < 0:
        changes = changes[-3:] + [now]
    direction = (amperes > 0) - (amperes < 0) or direction
    now += 60
    power = amperes * 230.0
    stored = power * efficiency(amperes, 0.57) if amperes > 0 else power / efficiency(-amperes, 0.66)
    soc += stored / 60 / 1000 / CAPACITY * 100
    assert 6 < soc < 90, "the case leaves what this page computes"
    charged += max(0.0, power) / 60_000
    discharged += max(0.0, -power) / 60_000
    energy = (net + power) / 60_000
    imported += max(0.0, energy)
    exported += max(0.0, -energy)
    cost += energy * PRICES[period][0 if energy > 0 else 1]
print(imported, exported, charged, discharged, cost, soc)
