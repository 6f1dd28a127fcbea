#!/usr/bin/python3
"""`sweep` in the lab: every line has its answer, the same as run would give, over good wires and bad.

  tests/program/sweep.py VNETPROBE LAB_RELAY [UNITTEST ARGS...]
"""
import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from vnet import Vnet, lab  # noqa: E402

BINARY = None
SCRATCH = "/run/vnetlab/sweep"
AZURE = "azure=168.63.129.16"
BACKUP = "1132794570626989392-ab-pod01-fc1.we.backup.windowsazure.com"


def start(names, *options, **more):
    path = names
    if names != "-":
        path = os.path.join(SCRATCH, "names")
        with open(path, "w", encoding="utf-8") as f:
            f.write(names)
    argv = Vnet.lab.command([BINARY, "sweep", path, *options])
    return subprocess.Popen(argv, env=Vnet.lab.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


def sweep(names, *options):
    child = start(names, "--resolver", AZURE, *options, stdin=subprocess.DEVNULL)
    out, err = child.communicate(timeout=90)
    return child.returncode, out, err


def rows(out):
    return [json.loads(line) for line in out.splitlines()]


class Sweep(unittest.TestCase):
    def test_what_is_right_passes(self):
        Vnet.of("healthy-azure-dns-only")
        code, out, err = sweep(f"mystorage01.blob.core.windows.net,10.1.3.5\n{BACKUP}\nlogin.microsoftonline.com\n", "-f", "ndjson")
        self.assertEqual((code, err), (0, ""))
        self.assertEqual({(r["name"], r["view"], r["status"], r["finding"]) for r in rows(out)},
                         {("mystorage01.blob.core.windows.net", "azure", "pass", None),
                          (BACKUP.replace(".we.", ".privatelink.we."), "azure", "pass", None),
                          ("login.microsoftonline.com", "azure", "pass", None)})

    def test_what_is_wrong_has_the_finding_of_run(self):
        Vnet.of("blob-zone-not-linked")
        code, out, _ = sweep("mystorage01.blob.core.windows.net\n" + BACKUP + "\n", "-f", "ndjson")
        self.assertEqual(code, 1)
        found = {r["name"].split(".")[0]: (r["status"], r["finding"]) for r in rows(out)}
        self.assertEqual(found, {"mystorage01": ("fail", "dns.zone-not-linked"), BACKUP.split(".")[0]: ("pass", None)})

    def test_the_summary_names_the_cause_once(self):
        Vnet.of("blob-zone-not-linked")
        names = "".join(f"account{i}.blob.core.windows.net\n" for i in range(20)) + "mystorage01.blob.core.windows.net\n"
        code, out, _ = sweep(names)
        self.assertEqual(code, 1)
        self.assertEqual(out.count("dns.zone-not-linked  privatelink.blob.core.windows.net"), 1)
        self.assertIn("21 names", out.splitlines()[0])

    def test_csv_has_the_same_columns(self):
        Vnet.of("healthy-azure-dns-only")
        code, out, _ = sweep("mystorage01.blob.core.windows.net,10.1.3.99\n", "-f", "csv")
        self.assertEqual(code, 1)
        self.assertEqual(list(csv.DictReader(io.StringIO(out, newline=""))),
                         [{"name": "mystorage01.blob.core.windows.net", "view": "azure", "status": "fail", "rcode": "NOERROR",
                           "chain": "mystorage01.privatelink.blob.core.windows.net", "addresses": "10.1.3.5", "finding": "dns.record-stale"}])

    def test_mistakes_are_named_at_their_place_and_lose_nothing(self):
        Vnet.of("healthy-azure-dns-only")
        code, out, err = sweep("# list\nbad name\nmystorage01.blob.core.windows.net\nmystorage01.blob.core.windows.net,ten\n", "-f", "ndjson")
        self.assertEqual(code, 78)
        self.assertEqual(len(rows(out)), 1)
        places = [line.split(": ")[0].rsplit("/", 1)[-1] for line in err.splitlines()]
        self.assertEqual(sorted(places), ["names:2:1", "names:4:35"])

    def test_wrong_usage(self):
        Vnet.of("healthy-azure-dns-only")
        self.assertEqual(sweep("a.example\n", "-f", "html")[0], 2)
        child = start("a.example\n", "--resolver", "here=system", stdin=subprocess.DEVNULL)
        self.assertEqual((child.wait(timeout=30), "asks servers" in child.stderr.read()), (2, True))
        child.communicate()
        child = start("-", "--resolver", AZURE, stdin=subprocess.DEVNULL)
        self.assertEqual(child.wait(timeout=30), 3)  # nothing to sweep is nothing proved
        child.communicate()

    def test_a_pipe_is_answered_as_it_comes_and_a_signal_ends_the_wait(self):
        Vnet.of("healthy-azure-dns-only")
        # A row is written at once to a terminal; a pipe gets blocks. So the rows go to a terminal of ours.
        ours, theirs = os.openpty()
        argv = Vnet.lab.command([BINARY, "sweep", "-", "--resolver", AZURE, "-f", "ndjson"])
        with subprocess.Popen(argv, env=Vnet.lab.environment(), stdin=subprocess.PIPE, stdout=theirs, stderr=subprocess.DEVNULL) as child:
            os.close(theirs)
            child.stdin.write(b"mystorage01.blob.core.windows.net\n")
            child.stdin.flush()
            with open(ours, encoding="utf-8") as terminal:
                self.assertEqual(json.loads(terminal.readline())["status"], "pass")
                child.send_signal(signal.SIGINT)
                self.assertEqual(child.wait(timeout=20), 3)
            child.stdin.close()

    def test_every_twentieth_packet_lost_each_way_and_every_name_answered(self):
        Vnet.of("healthy-azure-dns-only", net={"rtt_ms": 2, "lose_every": 20})
        names = "mystorage01.blob.core.windows.net,10.1.3.5\n" * 1500
        code, out, _ = sweep(names, "-f", "ndjson", "--max-qps", "0", "--timeout", "1")
        self.assertEqual(code, 0)
        self.assertEqual(len(rows(out)), 1500)
        self.assertEqual({r["status"] for r in rows(out)}, {"pass"})

    def test_the_pace_is_kept(self):
        Vnet.of("healthy-azure-dns-only")
        begun = time.monotonic()
        code, out, _ = sweep("mystorage01.blob.core.windows.net\n" * 300, "-f", "ndjson", "--max-qps", "400")
        self.assertEqual((code, len(rows(out))), (0, 300))
        # 600 questions, of which a burst of 200 may go at once.
        self.assertGreaterEqual(time.monotonic() - begun, (600 - 200) / 400)

    def test_a_dead_server_costs_its_time_once(self):
        Vnet.of("healthy-azure-dns-only", net={"drop": ["10.1.0.77:53"]})
        child = start("a.blob.core.windows.net\n" * 50, "--resolver", "dead=10.1.0.77", "-f", "ndjson", "--timeout", "0.5",
                      stdin=subprocess.DEVNULL)
        out, _ = child.communicate(timeout=30)
        self.assertEqual(len(rows(out)), 50)
        self.assertEqual({r["finding"] for r in rows(out)}, {"dns.resolver-unreachable"})
        self.assertEqual(child.returncode, 1)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    lab.enter([os.path.abspath(__file__), *(os.path.abspath(a) for a in sys.argv[1:3]), *sys.argv[3:]])
    os.makedirs(SCRATCH, exist_ok=True)
    BINARY, Vnet.relay = sys.argv[1:3]
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
