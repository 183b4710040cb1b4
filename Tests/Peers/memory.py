"""Memory and open files of the program over many ticks, on a simulated home that runs an hour a second.

    memory.py PROGRAM [TICKS]

Prints both along the way; exits with 1 where either still grows in the second half.
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
    # With so little room for records it is used up, as after days without the database, within the first tenth.
    path = program.schedule(folder, 1, 'metrics at "127.0.0.1:%d"' % program.free_port(), spool=4)
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
half = len(seen) // 2
# A file that is being written may be open at the moment.
if max(memory[half:]) > memory[half - 1] * (1 + ALLOWED_GROWTH) or max(files[half:]) > max(files[:half]) + 1:
    sys.exit(f"FAILED: it grows from {memory[half - 1]} to {max(memory[half:])} KiB, from {files[half - 1]} files on")
