"""Memory and open files of the program over many ticks, on a simulated home that runs an hour a second.

    memory.py PROGRAM [TICKS]

Prints both along the way; exits with 1 where either has grown from the first tenth on.
"""

import datetime
import os
import pathlib
import subprocess
import sys
import tempfile

import program
from home import environment

executable, ticks = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
# Of a daemon that is to run for a year, a million ticks are 12 days.
ALLOWED_GROWTH = 0.05


def resident(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))


with tempfile.TemporaryDirectory(prefix="evse-memory-") as folder:
    path = program.schedule(folder, 1, 'metrics at "127.0.0.1:%d"' % program.free_port())
    process = subprocess.Popen(
        [executable, "--speed", "3600", path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env=environment(folder, INFLUX_TOKEN="s3cret", STATE_DIRECTORY=os.path.join(folder, "state")))
    first, due, seen = None, ticks // 10, []
    for line in process.stdout:
        try:
            now = datetime.datetime.fromisoformat(line[:19])
        except ValueError:
            continue
        first = first or now
        count = (now - first).total_seconds()
        if count >= due:
            seen.append((resident(process.pid), len(os.listdir(f"/proc/{process.pid}/fd"))))
            print(f"{int(count)} ticks: {seen[-1][0]} KiB resident, {seen[-1][1]} open files", flush=True)
            due += ticks // 10
        if count >= ticks:
            break
    process.terminate()
    process.stdout.close()
    process.wait()

memory, files = zip(*seen)
if memory[-1] > memory[0] * (1 + ALLOWED_GROWTH) or files[-1] > files[0]:
    sys.exit(f"FAILED: from {memory[0]} to {memory[-1]} KiB, from {files[0]} to {files[-1]} files")
