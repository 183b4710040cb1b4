"""What a schedule decides, told a second time from the description of the language.

There is no parser here: a program is made of the tuples that `random_programs` makes and prints. Times of day are
minutes, weekdays and months count from 0, currents are amperes, powers watts; charging and importing are positive.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


@lru_cache(maxsize=10_000)
def local_time(instant, zone):
    """What the clock of `zone` shows."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@dataclass
class Tariff:
    zone: str
    periods: dict  # name: a list of windows, or None for the time that no other period covers
    prices: dict = field(default_factory=dict)  # name: (import, export)


@dataclass
class Site:
    zone: str
    current: tuple = (3, 16)
    soc: tuple = (5, 97)
    voltage: int = 230
    tariff: str = None


@dataclass
class Action:
    kind: str
    least: tuple = None  # (amount, unit)
    most: tuple = None
    target: float = None
    then: object = None
    name: str = None


@dataclass
class Rule:
    guards: list
    action: Action = None
    block: list = None
    line: int = 0
    file: str = ""


@dataclass
class Never:
    what: str  # charge, discharge, V2G, or over
    guards: list
    limit: tuple = None


@dataclass
class Reserve:
    amount: float
    guards: list = field(default_factory=list)


@dataclass
class Program:
    site: Site
    tariffs: dict
    rules: list
    nevers: list
    reserves: list
    waits: list = field(default_factory=list)

    def __post_init__(self):
        self.waits = waits(self)


@dataclass(frozen=True)
class Decision:
    action: str
    low: int
    high: int


# Days and windows


def has_day(days, day):
    match days:
        case ("daily",):
            return True
        case ("weekdays", first, last):
            return (day.weekday() - first) % 7 <= (last - first) % 7
        case ("months", first, last):
            return (day.month - 1 - first) % 12 <= (last - first) % 12
        case ("dates", first, last):
            return first <= day <= last
        case ("any", items):
            return any(has_day(item, day) for item in items)
        case ("except", some, others):
            return has_day(some, day) and not has_day(others, day)
        case ("named", _, some):
            return has_day(some, day)
    raise ValueError(days)


def gaps(tariff):
    """The windows between those of the other periods of a tariff."""
    windows = sorted(w for windows in tariff.periods.values() for w in windows or [])
    if not windows:
        return [("time", 0, 1440)]
    ends = [(end % 1440, start) for (_, _, end), (_, start, _) in zip(windows, windows[1:] + windows[:1])]
    return [("time", end, start or 1440) for end, start in ends if end != start]


def in_window(window, instant, zone, tariffs, starts=lambda day: True):
    """Whether `instant` is in a window that starts on one of the days `starts`, on the clock of `zone`."""
    local = local_time(instant, zone)
    day, minute = local.date(), local.hour * 60 + local.minute
    match window:
        case ("time", start, end) if start < end:
            return start <= minute < end and starts(day)
        case ("time", start, end):
            return minute >= start and starts(day) or minute < end and starts(day - DAY)
        case ("dated", start, end):
            return start <= local < end and starts(start.date())
        case ("period", name, period):
            tariff = tariffs[name]
            windows = tariff.periods[period]
            windows = gaps(tariff) if windows is None else windows
            return any(in_window(w, instant, tariff.zone, tariffs, starts) for w in windows)
        case ("any", items):
            return any(in_window(item, instant, zone, tariffs, starts) for item in items)
        case ("on", some, days):
            both = lambda day: starts(day) and has_day(days, day)
            return in_window(some, instant, zone, tariffs, both)
        case ("named", _, some):
            return in_window(some, instant, zone, tariffs, starts)
    raise ValueError(window)


# Conditions are true, false, or None where they are unknown


def negated(value):
    return None if value is None else not value


def all_of(values):
    result = True
    for value in values:
        if value is False:
            return False
        result = None if value is None else result
    return result


def condition(node, readings):
    match node:
        case ("compare", reading, comparison, amount):
            value = readings.get(reading)
            if value is None:
                return None
            return {"<": value < amount, "<=": value <= amount, ">": value > amount, ">=": value >= amount}[comparison]
        case ("in", low, high):
            return None if readings.get("soc") is None else low <= readings["soc"] <= high
        case ("unknown", reading):
            return readings.get(reading) is None
        case ("plugged in",):
            return readings["plugged in"]
        case ("unplugged",):
            return not readings["plugged in"]
        case ("not", some):
            return negated(condition(some, readings))
        case ("and", items):
            return all_of(condition(item, readings) for item in items)
        case ("or", items):
            return negated(all_of(negated(condition(item, readings)) for item in items))
        case ("for", some, minutes):
            held = condition(some, readings)
            return held and readings["memory"].get(repr(node), -1) >= minutes
    raise ValueError(node)


def guard(node, instant, readings, program):
    match node:
        case ("during", windows):
            return in_window(windows, instant, program.site.zone, program.tariffs)
        case ("on", days):
            return has_day(days, local_time(instant, program.site.zone).date())
        case ("when", some):
            return condition(some, readings)
    raise ValueError(node)


# Rules and clauses


def amperes(limit, site, up):
    amount, unit = limit
    if unit == "A":
        return amount
    return -(-amount // site.voltage) if up else amount // site.voltage


def bounds(action, site):
    """The decision that an action asks for."""
    top = site.current[1]
    least = amperes(action.least, site, True) if action.least else 0
    most = amperes(action.most, site, False) if action.most else top
    match action.kind:
        case "idle":
            return Decision("idle", 0, 0)
        case "hand over":
            return Decision("hand over", 0, 0)
        case "charge":
            return Decision("charge", most, most)
        case "V2G":
            return Decision("V2G", -most, -most)
        case "S2V":
            return Decision("S2V", least, most)
        case "V2H":
            return Decision("V2H", -most, -least)
        case "S2V + V2H":
            return Decision("S2V + V2H", -most, most)
    raise ValueError(action)


def wanted(action, soc):
    """The part of an action that applies at a SoC, or None."""
    while action and action.target is not None:
        if soc is None:
            return None
        if soc < action.target if action.kind in ("charge", "S2V") else soc > action.target:
            return action
        action = action.then
    return action


def clip(decision, low, high, site):
    """What is left of a decision between two currents; what falls below the smallest current is nothing."""
    if decision.action == "hand over":
        return decision
    smallest = site.current[0]
    cut = lambda current: max(low, min(high, current))
    bottom, top = cut(decision.low), cut(decision.high)
    if (bottom, top) == (decision.low, decision.high):
        return decision
    bottom, top = (0 if abs(current) < smallest else current for current in (bottom, top))
    if bottom == top == 0:
        return Decision("idle", 0, 0)
    action = decision.action
    if action == "S2V + V2H":
        action = "S2V" if bottom == 0 else "V2H" if top == 0 else action
    return Decision(action, bottom, top)


def clipped(decision, program, instant, readings):
    site = program.site
    far = site.current[1]
    for clause in program.nevers:
        holds = all_of(guard(g, instant, readings, program) for g in clause.guards)
        if holds is False:
            continue
        if clause.what == "V2G" and decision.action == "V2G":
            decision = Decision("V2H", decision.low, 0)
        if clause.what == "discharge":
            decision = clip(decision, 0, far, site)
        if clause.what == "charge" and holds:
            decision = clip(decision, -far, 0, site)
        if clause.what == "over":
            most = amperes(clause.limit, site, False)
            decision = clip(decision, -most, most if holds else far, site)
    soc = readings.get("soc")
    holding = [
        reserve.amount
        for reserve in program.reserves
        if all_of(guard(g, instant, readings, program) for g in reserve.guards) is not False
    ]
    if any(soc is None or soc <= amount for amount in holding):
        decision = clip(decision, 0, far, site)
    return decision


def applied(decision, site, soc):
    """What the site's SoC range leaves of a decision."""
    if soc is not None and soc >= site.soc[1]:
        decision = clip(decision, -site.current[1], 0, site)
    if soc is not None and soc <= site.soc[0]:
        decision = clip(decision, 0, site.current[1], site)
    return decision


def leaves(rules, guards=()):
    for rule in rules:
        inner = [*guards, *rule.guards]
        if rule.block is None:
            yield rule, inner
        else:
            yield from leaves(rule.block, inner)


def prices(program, instant):
    """The fixed prices of an instant, as readings."""
    tariff = program.tariffs.get(program.site.tariff)
    if tariff is None:
        return {}
    for name, (bought, sold) in tariff.prices.items():
        if in_window(("period", program.site.tariff, name), instant, program.site.zone, program.tariffs):
            return {"import price": bought, "export price": sold}
    return {}


def waits(program):
    """The conditions that have to hold for some time, each once."""
    guards = [guard for _, guards in leaves(program.rules) for guard in guards]
    guards += [guard for clause in [*program.nevers, *program.reserves] for guard in clause.guards]
    return list({repr(node): node for _, node in guards if node[0] == "for"}.values())


def decide(program, instant, readings, memory=None):
    """The decision, what the site's SoC range leaves of it, the rule or None, and the rules considered.

    `memory` is for how many minutes the conditions that ask for it have held; an evaluation a minute keeps it.
    """
    memory = {} if memory is None else memory
    readings = {"plugged in": True, "memory": memory} | prices(program, instant) | readings
    soc = readings.get("soc")
    for node in program.waits:
        if condition(node[1], readings):
            memory[repr(node)] = memory.get(repr(node), -1) + 1
        else:
            memory.pop(repr(node), None)
    considered = []
    decision, winner = Decision("idle", 0, 0), None
    for rule, guards in leaves(program.rules):
        action = None
        if all_of(guard(g, instant, readings, program) for g in guards):
            action = wanted(rule.action, soc)
        considered.append((rule, action is not None))
        if action:
            decision, winner = bounds(action, program.site), rule
            break
    decision = clipped(decision, program, instant, readings)
    return decision, applied(decision, program.site, soc), winner, considered


def occurrences(zone, day, minute):
    """The instants at which the clock of `zone` shows a time of a day: none, one or two."""
    local = datetime(day.year, day.month, day.day, minute // 60, minute % 60)
    found = []
    for fold in (0, 1):
        instant = local.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(timezone.utc)
        if local_time(instant, zone) == local and instant not in found:
            found.append(instant)
    return found
