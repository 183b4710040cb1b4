#!/usr/bin/env python3
"""Holds the sources against the picture of their folders in ARCHITECTURE.md.

A folder uses just what the picture says, and no folders use each other in a circle. What uses what is taken from the index
that `swift build --build-tests` leaves behind.

  Tests/Architecture/arrows.py            says what differs; exit code 1 where something does
  Tests/Architecture/arrows.py --print    prints the picture as it is in the sources
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from index_store import IndexStore

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "Sources"
PAGE = ROOT / "ARCHITECTURE.md"
MODULES = ["Platform", "ScheduleLang", "Runtime", "Insights", "Drivers", "evse-run"]


def folder(file):
    """The module of a file, and its folder in it."""
    module, *parts = Path(file).relative_to(SOURCES).parts[:-1]
    return module, "/".join(parts) or "main.swift"


def arrows(index):
    """For each module and folder the folders of that module that it uses, with an example of each."""
    found = {module: defaultdict(dict) for module in MODULES}
    for file, uses in sorted(index.uses.items()):
        module, user = folder(file)
        if module not in found:
            continue
        found[module][user]
        for identity, name in sorted(uses.items()):
            definer = index.definitions.get(identity)
            if definer and folder(definer)[0] == module and folder(definer)[1] != user:
                found[module][user].setdefault(folder(definer)[1], f"{Path(file).name} uses {name} of {Path(definer).name}")
    return found


def circle(used):
    """Folders that use each other in a circle, in its order; nothing where there are none."""
    done = set()

    def walk(place, way):
        if place in way:
            return way[way.index(place):] + [place]
        if place in done:
            return []
        found = next((way_back for next_place in sorted(used.get(place, ()))
                      if (way_back := walk(next_place, way + [place]))), [])
        done.add(place)
        return found

    return next((way for place in sorted(used) if (way := walk(place, []))), [])


def ordered(used):
    """The folders, each after all that it uses."""
    order = []

    def add(place):
        if place not in order:
            for below in sorted(used.get(place, ())):
                add(below)
            order.append(place)

    for place in sorted(used):
        add(place)
    return order


def picture(module, used, purposes):
    """The rows of a module: under each folder what it uses."""
    width = max(map(len, used)) + 3
    rows = [module]
    for place in ordered(used):
        rows.append(f"  {place.ljust(width)}{purposes.get((module, place), '')}".rstrip())
        if used[place]:
            rows.append(f"  {' ' * width}<- {'  '.join(sorted(used[place]))}")
    return "\n".join(rows)


def drawn():
    """The arrows of each module, and what each folder is for, as ARCHITECTURE.md has them."""
    blocks, purposes = {}, {}
    for block in re.findall(r"^```folders\n(.*?)^```", PAGE.read_text(), re.M | re.S):
        module = place = None
        for line in block.splitlines():
            if line.strip().startswith("<- "):
                blocks[module][place] = set(line.split()[1:])
            elif line.startswith("  "):
                place, *purpose = line.split(maxsplit=1)
                blocks[module][place] = set()
                purposes[module, place] = "".join(purpose)
            elif line.strip():
                module = line.strip()
                blocks[module] = {}
    return blocks, purposes


def main():
    found = arrows(IndexStore(ROOT / ".build/debug/index/store", SOURCES))
    for module, used in found.items():
        if way := circle(used):
            steps = "; ".join(used[one][other] for one, other in zip(way, way[1:]))
            return f"{module}: folders use each other in a circle: {' -> '.join(way)} ({steps})"
    picture_of, purposes = drawn()
    if sys.argv[1:] == ["--print"]:
        return print("\n\n".join(picture(module, used, purposes) for module, used in found.items()))
    problems = []
    for module, used in found.items():
        there = picture_of.get(module, {})
        for place in sorted(set(used) | set(there)):
            for other in sorted(set(used.get(place, ())) - there.get(place, set())):
                problems.append(f"{module}/{place} is not to use {other}: {used[place][other]}")
            for other in sorted(there.get(place, set()) - set(used.get(place, ()))):
                problems.append(f"{module}/{place} does not use {other}, which ARCHITECTURE.md says")
            if place not in used or place not in there:
                problems.append(f"{module}/{place} is {'not in the picture' if place in used else 'no folder'}")
            elif not purposes.get((module, place)):
                problems.append(f"{module}/{place}: the picture does not say what it is for")
    print("\n".join(problems) if problems else f"{sum(map(len, found.values()))} folders, as ARCHITECTURE.md draws them")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
