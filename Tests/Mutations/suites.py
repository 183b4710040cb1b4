"""Runs the suites of a scratch copy: once each to see what it reaches, and then against the breaks that it reaches."""

import os
import subprocess
import time
from pathlib import Path


class Suites:
    """The suites of a binary of tests, but for those that need peers or take long."""

    def __init__(self, scratch, longest, skipped):
        self.scratch, self.longest = scratch, longest
        self.environment = {name: value for name, value in os.environ.items() if name not in ("EVSE_PYTHON", "BREAK")}
        self.names = [name for name in self.list() if not any(word in name for word in skipped)]
        self.seconds, self.reached = {}, {}

    def list(self):
        """The names of all suites."""
        output = subprocess.run(
            [self.scratch.binary, "--testing-library", "swift-testing", "--list-tests"],
            capture_output=True, text=True, env=self.environment).stdout
        return sorted({line.split("/")[0] for line in output.splitlines() if "/" in line})

    def run(self, names, limit, **extra):
        """Whether these suites pass within `limit` seconds."""
        pattern = "^(" + "|".join(name.replace(".", r"\.") for name in names) + ")/"
        command = [self.scratch.binary, "--testing-library", "swift-testing", "--filter", pattern]
        try:
            return subprocess.run(
                command, env=self.environment | extra, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, timeout=limit, cwd=self.scratch.folder).returncode == 0
        except subprocess.TimeoutExpired:
            return False

    def explore(self):
        """Runs each suite as it is, and notes how long it takes and which breaks it reaches."""
        file = self.scratch.folder / "reached"
        for name in list(self.names):
            file.write_bytes(bytes(max(b.number for b in self.scratch.breaks) + 1))
            start = time.monotonic()
            passes = self.run([name], self.longest, BREAKS_REACHED=str(file))
            self.seconds[name] = time.monotonic() - start
            if not passes:
                print(f"left out, since it takes longer than {self.longest} s or fails: {name}", flush=True)
                self.names.remove(name)
                continue
            found = file.read_bytes()
            for item in self.scratch.breaks:
                if found[item.number]:
                    self.reached.setdefault(item.number, []).append(name)

    def judge(self, item):
        """What becomes of a break: "found", "survives" or, where no suite comes by it, "unreached"."""
        names = sorted(self.reached.get(item.number, []), key=self.seconds.get)
        if not names:
            return "unreached"
        # The quick ones first, together; what takes longer only where those find nothing.
        quick = [name for name in names if self.seconds[name] < 0.5]
        slow = [name for name in names if name not in quick]
        for group in [quick] + [[name] for name in slow]:
            if group and not self.run(group, 20 + 5 * sum(self.seconds[name] for name in group), BREAK=str(item.number)):
                return "found"
        return "survives"
