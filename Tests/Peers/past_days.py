"""Days of records that nobody lived through, as `record csv` writes them, and what they come to, computed apart from the program."""

import datetime
import math
import pathlib

# What a kWh costs and earns by the minute at which it begins.
PRICES = [(0, 10.0, 15.0), (360, 30.0, 15.0), (960, 40.0, 30.0), (1140, 30.0, 15.0)]
SITE = """site "home" {{
    timezone "UTC"   battery 52kWh   charger simulated   meter simulated
    tariff Mine
    {settings}
}}
tariff Mine {{
    night 00:00-06:00   import 10p   export 15p
    peak 16:00-19:00    import 40p   export 30p
    day otherwise       import 30p   export 15p
}}
schedule "past" {{
    during 00:00-06:00: charge
    during 16:00-19:00, when soc >= 20%: V2G
    otherwise: S2V + V2H
}}
"""
HEADER = "time,grid_w,solar_w,home_w,evse_w,set_point_a,soc_percent,decision"
RULES = {"charge": "past.evs:12", "V2G": "past.evs:13", "S2V + V2H": "past.evs:14"}


def minute(index):
    """Sun, house, charger and decision in a minute of any day."""
    hour = index / 60
    solar = max(0.0, 4000 * math.sin(math.pi * (hour - 7) / 11)) if 7 <= hour < 18 else 0.0
    home = 400 + 300 * (index // 30 % 3)
    if hour < 6:
        return solar, home, 3680 if 3 <= hour < 5 else 0, "charge"
    if 16 <= hour < 19:
        return solar, home, -3680, "V2G"
    return solar, home, round(max(-3680, min(1200, solar - home))), "S2V + V2H"


def write(folder, dates, step=10, has_rule=True, until=1440):
    """Writes a file for each date, with a sample every `step` seconds, the last one up to minute `until`."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    soc = 40.0
    for date in dates:
        lines = [HEADER + (",rule" if has_rule else "")]
        for index in range(until if date == dates[-1] else 1440):
            solar, home, charger, decision = minute(index)
            soc = min(100, max(0, soc + charger / 60 / 520))
            rest = f"{home + charger - solar:.1f},{solar:.1f},{home:.1f},{charger:.1f},16,{int(soc)},{decision}"
            rest += f",{RULES[decision]}" if has_rule else ""
            lines += [f"{date}T{index // 60:02d}:{index % 60:02d}:{second:02d}.003Z,{rest}" for second in range(0, 60, step)]
        (folder / f"evse-{date}.csv").write_text("\n".join(lines) + "\n")


def expected(days):
    """What so many whole days come to: energies in kWh, costs in pence."""
    total = dict.fromkeys(["importedEnergy", "exportedEnergy", "solarEnergy", "chargedEnergy", "dischargedEnergy", "cost", "costWithout"], 0.0)
    for index in range(1440):
        solar, home, charger, _ = minute(index)
        _, price, sold = [entry for entry in PRICES if entry[0] <= index][-1]

        def cost(watts):
            return watts / 60_000 * (price if watts > 0 else sold)

        grid = home + charger - solar
        total["importedEnergy" if grid > 0 else "exportedEnergy"] += abs(grid) / 60_000
        total["chargedEnergy" if charger > 0 else "dischargedEnergy"] += abs(charger) / 60_000
        total["solarEnergy"] += solar / 60_000
        total["cost"] += cost(grid)
        total["costWithout"] += cost(home - solar)
    return {key: value * days for key, value in total.items()}


def dates(count, last=None):
    """So many days, the last of them yesterday unless it is given."""
    last = last or datetime.datetime.now(datetime.timezone.utc).date() - datetime.timedelta(days=1)
    return [last - datetime.timedelta(days=count - 1 - index) for index in range(count)]
