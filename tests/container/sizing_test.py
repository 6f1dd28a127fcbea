#!/usr/bin/python3
"""The unit costs of probe/docs/sizing.md are those of this program: tests/container/sizing_test.py RELEASE_BUILD

Times are printed and not judged: the machine may be busy. What follows from the costs is computed again."""
import json
import pathlib
import re
import sys
import unittest

sys.dont_write_bytecode = True
import rooms  # noqa: E402

BUILD = None
PAGE = rooms.HOUSE / "probe/docs/sizing.md"
NEAR = 0.1  # of what is measured
UNITS = {"KiB": 1, "MiB": 1024, "GiB": 1024 ** 2}


def rows():
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    return {cells[0]: cells[1:] for cells in ([c.strip() for c in line.strip("|").split("|")] for line in lines if line.startswith("| "))}


def number(text, pattern=r"([\d.]+)"):
    return float(re.search(pattern, text)[1])


def size(text):
    value, unit = re.search(r"([\d.]+) ([KMG]iB)", text).groups()
    return float(value) * UNITS[unit]


class Sizing(unittest.TestCase):
    def test_the_unit_costs_are_what_is_measured(self):
        found = json.loads(rooms.run(sys.executable, "-B", rooms.HERE / "unit_costs.py", BUILD / "vnetprobe"))
        print(f"figure: one run {found['cpu_ms']:.0f} ms of CPU, {found['memory_mib']:.1f} MiB", file=sys.stderr)
        page, text = rows(), PAGE.read_text(encoding="utf-8")
        for said, key in ((number(text, r"\((\d+) checks"), "checks"), (number(page["DNS questions"][0]), "questions"),
                          (number(page["connections"][0]), "connections"), (number(page["memory"][0]), "memory_mib"),
                          (size(page["report as JSON"][0]), "json_kib"), (size(page["as Prometheus text"][0]), "prometheus_kib"),
                          (size(page["as a page"][0]), "html_kib")):
            self.assertLess(abs(said - found[key]), NEAR * found[key], f"{key}: {said} on the page, {found[key]} measured")

    def test_the_table_follows_from_them(self):
        page = rows()
        cpu = number(page["CPU"][0]) / 1000
        quarter, minute = page["every quarter of an hour, CPU"], page["every minute, CPU"]
        self.assertAlmostEqual(number(quarter[1]) / 100, 100 * cpu / 900, places=4)
        self.assertAlmostEqual(0.5, 10000 * cpu / 900)
        for told, of in zip((number(minute[0]) / 100, number(minute[1]) / 100, number(minute[2])), (1, 100, 10000)):
            self.assertAlmostEqual(told, of * cpu / 60)
        kept = size(page["report as JSON"][0]) * 24 * 90 / 10
        scraped = size(page["as Prometheus text"][0])
        asked = size(page["`watch`, memory"][0])
        for row, cost in ((page["reports kept for 90 days, hourly, compressed 10 to 1"], kept), (page["Prometheus text per scrape"], scraped),
                              (page["`watch`, memory"], asked)):
            for cell, many in zip(row, (1, 100, 10000)):
                self.assertLess(abs(size(cell) - many * cost), NEAR * many * cost, cell)


if __name__ == "__main__":
    BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
