"""Compares a built `evse-run` with the reference interpreter over random programs.

    python3 Tests/Peers/compare_interpreters.py PATH-TO-EVSE-RUN [FIRST-SEED [COUNT]]

Prints where they differ, with the program, and exits with 1 then.
"""

import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from random_programs import PRICES, WEEKDAYS, Generator
from reference_interpreter import Decision, decide, leaves, local_time, occurrences

MINUTE = timedelta(minutes=1)
UNKNOWN = 101  # the place of an unknown SoC behind those of 0 to 100


class Difference(Exception):
    pass


def expect(what, here, there):
    if here != there:
        raise Difference(f"{what}\n  here    {here}\n  program {there}")


def decision_of(report):
    return report and Decision(report["action"], report["minimumCurrent"], report["maximumCurrent"])


def place_of(report):
    return report and (report["file"], report["line"])


def place(rule):
    return rule and (rule.file, rule.line)


def minute_of(text):
    return int(text[:2]) * 60 + int(text[3:])


def utc(instant):
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def numbers(node):
    """All numbers in a part of a program: those of times and SoCs among them are where something may change."""
    if isinstance(node, (list, tuple)):
        return set().union(*map(numbers, node))
    return {node} if isinstance(node, (int, float)) else set()


class Comparison:
    """One program, in a folder of its own."""

    def __init__(self, executable, seed, folder):
        self.made = Generator(seed)
        self.program = self.made.program
        self.zone = self.program.site.zone
        self.random = random.Random(seed)
        self.executable, self.folder = executable, pathlib.Path(folder)
        for name, text in self.made.files.items():
            (self.folder / name).write_text(text)
        found = {0, 100, *self.program.site.soc, *(reserve.amount for reserve in self.program.reserves)}
        for rule, guards in leaves(self.program.rules):
            found |= numbers(guards)
            action = rule.action
            while action:
                found |= numbers([action.target])
                action = action.then
        found |= numbers([clause.guards for clause in [*self.program.nevers, *self.program.reserves]])
        found |= numbers([list(tariff.periods.values()) for tariff in self.program.tariffs.values()])
        self.socs = sorted({max(0, int(n) + d) for n in found if n < 100 for d in (-1, 0, 1)} | {99, 100})
        self.minutes = sorted({(int(n) + d) % 1440 for n in found for d in (-1, 0)})

    def report(self, *arguments):
        """What the program reports, and its exit code."""
        done = subprocess.run(
            [self.executable, "--json", *arguments], cwd=self.folder, capture_output=True, text=True, timeout=200)
        if done.returncode not in (0, 1) or not done.stdout:
            raise Difference(f"{arguments}: exit code {done.returncode}\n{done.stderr}")
        return json.loads(done.stdout), done.returncode

    def some(self, items, count):
        return items if len(items) <= count else self.random.sample(items, count)

    def decide(self, instant, readings, memory=None):
        return decide(self.program, instant, readings, memory)

    # The map

    def map(self):
        around = self.made.around + timedelta(days=self.random.choice([0, 0, 1, -3, 7]))
        monday = around - timedelta(days=around.weekday())
        answer, _ = self.report("--map", "--on", str(around), "program.evs")
        expect("the map's clock", self.zone, answer["timezone"])
        grid = self.grid(answer["cells"])
        for day, minute, soc in sorted(self.points(answer["cells"]), key=str):
            instants = occurrences(self.zone, monday + timedelta(days=day), minute)
            if not instants:
                continue
            cell = grid[(day * 1440 + minute) * 102 + (UNKNOWN if soc is None else soc)]
            where = f"--map --on {around}: {WEEKDAYS[day]} {self.made.clock(minute)}, soc {soc}"
            decision, applied, rule, _ = self.decide(instants[0], {"soc": soc})
            expect(where, (decision, applied, place(rule)),
                   (decision_of(cell["decision"]), decision_of(cell["applied"]), place_of(cell["rule"])))
            if self.random.random() < 0.3:
                self.compare_dependence(instants[0], soc, cell, where)

    def grid(self, cells):
        """The cell of each minute of the week and each SoC."""
        grid = [None] * (7 * 1440 * 102)
        filled = 0
        for cell in cells:
            day = WEEKDAYS.index(cell["day"])
            low = UNKNOWN if cell["socFrom"] is None else cell["socFrom"]
            high = UNKNOWN if cell["socTo"] is None else cell["socTo"]
            for minute in range(minute_of(cell["from"]), minute_of(cell["to"])):
                start = (day * 1440 + minute) * 102
                grid[start + low:start + high + 1] = [cell] * (high + 1 - low)
                filled += high + 1 - low
        expect("cells of the map", (len(grid), False), (filled, None in grid))
        return grid

    def points(self, cells):
        """Where to look: near the times and SoCs that the program names, at corners of cells, and anywhere."""
        points = {
            (day, minute, soc)
            for day in range(7) for minute in self.some(self.minutes, 8) for soc in self.some(self.socs, 5)}
        for cell in self.some(cells, 60):
            for minute in (minute_of(cell["from"]), minute_of(cell["to"]) - 1):
                points |= {(WEEKDAYS.index(cell["day"]), minute, soc) for soc in (cell["socFrom"], cell["socTo"])}
        anywhere = [None, *range(101)]
        return points | {
            (self.random.randrange(7), self.random.randrange(1440), self.random.choice(anywhere)) for _ in range(100)}

    def compare_dependence(self, instant, soc, cell, where):
        """What a cell does not name does not change it."""
        readings = {name: value for name, value in self.readings()[0].items() if name not in PRICES}
        memory = {repr(node): node[2] for node in self.program.waits} if self.random.random() < 0.5 else {}
        changed = set(readings) | ({"memory"} if memory else set())
        decision = self.decide(instant, readings | {"soc": soc}, memory)[0]
        if not changed & set(cell["dependsOn"]):
            expect(f"{where}, with {readings} and {memory}", decision, decision_of(cell["decision"]))

    # Explanations

    def explain(self):
        start = datetime.combine(self.made.around, datetime.min.time(), timezone.utc)
        instant = start + MINUTE * self.random.randrange(-4320, 4320)
        soc = self.random.choice([*self.socs, None])
        when = self.random.choice([utc(instant), instant.strftime("%Y-%m-%dT%H:%MZ")] + [
            instant.astimezone(ZoneInfo(zone)).isoformat() for zone in (self.zone, "Asia/Kathmandu")])
        share = "unknown" if soc is None else self.random.choice([f"{soc}%", f"{soc}"])
        answer, _ = self.report("--explain", when, "--soc", share, "program.evs")
        decision, applied, rule, considered = self.decide(instant, {"soc": soc})
        expect(f"--explain {when} --soc {share}",
               (utc(instant), decision, applied, place(rule), [(place(rule), holds) for rule, holds in considered]),
               (answer["at"], decision_of(answer["decision"]), decision_of(answer["applied"]),
                place_of(answer["rule"]), [(place_of(rule["rule"]), rule["applies"]) for rule in answer["considered"]]))
        horizon = utc(instant + timedelta(days=1))
        until = answer["until"] if answer["until"] and answer["until"] <= horizon else None
        expect(f"--explain {when} --soc {share}: until", self.until(instant, soc, decision), until)

    def until(self, instant, soc, decision):
        """When another decision follows within a day."""
        memory = {}
        for minutes in range(1441):
            later = instant + MINUTE * minutes
            if self.decide(later, {"soc": soc}, memory)[0] != decision:
                return utc(later)
        return None

    # Tests

    def readings(self):
        """Readings, and what a row says to give them."""
        readings, given = {}, []
        side = self.random.choice([None, "importing", "exporting", "grid"])
        if side:
            watts = self.random.choice([0, 500, 999, 1000, 1001, 2500, 4000])
            if side == "grid":
                watts *= self.random.choice([1, -1])
            grid = -watts if side == "exporting" else watts
            readings |= {"grid": grid, "importing": max(0, grid), "exporting": max(0, -grid)}
            given.append(f"{side} {self.made.amount('W', watts)}")
        for reading in ("home", "solar"):
            if self.random.random() < 0.5:
                readings[reading] = self.random.choice([0, 499, 500, 1000, 2501])
                given.append(f"{reading} {self.made.amount('W', readings[reading])}")
        for reading in PRICES if self.made.with_prices else []:
            if self.random.random() < 0.2:
                readings[reading] = self.random.choice([-2, 5, 20.5, 24.85, 30])
                given.append(f"{reading} {self.made.amount('p', readings[reading])}")
        if self.random.random() < 0.2:
            readings["plugged in"] = False
            given.append("unplugged")
        elif self.random.random() < 0.2:
            given.append("plugged in")
        return readings, given

    def row(self):
        """A row, the decision that it expects, and the first instant at which that is wrong with what is decided."""
        readings, given = self.readings()
        soc = self.random.choice([*self.socs, None])
        readings["soc"] = soc
        if soc is not None:
            given.append(f"soc {soc}{self.random.choice(['', '.9']) if soc < 100 else ''}%")
        elif self.random.random() < 0.5:
            given.append("soc unknown")
        self.random.shuffle(given)
        minute = self.random.choice(self.minutes)
        kind = self.random.randrange(-3, 7)
        if kind < -1:
            day = self.made.some_date()
            days, day = [day], f"{day} "
        elif kind < 0:
            days, day = self.this_year_and_the_next(), ""
        else:
            days, day = [d for d in self.this_year_and_the_next() if d.weekday() == kind], WEEKDAYS[kind] + " "
        outcomes = [(instant, self.decide(instant, readings)[:2])
                    for day in days for instant in occurrences(self.zone, day, minute)]
        # A row may expect the schedule's decision, or what the charger's SoC range leaves of it.
        likely = sorted({decision for _, both in outcomes for decision in both}, key=str)
        top = self.program.site.current[1]
        expected = self.random.choice(likely * 3 + [Decision("charge", top, top), Decision("idle", 0, 0)])
        text = self.decision_text(expected)
        if not outcomes or not text:
            return self.row()
        failure = next(((utc(at), both[0]) for at, both in outcomes if expected not in both), None)
        return f"at {day}{self.made.clock(minute)}{''.join(', ' + part for part in given)}: {text}", expected, failure

    def this_year_and_the_next(self):
        first = date(local_time(datetime.now(timezone.utc), self.zone).year, 1, 1)
        days = [first + timedelta(days=number) for number in range(731)]
        return [day for day in days if day.year < first.year + 2]

    def decision_text(self, decision):
        """A decision as a row says it; None where it cannot."""
        top = self.program.site.current[1]
        least, most = sorted([abs(decision.low), abs(decision.high)])
        limit = "" if most == top else f" at most {most}A"
        match decision.action:
            case "idle" | "hand over":
                return decision.action
            case "charge" | "V2G":
                return decision.action + ("" if most == top else f" at {most}A")
            case "S2V + V2H":
                return "S2V + V2H" + limit if least == most else None
        if least:
            limit = f" at least {least}A" if most == top else f" {least}A..{most}A"
        return decision.action + limit

    def test(self):
        rows = [self.row() for _ in range(5)]
        lines = "".join(f"    {row}\n" for row, _, _ in rows)
        (self.folder / "tests.evs").write_text(f'use "program.evs"\ntest "rows" {{\n{lines}}}\n')
        answer, code = self.report("--test", "tests.evs")
        expect("--test: exit code", int(any(failure for _, _, failure in rows)), code)
        for (row, expected, failure), told in zip(rows, answer["tests"][0]["rows"], strict=True):
            there = None if told["passed"] else (told["failsAt"], decision_of(told["got"]))
            expect(f"--test: {row}", (expected, failure), (decision_of(told["expected"]), there))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("first", nargs="?", type=int, default=1)
    parser.add_argument("count", nargs="?", type=int, default=100)
    arguments = parser.parse_args()
    executable = pathlib.Path(arguments.program).resolve()
    differences = 0
    for seed in range(arguments.first, arguments.first + arguments.count):
        with tempfile.TemporaryDirectory() as folder:
            comparison = Comparison(executable, seed, folder)
            try:
                comparison.map()
                comparison.explain()
                comparison.test()
            except Difference as difference:
                differences += 1
                print(f"--- seed {seed}: {difference}")
                for name, text in comparison.made.files.items():
                    print(f"# {name}\n{text}")
    print(f"{arguments.count} programs from seed {arguments.first}, {differences} with differences")
    sys.exit(differences > 0)


if __name__ == "__main__":
    main()
