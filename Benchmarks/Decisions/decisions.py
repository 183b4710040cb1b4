"""The rules of schedules/flux.evs written plainly, decided every minute of a year: the seconds that takes, and the sum.

    decisions.py [YEARS]
"""

import datetime
import sys
import time
import zoneinfo

from datetime import time as at

ZONE = zoneinfo.ZoneInfo("Europe/London")
START = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)

CHARGE, TRICKLE, V2G, FLOOR = (16, 16), (3, 3), (-16, -16), (-16, -3)
SUN, BOTH = (0, 16), (-16, 16)


def decide(now, soc):
    """The least and the most current at a local time of day; `soc` in percent, None where it is unknown."""
    if soc is None:
        return TRICKLE
    if at(16) <= now < at(19):
        return FLOOR if soc <= 10 else V2G
    if soc <= 30:
        return CHARGE
    if at(2) <= now < at(5):
        return CHARGE
    if at(5) <= now < at(13):
        return BOTH if soc >= 72 else SUN
    if at(13) <= now < at(14) and soc <= 53:
        return CHARGE
    if at(14) <= now < at(15) and soc <= 58:
        return CHARGE
    if at(15) <= now < at(16) and soc <= 63:
        return CHARGE
    if at(13) <= now < at(16):
        return BOTH if soc >= 90 else SUN
    return BOTH if soc >= 50 else SUN


def year():
    total = 0
    for minute in range(525_600):
        local = (START + datetime.timedelta(minutes=minute)).astimezone(ZONE)
        soc = minute // 7 % 102
        least, most = decide(local.time(), None if soc == 101 else soc)
        total += (3 * least + 5 * most) * (1 + minute % 7)
    return total


years = int(sys.argv[1]) if len(sys.argv) > 1 else 1
begin = time.process_time()
for _ in range(years):
    total = year()
print((time.process_time() - begin) / years, total)
