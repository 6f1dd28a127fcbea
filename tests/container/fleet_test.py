#!/usr/bin/python3
"""A fleet: what Prometheus is told, read by promtool, and many reports made one:

  tests/container/fleet_test.py VNETPROBE"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

import yaml

HOUSE = pathlib.Path(__file__).resolve().parents[2]
MONITORING = HOUSE / "container/monitoring"
REPORTS = HOUSE / "tests/golden/reports"
PROGRAM = None


class Fleet(unittest.TestCase):
    def test_prometheus_reads_what_it_is_told(self):
        for name in ("scrape.yml", "agent.yml"):
            done = subprocess.run(["promtool", "check", "config", "--syntax-only", MONITORING / name], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        with tempfile.NamedTemporaryFile("w", suffix=".yml") as worse:
            worse.write((MONITORING / "agent.yml").read_text(encoding="utf-8").replace("remote_write", "remote_rite"))
            worse.flush()
            self.assertNotEqual(subprocess.run(["promtool", "check", "config", "--syntax-only", worse.name], capture_output=True, check=False).returncode, 0)

    def test_the_rules_are_named_and_what_the_agent_drops_is_in_none(self):
        scrape = yaml.safe_load((MONITORING / "scrape.yml").read_text(encoding="utf-8"))
        for name in scrape["rule_files"]:
            self.assertTrue((MONITORING / name).is_file(), name)
        agent = yaml.safe_load((MONITORING / "agent.yml").read_text(encoding="utf-8"))
        dropped, = (r["regex"] for r in agent["scrape_configs"][0]["metric_relabel_configs"])
        self.assertNotIn(dropped, (MONITORING / "vnetprobe.rules.yml").read_text(encoding="utf-8"))

    def test_many_reports_are_one_page_and_one_exit_code(self):
        with tempfile.TemporaryDirectory() as folder:
            page = pathlib.Path(folder) / "fleet.html"
            done = subprocess.run([PROGRAM, "merge", REPORTS / "healthy.json", REPORTS / "zone-not-linked.json", "-q", "-o", f"html={page}"],
                                  capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn("dns.zone-not-linked", done.stdout)
            self.assertIn("dns.zone-not-linked", page.read_text(encoding="utf-8"))
            self.assertIn("Where they differ", page.read_text(encoding="utf-8"))

    def test_where_the_runs_differ_is_said(self):
        done = subprocess.run([PROGRAM, "merge", REPORTS / "healthy.json", REPORTS / "zone-not-linked.json"], capture_output=True, text=True, check=False)
        self.assertRegex(done.stdout, r"\nruns\n  \S+ run 2 +fail .*\n  \S+ +pass ")
        self.assertRegex(done.stdout, r"\nwhere they differ\n  fail in \S+ run 2; pass in \S+: 7 dns\.private, 1\s+dns\.zone\n")


if __name__ == "__main__":
    PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
