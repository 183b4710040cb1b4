"""Reports and simulations, most as whole processes."""

import json
import subprocess

from measure import output, wall

NAME = "reports"
TITLE = "Reports, plans and years"
ABOUT = """Whole processes of `schedules/flux.evs` and `schedules/agile.evs`, and the processor time of a simulated year within one process (`simulation-benchmark`).
What was possible in a week is found by the program as a whole process, and beside it by SciPy's HiGHS from the same half hours, without what starting Python takes."""

NOTES = """HiGHS solves a smaller problem: half hours, and any current at one efficiency. The program's whole amperes lose more the smaller they are, and it reads the file as well."""


def works(tools):
    ours, year = tools.product("evse-run"), tools.product("simulation-benchmark")
    folder = tools.root / "schedules"
    flux, agile = folder / "flux.evs", folder / "agile.evs"
    for name, command in [
        ("--check", ["--check", flux]), ("--map", ["--map", flux]), ("--explain", ["--explain", "17:00", flux, "--soc", "50%"]),
        ("--format", ["--format", flux]), ("--diff of two", ["--diff", flux, folder / "go.evs"]),
        ("--dry-run, a day", ["--dry-run", flux, "--soc", "60%"]), ("--dry-run, a day of optimise", ["--dry-run", agile, "--soc", "60%"]),
        ("--test", ["--test", flux]),
    ]:
        yield {"name": name, "unit": "s", "contenders": {"evse-run": lambda command=command: wall(ours, *command, codes=(0, 1))}}

    def simulated(schedule):
        return float(output(year, schedule).split(" minutes in ")[1].split()[0]) / 1000

    for name, schedule in [("flux.evs", flux), ("agile.evs (optimise)", agile)]:
        yield {"name": f"a simulated year of {name}", "unit": "s", "rounds": 3, "contenders": {"evse-run": lambda schedule=schedule: simulated(schedule)}}

    week = tools.folder / "week.csv"
    tools.folder.mkdir(parents=True, exist_ok=True)
    whole = tools.folder / "year.csv"
    subprocess.run([year, "--write", whole], check=True)
    with whole.open() as lines:
        week.write_text("".join(line for line, _ in zip(lines, range(7 * 1440 + 1))))
    solver = tools.root / "Benchmarks/Reports/possible.py"
    yield {
        "name": "what was possible in a week", "unit": "s", "rounds": 3,
        "contenders": {
            "evse-run --simulate --optimum": lambda: wall(ours, "--simulate", flux, "--data", week, "--optimum"),
            "HiGHS": (lambda: json.loads(output(tools.python, solver, week))["seconds"]) if tools.has("scipy") else None,
        },
    }
