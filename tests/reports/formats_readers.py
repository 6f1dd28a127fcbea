#!/usr/bin/python3
"""Reads every format back with programs that others wrote.

  formats_readers.py GALLERY          GALLERY is the built formats_gallery

A tool that is missing is a failure. Needs Debian's libxml2-utils, perl (prove), cmark-gfm, prometheus
(promtool), python3-prometheus-client, python3-yaml.
"""
import base64
import hashlib
import html.parser
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import yaml
from prometheus_client.openmetrics import parser as openmetrics

TOOLS = {"xmllint": "libxml2-utils", "prove": "perl", "cmark-gfm": "cmark-gfm", "promtool": "prometheus"}
problems = []
read = 0


def wrong(file, what):
    problems.append(f"{file.name}: {what}")


def run(argv, **options):
    return subprocess.run(argv, capture_output=True, text=True, timeout=120, **options)


def verdict_of(file):
    return int(file.with_suffix(".codes").read_text().split()[0])


def junit(files):
    ended = run(["xmllint", "--noout", "--nonet", *map(str, files)])
    if ended.returncode:
        problems.append("xmllint: " + ended.stderr[:2000])
    for file in files:
        root = xml.etree.ElementTree.parse(file).getroot()
        cases = root.findall("testsuite/testcase")
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            if int(root.get(name)) != len(root.findall(f"testsuite/testcase/{tag}")):
                wrong(file, f"{name} does not count its cases")
        if int(root.get("tests")) != len(cases) or not cases:
            wrong(file, f"tests={root.get('tests')}, {len(cases)} cases")
        red = int(root.get("failures")) + int(root.get("errors")) > 0
        if red != (verdict_of(file) != 0):
            wrong(file, f"red is {red}, and the run exits {verdict_of(file)}")


def tap(files):
    """Debian 12's prove knows TAP up to version 13, of which ours is also a document: no subtests, no pragmas."""
    for file in files:
        text = file.read_text(encoding="utf-8")
        if not text.startswith("TAP version 14\n1.."):
            wrong(file, "does not begin as TAP 14")
        # prove passes over diagnostics that are no YAML: a block an unhappy test, each a mapping.
        blocks = re.findall(r"^  ---\n(.*?)^  \.\.\.$", text, re.M | re.S)
        unhappy = len(re.findall(r"^not ok", text, re.M))
        if len(blocks) < unhappy or not all(isinstance(yaml.safe_load(b), dict) for b in blocks):
            wrong(file, f"{len(blocks)} blocks of YAML for {unhappy} tests that failed")
        older = file.with_suffix(".tap13")
        older.write_text(text.replace("version 14", "version 13", 1), encoding="utf-8")
        ended = run(["prove", "--exec", "cat", str(older)])
        if "Parse errors" in ended.stdout or "Bail out" in ended.stdout:
            wrong(file, ended.stdout[-600:])
        if (ended.returncode != 0) != (verdict_of(file) != 0):
            wrong(file, f"prove says {ended.returncode}, and the run exits {verdict_of(file)}")


class Tags(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = set()

    def handle_starttag(self, tag, attributes):
        self.seen.add(tag)
        # A fence says its language, a column its side.
        self.seen |= {f"{tag}@{a}" for a, v in attributes if (a, v) != ("class", "language-text") and a != "lang"}


MARKDOWN_TAGS = set("h1 h2 h3 p strong code pre table thead tbody tr th td".split())
EXTENSIONS = [x for e in ("table", "strikethrough", "autolink", "tasklist") for x in ("-e", e)]


def markdown(files):
    for file in files:
        # --unsafe: raw HTML that came through would be seen here, not filtered away.
        ended = run(["cmark-gfm", "--unsafe", *EXTENSIONS, str(file)])
        tags = Tags()
        tags.feed(ended.stdout)
        if ended.returncode or tags.seen - MARKDOWN_TAGS:
            wrong(file, f"Markdown gave {sorted(tags.seen - MARKDOWN_TAGS)}")
        if file.stat().st_size > 2 ** 20:
            wrong(file, "too long for a step summary")
        widths = {row.count("<t") - 1 for row in re.findall(r"<tr>.*?</tr>", ended.stdout, re.S)}
        if widths and min(widths) < 2:
            wrong(file, "a table fell apart")


def prometheus(files):
    for file in files:
        text = file.read_text(encoding="utf-8")
        ended = run(["promtool", "check", "metrics"], input=text)
        if ended.returncode or ended.stderr.strip():
            wrong(file, f"promtool: {ended.returncode} {ended.stderr[:400]}")
        series = [line.rpartition(" ")[0] for line in text.splitlines() if not line.startswith("#")]
        if len(set(series)) != len(series):
            wrong(file, "a sample comes twice")
        families = list(openmetrics.text_string_to_metric_families(text))
        if "vnetprobe_verdict" not in {f.name for f in families}:
            wrong(file, "no vnetprobe_verdict")


# The plugin guidelines: 'label'=value[UOM];[warn];[crit];[min];[max]
PERFDATA = r"[^=' ]+=-?\d+(\.\d+)?(us|ms|s|%|B|KB|MB|TB|c)?(;[^; ]*){0,4}"
FIRST_LINE = re.compile(rf"VNETPROBE (OK|WARNING|CRITICAL|UNKNOWN) - [^|]+ \| {PERFDATA}( {PERFDATA})*")
STATES = ["OK", "WARNING", "CRITICAL", "UNKNOWN"]


def nagios(files):
    for file in files:
        text = file.read_text(encoding="utf-8")
        first, _, rest = text.partition("\n")
        match = FIRST_LINE.fullmatch(first)
        if not match or "|" in rest or len(text.encode()) > 8192:
            wrong(file, f"not a plugin's output: {first[:200]!r}")
            continue
        code = int(file.with_suffix(".codes").read_text().split()[1])
        if match[1] != STATES[code]:
            wrong(file, f"says {match[1]}, exits {code}")


def ndjson(files):
    for file in files:
        text = file.read_text(encoding="utf-8")
        events = [json.loads(line)["event"] for line in text.removesuffix("\n").split("\n")]
        order = ["run", "check", "finding", "verdict"]
        if events != sorted(events, key=order.index) or events.count("run") != 1 or events.count("verdict") != 1:
            wrong(file, "events out of order")
        report = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
        lines = [json.loads(line) for line in text.splitlines() if '"event":' in line]
        if [x["id"] for x in lines if x["event"] == "check"] != [c["id"] for c in report["checks"]]:
            wrong(file, "other ids than the JSON report")


def annotations(files):
    forms = {".github": re.compile(r"::(error|warning|notice) title=[^:,\n]*::[^\n]*"),
             ".azure": re.compile(r"##vso\[task\.logissue type=(error|warning)\][^\n]*")}
    for file in files:
        text = file.read_text(encoding="utf-8")
        for line in text.splitlines():
            if not forms[file.suffix].fullmatch(line) or "##vso[" in line[5:].lower() or "##[" in line:
                wrong(file, f"not one annotation: {line[:200]!r}")
        if not text and verdict_of(file) == 1:
            wrong(file, "a failed run without a word")


def style_hash(files):
    """The page's own policy must allow its style sheet; what the hash should be is computed here."""
    for file in files:
        text = file.read_text(encoding="utf-8")
        style = text.partition("<style>")[2].partition("</style>")[0]
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        if f"style-src 'sha256-{digest}'" not in text:
            wrong(file, f"the style sheet's hash is sha256-{digest} (reports/html_style.cc)")
        if "<script" in text or " style=" in text.partition("</style>")[2] or re.search(r"""(=["']|url\()\s*["']?https?:""", text):
            wrong(file, "a script, a style attribute or an address in the page")


CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]")
COMMANDS = re.compile(r"##(vso)?\[|^\s*::", re.I | re.M)
OUR_COLOURS = re.compile(r"\x1b\[(0|1|2|1;31|32|33|36)m")


def inert(files):
    """No byte that drives a terminal, no command of a CI runner, and UTF-8 throughout."""
    for file in files:
        text = file.read_bytes().decode("utf-8")
        # Noncharacters stay as they are where no XML reader looks at them.
        kept = re.sub("[\ufffe\uffff]", "", text) if file.suffix in (".json", ".ndjson", ".human", ".ansi") else text
        found = CONTROL.search(OUR_COLOURS.sub("", kept) if file.suffix == ".ansi" else kept)
        if found:
            wrong(file, f"{found[0]!r} near {text[max(0, found.start() - 40):found.start()]!r}")
        if file.suffix not in (".json", ".ndjson", ".github", ".azure", ".codes") and COMMANDS.search(text):
            wrong(file, f"a runner's command: {COMMANDS.search(text)}")


def whole_json(files):
    for file in files:
        if "checks" not in json.loads(file.read_text(encoding="utf-8")):
            wrong(file, "not the whole report")


READERS = {"junit": junit, "tap": tap, "markdown": markdown, "prometheus": prometheus, "nagios": nagios, "ndjson": ndjson,
           "html": style_hash, "json": whole_json}


def main():
    global read
    for tool, package in TOOLS.items():
        if not shutil.which(tool):
            sys.exit(f"formats_readers: {tool} is missing; Debian's package {package} has it")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.argv[1], folder], check=True)
        files = sorted(pathlib.Path(folder).iterdir())
        for suffix, reader in READERS.items():
            mine = [f for f in files if f.suffix == "." + suffix]
            read += len(mine)
            if not any(f.name.startswith("hostile-") for f in mine):
                problems.append(f"no {suffix} was printed")
            reader(mine)
        annotations([f for f in files if f.suffix in (".github", ".azure")])
        inert(files)
    print("\n".join(problems[:60]))
    print(f"{read} outputs read back, {len(problems)} problems")
    return 1 if problems or read < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
