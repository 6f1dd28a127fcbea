#!/usr/bin/python3
"""What az said beside what the wire shows, in the test VNet: the report keeps it, judge finds the same.

  from_az.py --binary VNETPROBE
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
LAB = os.path.join(HERE, "..", "lab")
AZ = os.path.join(HERE, "..", "probe", "plan", "fixtures", "az")
SCHEMA = os.path.join(HERE, "..", "..", "reports", "report.schema.json")
sys.path[:0] = [HERE, LAB]
import redacted  # noqa: E402
from vnetlab import lab, world  # noqa: E402

ACCOUNT = "mystorage01.blob.core.windows.net"
ZONE = "privatelink.blob.core.windows.net"
# scenario, az files, exit code, findings, pe.state by resource
ROWS = (
    ("healthy-azure-dns-only", ["storage_endpoint"], 0, [], {"pe-st": "pass"}),
    ("healthy-azure-dns-only", ["storage_pending"], 0, [], {"pe-st": "warn"}),
    ("healthy-azure-dns-only", ["storage_endpoint", "links"], 0, [], {"pe-st": "pass", ZONE: "warn"}),
    ("net-timeout", ["storage_endpoint"], 1, [["net.timeout", ACCOUNT + ":443"]], {"pe-st": "pass"}),
    ("net-timeout", ["storage_pending"], 1, [["pe.not-approved", "pe-st"]], {"pe-st": "fail"}),
    ("blob-zone-not-linked", ["storage_endpoint", "links"], 1, [["dns.zone-not-linked", ZONE]],
     {"pe-st": "pass", ZONE: "fail"}),
)


def found(report):
    return [[each["code"], each["subject"]] for each in report["findings"] if each["severity"] == "error"]


def check(vnet, binary, row, scratch, validate):
    scenario, files, code, findings, states = row
    out = os.path.join(scratch, "report.json")
    argv = [*vnet.probe_argv(binary), "-q", "-o", f"json={out}"]
    for name in files:
        argv += ["--from-az", os.path.join(AZ, name + ".json")]
    ended = vnet.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL).returncode
    with open(out, encoding="utf-8") as file:
        report = json.load(file)
    again = subprocess.run([binary, "judge", out, "-f", "json"], capture_output=True, text=True, check=False)
    validate(report)
    seen = {each["target"]: each["status"] for each in report["checks"] if each["kind"] == "pe.state"}
    wrong = []
    for what, is_, must in (("exit", ended, code), ("findings", found(report), findings), ("pe.state", seen, states),
                            ("judge", [again.returncode, found(json.loads(again.stdout))], [code, findings])):
        if is_ != must:
            wrong.append(f"{scenario} with {', '.join(files)}: {what} is {is_}, must be {must}")
    return wrong + redacted.problems(binary, out, report)


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    binary = os.path.abspath(parser.parse_args(argv).binary)
    lab.enter([os.path.abspath(__file__), "--binary", binary])
    import jsonschema

    with open(SCHEMA, encoding="utf-8") as file:
        schema = json.load(file)
    mixins, scenarios = world.load_scenarios()
    vnet = lab.Lab()
    wrong = []
    with tempfile.TemporaryDirectory() as scratch:
        for row in ROWS:
            vnet.apply(world.make_world(scenarios[row[0]], mixins))
            wrong += check(vnet, binary, row, scratch, lambda report: jsonschema.validate(report, schema))
    print("\n".join(wrong) if wrong else f"{len(ROWS)} runs as they must be")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
