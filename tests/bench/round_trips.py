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
        for contact in check["evidence"].get("contacts", []):
            connect = contact.get("connect")
            if connect and connect["outcome"] == "connected":
                yield connect["duration_ms"]


def peak_of(pid):
    """VmHWM in KiB. Not ru_maxrss: that keeps the size of the process that started this one."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as f:
            return next((int(line.split()[1]) for line in f if line.startswith("VmHWM:")), 0)
    except OSError:
        return 0


def once(vnet, binary):
    """One run: exit code, report, peak memory in MiB."""
    # The program's own limits, not the scenario's.
    argv = vnet.command([binary, "run", "-p", vnet.plan, "--ca-file", vnet.certificates.ca_file, "-o", "json=/run/vnetlab/bench.json", "-q"])
    child = subprocess.Popen(argv, env=vnet.environment(), stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    peak = 0
    while child.poll() is None:
        # The launcher's shell has become the program by the time that matters.
        peak = max(peak, peak_of(child.pid))
        time.sleep(0.002)
    with open("/run/vnetlab/bench.json", encoding="utf-8") as f:
        return child.returncode, json.load(f), peak / 1024


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
        peak = max(row[2] for row in rows)
        print(f"{name:<44}{trip:>8.1f} ms{run:>7.0f} ms{run / trip:>10.1f}{run / TIMEOUT_MS:>10.3f}{peak:>10.1f}")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
