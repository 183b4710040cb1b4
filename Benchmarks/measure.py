"""Rounds in which contenders take turns, and the tables that are made of them."""

import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import time


class Machine:
    """What the figures were measured on."""

    def __init__(self):
        text = pathlib.Path("/proc/cpuinfo").read_text() if os.path.exists("/proc/cpuinfo") else ""
        names = [line.split(":", 1)[1].strip() for line in text.splitlines() if line.startswith(("model name", "Model"))]
        self.processor = names[0] if names else platform.machine()
        self.cores = os.cpu_count()
        self.system = f"{platform.system()} {platform.release().split('-')[0]}"

    def __str__(self):
        return f"{self.processor}, {self.cores} cores, {self.system}"


class Tools:
    """Builds what is measured, each once, and finds the references."""

    def __init__(self, root):
        self.root = root
        self.scratch = root / ".build-static"
        self.folder = self.scratch / "benchmarks"
        self.python = str(root / ".venv/bin/python3") if (root / ".venv").exists() else sys.executable
        self.built = {}

    def product(self, name):
        """The path of a static product of the package."""
        if name not in self.built:
            print(f"  builds {name}", file=sys.stderr, flush=True)
            subprocess.run(
                ["swift", "build", "-c", "release", "--scratch-path", self.scratch, "-Xswiftc", "-static-executable", "--product", name],
                cwd=self.root, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self.built[name] = str(self.scratch / "release" / name)
        return self.built[name]

    def c(self, source, *libraries):
        """The path of a C program of this folder; None where it cannot be built here."""
        if source not in self.built:
            self.folder.mkdir(parents=True, exist_ok=True)
            target = self.folder / source.replace("/", "-").removesuffix(".c")
            done = subprocess.run(
                ["cc", "-O2", "-o", target, self.root / "Benchmarks" / source, *(f"-l{name}" for name in libraries)], stderr=subprocess.DEVNULL)
            self.built[source] = str(target) if done.returncode == 0 else None
        return self.built[source]

    def has(self, module):
        """Whether the tests' Python has a module."""
        return subprocess.run([self.python, "-c", f"import {module}"], stderr=subprocess.DEVNULL).returncode == 0

    @staticmethod
    def command(name):
        return shutil.which(name)


def output(*command, **options):
    """What a command prints, which must succeed."""
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True, **options).stdout


def wall(*command, codes=(0,), **options):
    """The seconds that a whole process takes."""
    begin = time.perf_counter()
    done = subprocess.run([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    seconds = time.perf_counter() - begin
    if done.returncode not in codes:
        sys.exit(f"{command[0]} ended with {done.returncode}")
    return seconds


def rows(case, tools, rounds):
    """A row for each piece of work of a case: the first contender is ours, the others references; None is not there."""
    found = []
    for work in case.works(tools):
        contenders = {name: run for name, run in work["contenders"].items() if run}
        missing = [name for name, run in work["contenders"].items() if not run]
        if missing:
            print(f"  {work['name']}: not here: {', '.join(missing)}", file=sys.stderr)
        seen = {name: [] for name in contenders}
        names = list(contenders)
        for turn in range(min(work.get("rounds", rounds), rounds)):
            # None is always first, or always behind the same other.
            for name in names[turn % len(names):] + names[:turn % len(names)]:
                seen[name].append(contenders[name]())
        if work.get("close"):
            work["close"]()
        ours = names[0]
        found.append({
            "work": work["name"], "unit": work["unit"],
            "contenders": {
                name: {
                    "median": statistics.median(values), "least": min(values), "most": max(values),
                    "ratio": statistics.median(value / own if own else float("nan") for value, own in zip(values, seen[ours])),
                } for name, values in seen.items()
            },
        })
    return found


SCALES = [("s", 1), ("ms", 1e3), ("µs", 1e6), ("ns", 1e9)]


def text(value, unit):
    """A figure with its unit; seconds in what reads best."""
    if unit != "s":
        return f"{value:.3g} {unit}" if value < 1000 else f"{value:,.0f} {unit}"
    name, scale = next(((name, scale) for name, scale in SCALES if value * scale >= 1), SCALES[-1])
    return f"{value * scale:.3g} {name}"


def table(rows):
    """Markdown."""
    lines = ["| work | by | middle | least … most | beside ours |", "|---|---|---|---|---|"]
    for row in rows:
        for index, (name, figure) in enumerate(row["contenders"].items()):
            lines.append("| {} | {} | {} | {} … {} | {} |".format(
                row["work"] if index == 0 else "", name, text(figure["median"], row["unit"]), text(figure["least"], row["unit"]),
                text(figure["most"], row["unit"]), "" if index == 0 else f"× {figure['ratio']:.3g}"))
    return "\n".join(lines)
