#!/usr/bin/python3
"""Run after run in the test VNet while faults come and go: no verdict is wrong, and the machine ends as it
began.

  tests/program/endurance.py VNETPROBE [--runs N] [--seed N]

1,000 runs if not told (release build, tests/run); 10,000 in tests/long. A state of the world is drawn, some
runs begin and end in it, each must find exactly what that state is, and the next one is drawn.
"""
import json
import os
import random
import subprocess
import sys
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from vnet import Vnet, lab  # noqa: E402

SCRATCH = "/run/vnetlab/endurance"
WORLD = "healthy-azure-dns-and-system"
AT_ONCE, IN_ONE_STATE = 6, 24
PLAN = """version: 1
name: endurance
vnet: [10.1.0.0/16]
entra: false
resolvers:
  - {name: azure, address: 168.63.129.16}
  - {name: system}
storage_accounts:
  - {name: mystorage01, services: [blob], ip: 10.1.3.5}
"""
DOOR, ZONE, NAME = "mystorage01.blob.core.windows.net:443", "privatelink.blob.core.windows.net", "mystorage01.blob.core.windows.net"
# What is other in the world than it should be, and the findings of severity error that this is.
STATES = {
    "healthy": ({}, []),
    "the zone is not linked": ({"azure": {"vm": {"unlinked": [ZONE]}}}, [("dns.zone-not-linked", ZONE)]),
    "the record is wrong": ({"private_zones": {ZONE: {"mystorage01": "10.1.3.6"}}}, [("dns.record-stale", NAME)]),
    "the record is missing": ({"private_zones": {ZONE: {"mystorage01": None}}}, [("dns.record-missing", NAME)]),
    "the door is closed": ({"doors": {"10.1.3.5": {"is": "none"}}}, [("net.refused", DOOR)]),
    "the door is dropped": ({"net": {"drop": ["10.1.3.5:443"]}}, [("net.timeout", DOOR)]),
    "the door is cut": ({"doors": {"10.1.3.5": {"fault": "cut"}}}, [("tls.cut", DOOR)]),
    "the door is a firewall's": ({"doors": {"10.1.3.5": {"fault": "intercepted"}}}, [("tls.intercepted", DOOR)]),
    "the account refuses": ({"doors": {"10.1.3.5": {"answer": "storage_403_AuthorizationFailure"}}}, [("storage.network-denied", "mystorage01")]),
    "the public door is open": ({"doors": {"20.60.1.1": {"answer": "storage_409_PublicAccessNotPermitted"}}}, [("public.open", "mystorage01")]),
    # The system asks the same server, and by its own clock: one cause, one finding.
    "the resolver is dead": ({"net": {"drop": ["168.63.129.16"]}, "system": {"nameservers": ["168.63.129.16"], "options": "timeout:1 attempts:1"}},
                             [("dns.resolver-unreachable", "azure")]),
}


def census():
    """Processes of the lab by name, their descriptors, and the memory that they hold."""
    counts, descriptors, kib = {}, 0, 0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/status", encoding="ascii") as f:
                status = dict(line.rstrip("\n").split(":\t", 1) for line in f if ":\t" in line)
            descriptors += len(os.listdir(f"/proc/{pid}/fd"))
        except (FileNotFoundError, ProcessLookupError):
            continue
        counts[status["Name"]] = counts.get(status["Name"], 0) + 1
        kib += int(status.get("VmRSS", "0 kB").split()[0])
    return {"processes": counts, "descriptors": descriptors, "resident_kib": kib}


class Endurance:
    def __init__(self, binary, runs, seed):
        self.binary, self.left, self.dice = binary, runs, random.Random(seed)
        self.wrong, self.done, self.seconds = [], 0, {}

    def apply(self, state):
        Vnet.of(WORLD, **STATES[state][0])

    def batch(self, state, count):
        """`count` runs that begin and end in this state."""
        vnet, began = Vnet.lab, time.monotonic()
        script = (f'exec xargs -P {AT_ONCE} -I{{}} sh -c \'"$@" -o json={SCRATCH}/{{}}.json 2>{SCRATCH}/{{}}.err; '
                  f'echo $? >{SCRATCH}/{{}}.code\' sh "$@"')
        argv = ["sh", "-c", script, "sh", self.binary, "run", "-q", "-p", f"{SCRATCH}/plan.yaml", "--ca-file", vnet.certificates.ca_file,
                "--timeout", "0.5"]
        subprocess.run(vnet.command(argv), env=vnet.environment(), input="".join(f"{i}\n" for i in range(count)), text=True, check=True,
                       stdout=subprocess.DEVNULL, timeout=300)
        for i in range(count):
            self.judge(state, *(self.take(f"{i}.{kind}") for kind in ("code", "json", "err")))
        self.left -= count
        self.done += count
        self.seconds[state] = self.seconds.get(state, 0) + time.monotonic() - began

    @staticmethod
    def take(name):
        path = f"{SCRATCH}/{name}"
        try:
            with open(path, encoding="utf-8") as f:
                text = f.read()
        except FileNotFoundError:
            return ""
        os.unlink(path)
        return text

    def judge(self, state, code, text, err):
        expected = sorted(STATES[state][1])
        try:
            report = json.loads(text)
        except ValueError:
            self.wrong.append(f"{state}: exit {code.strip()}, no report: {err[-500:]}")
            return
        found = sorted((f["code"], f["subject"]) for f in report["findings"] if f["severity"] == "error")
        if (int(code), found, report["run"]["complete"]) != (1 if expected else 0, expected, True):
            self.wrong.append(f"{state}: exit {code.strip()}, {found}, {report['summary']}, {report['run'].get('incomplete_because')} {err[-300:]}")

    def settled(self):
        """The healthy world, and who is in it when everything has come to rest."""
        self.apply("healthy")
        looks = []
        for _ in range(10):
            time.sleep(0.05)
            looks.append(census())
        return min(looks, key=lambda look: (look["descriptors"], look["resident_kib"]))

    def go(self):
        began = time.monotonic()
        for state in STATES:  # all of them once: what is loaded on first use is loaded now
            self.apply(state)
            self.batch(state, 2 * AT_ONCE)
        before, warm = self.settled(), self.done
        while self.left > 0:
            state = self.dice.choice(list(STATES))
            self.apply(state)
            self.batch(state, min(IN_ONE_STATE, self.left))
        after = self.settled()
        print(f"endurance: {self.done} runs in {len(STATES)} states in {time.monotonic() - began:.1f} s; after {warm} {before}, at the end {after}")
        print(f"endurance: seconds by state {({state: round(seconds, 1) for state, seconds in self.seconds.items()})}")
        for what in ("processes", "descriptors"):
            if before[what] != after[what]:
                self.wrong.append(f"{what}: {before[what]} at first, {after[what]} at the end")
        if after["resident_kib"] > 1.1 * before["resident_kib"]:
            self.wrong.append(f"memory of the lab: {before['resident_kib']} KiB at first, {after['resident_kib']} at the end")
        left = [name for name in os.listdir(SCRATCH) if name != "plan.yaml"]
        if left:
            self.wrong.append(f"left behind: {left}")
        for line in self.wrong[:20]:
            print(f"wrong: {line}")
        if len(self.wrong) > 20:
            print(f"and {len(self.wrong) - 20} more")
        return 1 if self.wrong else 0


def option(words, name, default):
    return int(words[words.index(name) + 1]) if name in words else default


if __name__ == "__main__":
    if len(sys.argv) < 2:
        print(__doc__.strip(), file=sys.stderr)
        sys.exit(2)
    binary = os.path.abspath(sys.argv[1])
    lab.enter([os.path.abspath(__file__), binary, *sys.argv[2:]])
    os.makedirs(SCRATCH, exist_ok=True)
    with open(f"{SCRATCH}/plan.yaml", "w", encoding="utf-8") as f:
        f.write(PLAN)
    seed = option(sys.argv, "--seed", 7)
    print(f"endurance: seed {seed}", flush=True)
    sys.exit(Endurance(binary, option(sys.argv, "--runs", 1000), seed).go())
