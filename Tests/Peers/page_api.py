"""The page's API against what openapi.json says of it: requests that schemathesis makes up, right ones and wrong ones.

    python3 Tests/Peers/page_api.py PATH-TO-EVSE-RUN [--seconds N]

Exits with 1 where an answer is none that the file describes, or one that is described as wrong is taken.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

from browser import fetch, serve, until
from home import require
from program import free_port

arguments = argparse.ArgumentParser()
arguments.add_argument("program")
arguments.add_argument("--seconds", type=int, default=60)
arguments = arguments.parse_args()
with tempfile.TemporaryDirectory(prefix="evse-api-") as folder:
    address = f"127.0.0.1:{free_port()}"
    process = serve(os.path.abspath(arguments.program), folder, address, "--speed", "1")
    try:
        until("it is served", lambda: fetch(f"http://{address}/api/now")[0] == 200, 20)
        # What is left of each second is spent on more requests; an endless series of events has no end to be judged by.
        found = subprocess.run(
            [pathlib.Path(sys.executable).parent / "schemathesis", "run", f"http://{address}/api/openapi.json",
             "--url", f"http://{address}/", "--exclude-path", "/api/events", "--phases", "examples,coverage,fuzzing", "--seed", "1",
             "--max-time", str(arguments.seconds), "--continue-on-failure", "--suppress-health-check", "all"],
            cwd=folder, env=os.environ | {"NO_COLOR": "1"})
        require(found.returncode == 0, "the API answers as openapi.json says")
        require(process.poll() is None, "and lives on")
        kinds = fetch(f"http://{address}/api/now")[0]
        require(kinds == 200, "and answers still")
    finally:
        process.terminate()
        process.wait(timeout=10)
