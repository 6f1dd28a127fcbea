#!/usr/bin/python3
"""Whole runs over a wire of a known length: how many round trips, how much memory.

  tests/bench/round_trips.py VNETPROBE LAB_RELAY [RUNS]

The eighteen-endpoint plan with two views over 20 ms, healthy and with one resolver dead. Prints one
table; judges nothing but that the runs themselves came out right. The wire's own length is measured
in the same run (the median of the TCP connects that the report holds), so a slow machine shows there too.
"""
import json
import os
import statistics
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lab"))
from vnetlab import lab, world  # noqa: E402

TIMEOUT_MS = 5000.0
CASES = (("healthy-eighteen-endpoints-20ms", 0), ("eighteen-endpoints-20ms-one-resolver-dead", 1))


def connects(report):
    for check in report["checks"]:
        for contact in check["evidence"]["contacts"]:
            connect = contact.get("connect")
            if connect and connect["outcome"] == "connected":
                yield connect["duration_ms"]


def once(vnet, binary):
    """One run: the report, its whole wall time in ms, its peak memory in MiB."""
    argv = vnet.command(vnet.probe_argv(binary, "-f", "json"))
    started = time.monotonic()
    child = subprocess.Popen(argv, env=vnet.environment(), stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
    text = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, json.loads(text), (time.monotonic() - started) * 1000, usage.ru_maxrss / 1024


def main(argv):
    if len(argv) not in (2, 3):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    lab.enter([os.path.abspath(__file__), os.path.abspath(argv[0]), os.path.abspath(argv[1]), *argv[2:]])
    runs = int(argv[2]) if len(argv) == 3 else 5
    mixins, scenarios = world.load_scenarios()
    vnet = lab.Lab(argv[1])
    right = True
    print(f"{'case':<44}{'round trip':>11}{'run':>10}{'in trips':>10}{'/timeout':>10}{'peak MiB':>10}")
    for name, code in CASES:
        vnet.apply(world.make_world(scenarios[name], mixins))
        rows = [once(vnet, argv[0]) for _ in range(runs)]
        right &= all(row[0] == code for row in rows)
        trip = statistics.median(ms for row in rows for ms in connects(row[1]))
        run = statistics.median(row[1]["run"]["duration_ms"] for row in rows)
        peak = max(row[3] for row in rows)
        print(f"{name:<44}{trip:>8.1f} ms{run:>7.0f} ms{run / trip:>10.1f}{run / TIMEOUT_MS:>10.3f}{peak:>10.1f}")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
