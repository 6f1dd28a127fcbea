#!/usr/bin/python3
"""Whether the scenarios of the lab are what they have to be: every code of the catalogue is expected by
some scenario, a fault has a neighbour, faults come in pairs and in threes, both families of resolvers
are asked.

  coverage.py --binary VNETPROBE

Reads the scenarios alone; nothing is run but `list findings`.
"""
import argparse
import collections
import json
import os
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "lab")]
from vnetlab import world as worlds  # noqa: E402

# Codes that no scenario of the lab can have, each with the reason and with where it is tested instead.
ELSEWHERE = {
    "pe.no-zone-group": "where packets are sent the wire's finding stands; tests/checks/az",
    "zone.link-missing": "where packets are sent the wire's finding stands; tests/checks/az",
    "pe.network-policies": "a possible cause of net.timeout, which stands; tests/checks/az",
    "env.not-in-azure": "needs a run without plan and names; tests/program/discovery.py",
}
LEAST = {"scenarios": 100, "pairs": 15, "triples": 5, "healthy": 30}


def expected(world):
    return [f["code"] for severity in ("errors", "warnings") for f in world["expect"].get(severity) or []]


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    binary = parser.parse_args(argv).binary
    listed = subprocess.run([binary, "list", "findings", "-f", "json"], capture_output=True, text=True, check=True).stdout
    catalogue = {row["word"] for row in json.loads(listed)["findings"]}
    mixins, scenarios = worlds.load_scenarios()
    base = worlds.load_base()
    counted, codes, software, wrong = collections.Counter(), collections.Counter(), collections.Counter(), []
    for scenario in scenarios.values():
        world = worlds.make_world(scenario, mixins, base)
        counted["scenarios"] += 1
        errors = world["expect"].get("errors")
        causes = {(f["code"], f["subject"]) for f in errors or []}
        counted["healthy"] += errors == [] and world["expect"]["exit"] == 0
        counted["pairs"] += len(causes) == 2
        counted["triples"] += len(causes) > 2
        codes.update(set(expected(world)))
        software.update({spec.get("software", "") for spec in world["resolvers"].values()} - {""})
    for code in sorted(catalogue - set(codes) - set(ELSEWHERE)):
        wrong.append(f"no scenario expects {code}")
    for code in sorted(set(codes) - catalogue):
        wrong.append(f"{code} is expected, and is none of the catalogue")
    for code in sorted(set(ELSEWHERE) - catalogue):
        wrong.append(f"{code} is said to be tested elsewhere, and is none of the catalogue")
    for what, least in LEAST.items():
        if counted[what] < least:
            wrong.append(f"{counted[what]} {what}, and {least} are the least")
    for family in ("bind", "unbound"):
        if not software[family]:
            wrong.append(f"no scenario asks {family}")
    for code in sorted(set(ELSEWHERE) & catalogue & set(codes)):
        print(f"{code}: has a scenario, and need not be an exception any more")
    print("\n".join(wrong) if wrong else "every code has its scenario, or its reason")
    print(", ".join(f"{n} {what}" for what, n in sorted(counted.items())), "|",
          f"{len(set(codes) & catalogue)} of {len(catalogue)} codes |", ", ".join(f"{n} with {s}" for s, n in sorted(software.items())))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
