"""How the time grows where the work doubles."""

import math
import statistics

from measure import wall

from . import files

NAME = "growth"
TITLE = "Growth"
ABOUT = """The exponent of the time where the work doubles from step to step: 1 grows as the work, 2 as its square. What a process takes for a hundredth of it is
taken off."""


def works(tools):
    ours, year = tools.product("evse-run"), tools.product("simulation-benchmark")
    tools.folder.mkdir(parents=True, exist_ok=True)
    whole = tools.folder / "year.csv"
    wall(year, "--write", whole)
    lines = whole.read_text().splitlines(keepends=True)
    flux = tools.root / "schedules/flux.evs"

    def check(name, rules):
        path = tools.folder / f"growth-{name}.evs"
        path.write_text(files.schedule(rules))
        return lambda: wall(ours, "--check", path, codes=(0, 1))

    def windows(count):
        text = ", ".join(f"{files.time(index * 3)}-{files.time(index * 3 + 1)}" for index in range(count))
        return check(f"windows-{count}", [f"during {text}: charge"])

    def readings(days):
        path = tools.folder / f"days-{days}.csv"
        path.write_text("".join(lines[:days * 1440 + 1]))
        return lambda: wall(ours, "--simulate", flux, "--data", path)

    series = {
        "rules, 1,250 to 10,000": ([1250, 2500, 5000, 10_000], lambda count: check(f"rules-{count}", files.windows(count))),
        "windows of a rule, 60 to 480": ([60, 120, 240, 480], windows),
        "days of readings, 45 to 360": ([45, 90, 180, 360], readings),
    }
    for name, (counts, make) in series.items():
        base, runs = make(max(1, counts[0] // 100)), [make(count) for count in counts]

        def exponent(base=base, runs=runs, counts=counts):
            start = base()
            times = [max(1e-4, run() - start) for run in runs]
            logs = [math.log2(later / earlier) for earlier, later in zip(times, times[1:])]
            return statistics.mean(logs)

        yield {"name": name, "unit": "", "rounds": 3, "contenders": {"exponent": exponent}}
