"""Decisions of a year of minutes."""

from measure import output

NAME = "decisions"
TITLE = "A year of decisions"
ABOUT = """525,600 minutes of `schedules/flux.evs`, each in local time: the rules, their conditions and clauses, and what is remembered. CPython has the
same rules written plainly, with `zoneinfo`; the floor in C has a mask for each minute and each state of charge, and the offsets of the year in a
table. All three come to the same sum."""

NOTES = """The floor does no more than such a year needs. Of the program's time for a decision a sixth is asking the rules, a fourth copying what it hands on
(guards, outcomes), a tenth local time; it is not within twice the floor, as it is to be one day."""


def works(tools):
    schedule = tools.root / "schedules/flux.evs"
    ours, floor = tools.product("decision-benchmark"), tools.c("Decisions/decisions.c")
    script = tools.root / "Benchmarks/Decisions/decisions.py"
    sums = set()

    def year(*command):
        seconds, total = output(*command).split()
        sums.add(total)
        assert len(sums) == 1, f"{command[0]} decides differently"
        return float(seconds)

    return [{
        "name": "a year", "unit": "s",
        "contenders": {
            "evse-run": lambda: year(ours, schedule, 5),
            "CPython": lambda: year(tools.python, script),
            "floor in C": floor and (lambda: year(floor, 50)),
        },
    }]
