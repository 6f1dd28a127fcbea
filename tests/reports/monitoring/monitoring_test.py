#!/usr/bin/python3
"""The rules and the dashboard of container/monitoring against what the prometheus format really prints.

  monitoring_test.py SOURCE_DIR GALLERY        GALLERY is the built formats_gallery

promtool (Debian's package prometheus) checks the rules, runs their tests, and parses every query of the
dashboard. A tool that is missing is a failure.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

problems = []


def promtool(*argv):
    ended = subprocess.run(["promtool", *map(str, argv)], capture_output=True, text=True, timeout=60)
    if ended.returncode:
        problems.append(f"promtool {argv[0]} {argv[1]}: {ended.stdout[-3000:]}{ended.stderr[-1000:]}")
    return ended.returncode


def names_in(text):
    """Metrics that queries name; a name with a colon is a recording rule's."""
    return set(re.findall(r"\bvnetprobe_[a-z_]+", text))


def main(root, gallery):
    if not shutil.which("promtool"):
        sys.exit("monitoring_test: promtool is missing; Debian's package prometheus has it")
    rules = root / "container/monitoring/vnetprobe.rules.yml"
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        promtool("check", "rules", rules)
        tests = (root / "tests/reports/monitoring/vnetprobe.test.yml").read_text(encoding="utf-8")
        (folder / "test.yml").write_text(tests.replace("VNETPROBE_RULES", str(rules)), encoding="utf-8")
        promtool("test", "rules", folder / "test.yml")

        alerts = set(re.findall(r"alert: (\w+)", rules.read_text(encoding="utf-8")))
        untested = alerts - {a for a in alerts if re.search(rf"alertname: {a}\n\s+exp_alerts:\n", tests)}
        if untested:
            problems.append(f"no test sees these alerts fire: {', '.join(sorted(untested))}")

        dashboard = json.loads((root / "container/monitoring/grafana-dashboard.json").read_text(encoding="utf-8"))
        queries = [t["expr"] for p in dashboard["panels"] for t in p["targets"]]
        variables = {v["name"] for v in dashboard["templating"]["list"]}
        records = []
        for i, query in enumerate(queries):
            unknown = set(re.findall(r"\$\{?(\w+)", query)) - variables
            if unknown:
                problems.append(f"{query}: no such variable: {unknown}")
            records.append({"record": f"q{i}", "expr": re.sub(r"\$\w+", ".*", query)})
        (folder / "queries.yml").write_text(json.dumps({"groups": [{"name": "dashboard", "rules": records}]}))
        promtool("check", "rules", folder / "queries.yml")
        ids = [p["id"] for p in dashboard["panels"]]
        if len(ids) != len(set(ids)) or len(queries) < 8:
            problems.append("the dashboard's panels are not what they were")

        subprocess.run([gallery, folder / "out"], check=True)
        printed = set()
        for file in (folder / "out").glob("story-*.prometheus"):
            printed |= set(re.findall(r"^# TYPE (\S+) gauge$", file.read_text(encoding="utf-8"), re.M))
        # What only `watch` prints; tests/program/watch.py reads it from a watch that runs.
        watch = (root / "reports/watch_metrics.cc").read_text(encoding="utf-8")
        printed |= set(re.findall(r'gauge\("(vnetprobe_watch_\w+)"', watch))
        asked = names_in(rules.read_text(encoding="utf-8")) | names_in(" ".join(queries)) | names_in(tests)
        if asked - printed:
            problems.append(f"nobody prints {', '.join(sorted(asked - printed))}")
    print("\n".join(problems))
    print(f"{len(alerts)} alerts, {len(queries)} queries, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]))
