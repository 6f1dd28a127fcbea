#!/usr/bin/python3
"""The scenario matrix: every scenario of tests/lab/scenarios against the built program.

  matrix.py --binary VNETPROBE [--relay LAB_RELAY] [--family healthy,faults] [--only NAME ...]
            [--jobs 2] [--judge] [--reports DIR] [--show NAME] [--keep] [--list]

Each job is a lab of its own (tests/lab), entered by itself. Prints each scenario that is not as
expected, the confusion table (code expected against code found), and `N passed, N failed`.
"""

import argparse
import collections
import json
import os
import subprocess
import sys
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
LAB = os.path.join(os.path.dirname(HERE), "lab")
sys.path[:0] = [HERE, LAB]
from vnetlab import lab, world as worlds  # noqa: E402


def arguments(argv):
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--binary", default="build/test/vnetprobe")
    p.add_argument("--relay", help="the lab_relay binary; scenarios with a round trip need it")
    p.add_argument("--family", help="files of tests/lab/scenarios, by comma; default: all")
    p.add_argument("--only", nargs="+", default=[])
    p.add_argument("--jobs", type=int, default=2)
    p.add_argument("--judge", action="store_true", help="`judge` of each report must equal it, and hold of the redacted one")
    p.add_argument("--reports", help="keep each JSON report in this folder")
    p.add_argument("--show", metavar="NAME", help="print the human report of one scenario")
    p.add_argument("--keep", action="store_true", help="a shell on the machine after each scenario")
    p.add_argument("--list", action="store_true")
    p.add_argument("--inside", metavar="NAMES", help=argparse.SUPPRESS)
    return p.parse_args(argv)


def chosen(options):
    mixins, scenarios = worlds.load_scenarios()
    families = options.family.split(",") if options.family else []
    unknown = set(options.only) - set(scenarios)
    if unknown:
        sys.exit(f"matrix: no scenario is called {', '.join(sorted(unknown))}")
    unknown = set(families) - {s["family"] for s in scenarios.values()}
    if unknown:
        sys.exit(f"matrix: no family is called {', '.join(sorted(unknown))}")
    base = worlds.load_base()
    names = []
    for name, scenario in scenarios.items():
        if (options.only and name not in options.only) or (families and scenario["family"] not in families):
            continue
        world = worlds.make_world(scenario, mixins, base)
        if world["net"].get("rtt_ms") and not options.relay:
            if options.only or families:
                sys.exit(f"matrix: {name} has a round trip: --relay says where lab_relay is")
            continue
        names.append((name, bool(world["net"].get("rtt_ms"))))
    return names


def start(argv, names, relay):
    command = [sys.executable, os.path.abspath(__file__), *argv, "--inside", ",".join(names)]
    if not relay and "--relay" in command:  # no wire of length for those that need none
        at = command.index("--relay")
        del command[at:at + 2]
    return subprocess.Popen([os.path.join(LAB, "enter"), *command], stdout=subprocess.PIPE, text=True)


def results(argv, names, jobs):
    """Results as they come, of `jobs` labs at a time."""
    far = [n for n, relay in names if relay]
    near = [n for n, relay in names if not relay]
    parts = [(near[i::jobs], False) for i in range(jobs)] + [(far, True)]
    waiting = [p for p in parts if p[0]]
    running = []
    import selectors

    with selectors.DefaultSelector() as selector:
        while waiting or running:
            while waiting and len(running) < jobs:
                part, relay = waiting.pop(0)
                child = start(argv, part, relay)
                running.append(child)
                selector.register(child.stdout, selectors.EVENT_READ, (child, set(part)))
            for key, _ in selector.select():
                child, left = key.data
                line = key.fileobj.readline()
                if line:
                    result = json.loads(line)
                    left.discard(result["name"])
                    yield result
                    continue
                selector.unregister(child.stdout)
                running.remove(child)
                code = child.wait()
                for name in sorted(left):
                    yield {"name": name, "problems": [f"the lab ended with {code} before this was run"], "cells": [], "seconds": 0}


def print_table(cells):
    """Code expected against code found: the diagonal as counts, what is off it by name."""
    counted = collections.Counter(map(tuple, cells))
    codes = sorted({c for cell in counted for c in cell} - {"-"})
    width = max([len(c) for c in codes] + [20])
    print(f"\n{'code':{width}}  expected  found  as expected")
    for code in codes:
        want = sum(n for (w, _), n in counted.items() if w == code)
        have = sum(n for (_, h), n in counted.items() if h == code)
        print(f"{code:{width}}  {want:8}  {have:5}  {counted[(code, code)]:11}")
    off = sorted((w, h, n) for (w, h), n in counted.items() if w != h)
    print(f"off the diagonal: {sum(n for _, _, n in off)}")
    for w, h, n in off:
        print(f"  expected {w}, found {h}: {n}")


def main(argv):
    options = arguments(argv)
    if options.inside is not None:
        import runner

        runner.main(options, options.inside.split(","))
        return 0
    if options.show:
        lab.enter([os.path.abspath(__file__), *argv, "--inside", options.show])
    names = chosen(options)
    if options.list:
        print("\n".join(n for n, _ in names))
        return 0
    if options.keep:
        options.jobs = 1
    if options.reports:
        os.makedirs(options.reports, exist_ok=True)
    started = time.monotonic()
    cells, failed, slow = [], 0, []
    for result in results(argv, names, max(1, options.jobs)):
        cells += result["cells"]
        slow.append((result["seconds"], result["name"]))
        if result["problems"]:
            failed += 1
            print(f"FAIL {result['name']}")
            for problem in result["problems"]:
                print(f"     {problem}")
            sys.stdout.flush()
    print_table(cells)
    slow = ", ".join(f"{n} {s:.1f} s" for s, n in sorted(slow, reverse=True)[:3])
    print(f"{len(names) - failed} passed, {failed} failed in {time.monotonic() - started:.1f} s (slowest: {slow})")
    return 1 if failed or not names else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
