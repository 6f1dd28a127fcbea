#!/usr/bin/python3
"""Every command of every document is run: tests/docs/commands_test.py VNETPROBE

What stands in the fenced blocks of the documents, line for line. Commands of the program go to the test
VNet, all in one, in a folder that has the files they speak of; the others are in elsewhere.yaml by name,
with who runs them or why nobody can. The made pages are made again."""
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import unittest

import yaml

# A checkout may belong to somebody else than who runs the tests; git then asks to be told.
os.environ.update(GIT_CONFIG_COUNT="1", GIT_CONFIG_KEY_0="safe.directory", GIT_CONFIG_VALUE_0="*")

HERE = pathlib.Path(__file__).resolve().parent
HOUSE = HERE.parents[1]
PROGRAM = None
REPORTS = HOUSE / "tests/golden/reports"
# Runs until it is told to end: three seconds are enough to see that it takes its words.
ENDLESS = re.compile(r"^vnetprobe watch\b")


def documents():
    said = subprocess.run(["git", "-C", HOUSE, "ls-files", "-co", "--exclude-standard", "*.md"], check=True, capture_output=True, text=True)
    return [HOUSE / line for line in said.stdout.splitlines() if line != "checks/FINDINGS.md"]


def blocks(text):
    """Fenced blocks that hold commands: of a shell, or of no language and beginning with one."""
    for match in re.finditer(r"^([ ]*)```(\w*)\n(.*?)^\1```", text, re.M | re.S):
        # The picture of a report is no command, whatever its remedies say; nor are those of the findings,
        # which tests/program/fix_cycle.py applies.
        if match[2] in ("sh", "bash", "console", "") and not re.match(r"(PASS|FAIL|UNDECIDED)  ", match[3]):
            yield re.sub(rf"^{match[1]}", "", match[3], flags=re.M)


STARTS = re.compile(r"^(vnetprobe|tests/|cmake|ctest|cpack|container/|az |kubectl|podman|skopeo|sha256sum|apt |cp |cd |systemctl|man |tar )")


def commands():
    for document in documents():
        for block in blocks(document.read_text(encoding="utf-8")):
            for line in block.replace("\\\n", " ").splitlines():
                # A comment, and the words beside a command in the README, are set off by two spaces.
                command = re.split(r"\s{2,}(?=[#a-z])", line.strip())[0].strip()
                command = re.sub(r"\s+", " ", re.sub(r"\s+#.*$", "", command))
                if STARTS.match(command):
                    yield document.relative_to(HOUSE).as_posix(), command


def anchors_of(text):
    """The places that GitHub gives to headings."""
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in re.findall(r"^#+ (.*)$", text, re.M)}


def listed():
    return yaml.safe_load((HERE / "elsewhere.yaml").read_text(encoding="utf-8"))


def is_listed(command):
    return any(re.fullmatch(each["pattern"], command) for each in listed())


def is_usage(command):
    """A line of a usage text: its words are places for words."""
    return bool(re.search(r"\b(SCENARIO|COMMAND|VNETPROBE|ARGS|PROGRAM)\b", command))


class Documents(unittest.TestCase):
    def test_there_are_commands(self):
        self.assertGreater(len(list(commands())), 40)

    def test_the_list_of_the_others_is_alive(self):
        for each in listed():
            self.assertTrue(each["why"])
            self.assertTrue([c for _, c in commands() if re.fullmatch(each["pattern"], c)], each["pattern"])

    def test_every_command_of_the_program_runs(self):
        mine = [(d, c) for d, c in commands() if c.startswith("vnetprobe ") and not is_listed(c)]
        self.assertGreater(len(mine), 12)
        with tempfile.TemporaryDirectory() as folder:
            here = pathlib.Path(folder)
            for name, report in (("report", "zone-not-linked"), ("old", "healthy"), ("new", "zone-not-linked"), ("weu", "healthy"), ("neu", "not-proved")):
                (here / f"{name}.json").write_bytes((REPORTS / f"{report}.json").read_bytes())
            (here / "names.txt").write_text("mystorage01.blob.core.windows.net\n", encoding="utf-8")
            (here / "bin").mkdir()
            (here / "bin/vnetprobe").symlink_to(PROGRAM)
            lines = [f"cd {folder}", 'cp "$PLAN" plan.yaml']
            for number, (_, command) in enumerate(mine):
                if ENDLESS.match(command):
                    command = f"timeout -s TERM 3 {command}"
                lines.append(f"({command}) >out.{number} 2>&1 </dev/null; echo {number} $?")
            done = subprocess.run(
                [HOUSE / "tests/lab/with", "healthy-azure-dns-only", "--", "env", "VNETPROBE_CA_FILE={ca}", "PLAN={plan}",
                 "VNETPROBE_RETRY_FOR=0", f"PATH={here}/bin:{os.environ['PATH']}", "bash", "-c", "\n".join(lines)],
                capture_output=True, text=True, check=False, timeout=580)
            codes = dict(map(int, line.split()) for line in done.stdout.splitlines())
            self.assertEqual(len(codes), len(mine), done.stderr)
            for number, (document, command) in enumerate(mine):
                out = (here / f"out.{number}").read_text(encoding="utf-8", errors="replace")
                allowed = (0, 1, 3, 124) if ENDLESS.match(command) else (0, 1, 3)
                self.assertIn(codes[number], allowed, f"{document}: {command}\n{out}")

    def test_every_other_command_is_on_the_list_or_is_a_file_of_the_house(self):
        for document, command in commands():
            if command.startswith("vnetprobe ") or is_listed(command) and not is_usage(command):
                continue
            first = shlex.split(command)[0]
            self.assertTrue("/" in first and os.access(HOUSE / first, os.X_OK), f"{document}: {command}")
            self.assertTrue(is_usage(command) or is_listed(command) or self.runs(first, command), f"{document}: {command}")

    def runs(self, first, command):
        """Commands of the house that end by themselves: with the program that is tested."""
        words = [str(PROGRAM) if w in ("build/test/vnetprobe", "build/release/vnetprobe") else w for w in shlex.split(command)]
        done = subprocess.run([HOUSE / first, *words[1:]], cwd=HOUSE, capture_output=True, text=True, check=False, timeout=120)
        self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}{done.stderr}")
        return True

    def test_links_lead_somewhere(self):
        anchors = {}
        for document in documents():
            for target in re.findall(r"\]\((?!https?:)([^)\s]+)", document.read_text(encoding="utf-8")):
                path, _, place = target.partition("#")
                to = document.parent / path if path else document
                self.assertTrue(to.exists(), f"{document.relative_to(HOUSE)}: {target}")
                if place and to.suffix == ".md":
                    if to not in anchors:
                        anchors[to] = anchors_of(to.read_text(encoding="utf-8"))
                    self.assertIn(place, anchors[to], f"{document.relative_to(HOUSE)}: {target}")

    def test_every_error_of_azure_backup_is_a_symptom(self):
        said = subprocess.run([PROGRAM, "list", "errors", "-f", "json"], check=True, capture_output=True, text=True).stdout
        page = (HOUSE / "probe/docs/troubleshooting.md").read_text(encoding="utf-8")
        codes = [e["word"] for e in json.loads(said)["errors"] if re.search(r"Azure Backup|MARS agent", e["title"])]
        self.assertGreater(len(codes), 10)
        # "MARS 34513" stands there as "MARS: 34513, 34506".
        self.assertEqual([code for code in codes if code.removeprefix("MARS ") not in page], [])

    def test_the_made_pages_are_made_of_this_program(self):
        maker = HOUSE / "container/package/words/pages.py"
        if os.environ.get("UPDATE_GOLDEN"):
            subprocess.run([sys.executable, "-B", maker, PROGRAM, HOUSE / "probe/docs"], check=True)
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, "-B", maker, PROGRAM, folder], check=True)
            for page in pathlib.Path(folder).iterdir():
                same = page.read_text(encoding="utf-8") == (HOUSE / "probe/docs" / page.name).read_text(encoding="utf-8")
                self.assertTrue(same, f"probe/docs/{page.name} is out of date: UPDATE_GOLDEN=1 {' '.join(sys.argv)} {PROGRAM}")

    def test_the_picture_of_a_report_is_one(self):
        picture, = re.findall(r"^```\n(FAIL  .*?)^```", (HOUSE / "README.md").read_text(encoding="utf-8"), re.M | re.S)
        done = subprocess.run([HOUSE / "tests/lab/with", "blob-zone-not-linked", "--", PROGRAM, "run", "-p", "{plan}", "--ca-file", "{ca}", "--color", "never"],
                              capture_output=True, text=True, check=False, timeout=120)
        at = 0
        for part in picture.split("…"):
            at = done.stdout.find(part.strip(" "), at)
            self.assertGreaterEqual(at, 0, f"the report does not say: {part}\n{done.stdout}{done.stderr}")

    def test_every_plan_is_a_plan(self):
        plans = [plan for document in documents() for plan in re.findall(r"^```yaml\n((?:#.*\n)?version: 1\n.*?)^```", document.read_text(encoding="utf-8"), re.M | re.S)]
        self.assertTrue(plans)
        for plan in plans:
            done = subprocess.run([PROGRAM, "plan", "--check", "-p", "-"], input=plan, capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
