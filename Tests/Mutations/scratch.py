"""A copy of the tree in which all breaks are built at once, each behind a question, so that one build serves all."""

import re
import subprocess
from pathlib import Path

from breaks import Finder

ROOT = Path(__file__).resolve().parents[2]

# What each module with breaks asks: which break is on, and that it was asked, which tells what a suite reaches.
QUESTION = """
import Glibc

private let chosenBreak = getenv("BREAK").flatMap { Int32(String(cString: $0)) } ?? 0
nonisolated(unsafe) private let reachedBreaks: UnsafeMutablePointer<UInt8>? = {
  guard let path = getenv("BREAKS_REACHED") else { return nil }
  let file = open(path, O_RDWR)
  guard file >= 0, let map = mmap(nil, %d, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0), map != MAP_FAILED else {
    return nil
  }
  return map.assumingMemoryBound(to: UInt8.self)
}()

@inline(never) func isBroken(_ number: Int32) -> Bool {
  reachedBreaks?[Int(number)] = 1
  return number == chosenBreak
}
"""


class Scratch:
    """The copy at `folder`, with the breaks of `files`."""

    def __init__(self, folder, files, targets):
        self.folder, self.files, self.targets = Path(folder), files, targets
        self.text = {file: (ROOT / file).read_text() for file in files}
        self.lines = {file: Finder(file, text).find() for file, text in self.text.items()}
        self.breaks = [b for lines in self.lines.values() for line in lines.values() for b in line.breaks]
        for number, item in enumerate(self.breaks, 1):
            item.number = number
        self.kept = set(map(id, self.breaks))
        self.dropped = 0

    def copy(self):
        """Brings the copy up to date with the tree, and leaves what is the same untouched, so that little is built anew."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for name in ("schedules", "docs", "Benchmarks", "README.md"):
            if not (self.folder / name).exists():
                (self.folder / name).symlink_to(ROOT / name)
        names = {str(file.relative_to(ROOT)) for part in ("Sources", "Tests") for file in (ROOT / part).rglob("*") if file.is_file()}
        for name in names - set(self.files):
            self.put(name, (ROOT / name).read_bytes())
        for part in ("Sources", "Tests"):
            for file in (self.folder / part).rglob("*"):
                if file.is_file() and str(file.relative_to(self.folder)) not in names and file.name != "Breaks.swift":
                    file.unlink()
        keep = ", ".join(f'"{name}"' for name in self.targets)
        package = (ROOT / "Package.swift").read_text()
        self.put("Package.swift", package + f"\npackage.products = []\npackage.targets.removeAll {{ ![{keep}].contains($0.name) }}\n")
        for module in {file.split("/")[1] for file in self.files}:
            self.put(f"Sources/{module}/Breaks.swift", QUESTION % (len(self.breaks) + 1))
        self.write()

    def write(self):
        """Writes the files with the breaks that are left."""
        for file, lines in self.lines.items():
            text = self.text[file].replace("@inlinable", "          ").split("\n")
            for number, line in lines.items():
                kept = [b for b in line.breaks if id(b) in self.kept]
                if kept:
                    text[number - 1] = line.write(kept)
            self.put(file, "\n".join(text))

    def put(self, path, content):
        """Writes a file of the copy, unless it is the same already."""
        file, content = self.folder / path, content.encode() if isinstance(content, str) else content
        if not file.exists() or file.read_bytes() != content:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)

    def build(self):
        """Builds the tests; breaks that do not compile are left out, the likeliest to be at fault first."""
        for _ in range(40):
            build = subprocess.run(
                ["swift", "build", "--build-tests", "--package-path", str(self.folder)], capture_output=True, text=True)
            if build.returncode == 0:
                self.breaks = [b for b in self.breaks if id(b) in self.kept]
                return
            output = build.stdout + build.stderr
            faults = set(re.findall(rf"{re.escape(str(self.folder))}/(\S+?\.swift):(\d+):(\d+): error", output))
            guilty = {n for file, line, column in faults for n in self.guilty(file, int(line), int(column))}
            if not guilty:
                raise SystemExit(f"the copy does not build:\n{output[-4000:]}")
            self.kept -= guilty
            self.dropped += len(guilty)
            self.write()
        raise SystemExit("the copy does not build")

    def guilty(self, file, number, column):
        """The breaks that may be why a place does not compile: the one that it is in, or else the unlikeliest before it."""
        text = (self.folder / file).read_bytes().split(b"\n")[number - 1][:column].decode(errors="replace")
        asked = re.findall(r"isBroken\((\d+)\)", text)
        for line in [*range(number, max(0, number - 30), -1), *range(number + 1, number + 10)]:
            here = self.lines.get(file, {}).get(line)
            kept = [b for b in here.breaks if id(b) in self.kept] if here else []
            if line == number and asked and (named := [b for b in kept if b.number == int(asked[-1])]):
                return {id(named[0])}
            if kept:
                worst = max(b.rank for b in kept)
                return {id(b) for b in kept if b.rank == worst}
        return set()

    @property
    def binary(self):
        """The tests."""
        return next((self.folder / ".build/debug").glob("*.xctest"))
