#!/usr/bin/python3
"""Man pages and completions say what --help says, no more and no less:

  tests/container/words_test.py VNETPROBE

--help is read as a user reads it; the pages are made anew from `list commands -f json`."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

HOUSE = pathlib.Path(__file__).resolve().parents[2]
MAKE = HOUSE / "container/package/words/make.py"
PROGRAM = None


def said(*words):
    return subprocess.run([PROGRAM, *words], check=True, capture_output=True, text=True).stdout


def options_of_help(text):
    """The options at the beginning of each entry of --help."""
    found = set()
    for line in text.splitlines():
        entry = re.match(r"  (-[^ ]*)", line)
        if entry:
            found.update(entry[1].split(","))
    return found


class Words(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.out = pathlib.Path(cls.folder.name)
        subprocess.run([sys.executable, "-B", MAKE, PROGRAM, cls.out], check=True)
        cls.commands = {c["word"]: c for c in json.loads(said("list", "commands", "-f", "json"))["commands"]}
        cls.help = {word: said(word, "--help") for word in cls.commands}

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def read(self, path):
        return (self.out / path).read_text(encoding="utf-8")

    def test_every_command_of_the_help_has_its_page_and_no_other(self):
        of_help = set(re.findall(r"^  ([a-z]+) ", said("--help").split("Subcommands:")[1], re.M))
        self.assertEqual(of_help, set(self.commands))
        self.assertEqual({p.name for p in (self.out / "man/man1").iterdir()}, {"vnetprobe.1"} | {f"vnetprobe-{c}.1" for c in of_help})

    def test_the_help_has_the_exit_codes_of_the_manual(self):
        of_help = re.findall(r"\b(\d+) ", said("--help").split("Exit:")[1])
        of_page = re.findall(r"^\.B (\d+)$", self.read("man/man1/vnetprobe.1").split(".SH EXIT STATUS\n")[1].split(".SH ")[0], re.M)
        self.assertEqual(of_help, of_page)
        self.assertEqual(of_help[0], "0")

    def test_the_pages_have_the_options_of_the_help(self):
        for word, text in self.help.items():
            page = self.read(f"man/man1/vnetprobe-{word}.1").replace("\\-", "-").replace("\\fB", "").replace("\\fR", "")
            entries = page.split(".SH OPTIONS\n")[1].split(".SH ")[0].split(".TP\n")
            of_page = {name for entry in entries for name in re.findall(r"(?:^|, )(-[-a-z]+)", entry.split("\n")[0])}
            self.assertEqual(of_page, options_of_help(text), word)

    def test_the_pages_say_what_the_help_says_of_them(self):
        flat = {word: re.sub(r"\s+", " ", text) for word, text in self.help.items()}
        for word, command in self.commands.items():
            self.assertIn(command["title"], flat[word])
            for option in command["options"]:
                self.assertIn(re.sub(r"\s+", " ", option["text"]), flat[word])
                self.assertTrue(option["text"], (word, option))
                if option["environment"]:
                    self.assertIn(option["environment"], flat[word])

    def test_completions_offer_the_options_of_the_help(self):
        bash, zsh, fish = (self.read(f"completions/{p}") for p in ("bash/vnetprobe", "zsh/_vnetprobe", "fish/vnetprobe.fish"))
        for word, text in self.help.items():
            options = options_of_help(text)
            line, = re.findall(rf"^  {word}\) mapfile .*$", bash, re.M)
            self.assertEqual(set(re.search(r"compgen -W '([^']*)'", line)[1].split()) & {o for o in options}, options, word)
            arm = re.search(rf"^  {word}\)\n    _arguments (.*?)^    ;;", zsh, re.M | re.S)[1]
            self.assertEqual(set(re.findall(r"'\*?(-[-a-z]+)\[", arm)), options, word)
            lines = [l for l in fish.splitlines() if f"'__fish_seen_subcommand_from {word}'" in l]
            offered = {f"--{o}" for l in lines for o in re.findall(r" -l ([-a-z]+)", l)} | {
                f"-{o}" for l in lines for o in re.findall(r" -s ([a-z])", l)}
            self.assertEqual(offered, options, word)

    def complete(self, *words):
        script = f"source {self.out}/completions/bash/vnetprobe; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _vnetprobe; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        return subprocess.run(["bash", "-c", script, "bash", *words], check=True, capture_output=True, text=True).stdout.split()

    def test_bash_completes(self):
        self.assertEqual(self.complete("vnetprobe", "jud"), ["judge"])
        self.assertEqual(self.complete("vnetprobe", "run", "--dead"), ["--deadline"])
        self.assertEqual(self.complete("vnetprobe", "run", "--format", "ju"), ["junit"])
        self.assertEqual(self.complete("vnetprobe", "plan", "-f", "y"), ["yaml"])
        self.assertEqual(self.complete("vnetprobe", "fix", "--as", "core"), ["coredns"])
        self.assertEqual(self.complete("vnetprobe", "list", "fin"), ["findings"])

    def test_the_shells_read_them(self):
        for shell, path in (("bash", "bash/vnetprobe"), ("zsh", "zsh/_vnetprobe"), ("fish", "fish/vnetprobe.fish")):
            done = subprocess.run([shell, "-n", self.out / "completions" / path], capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ""), shell)

    def test_the_pages_are_sound(self):
        for page in sorted(self.out.glob("man/*/*")):
            done = subprocess.run(["groff", "-ww", "-K", "utf8", "-man", "-Tutf8", "-z", page], capture_output=True, text=True,
                                  check=False, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"})
            self.assertEqual((done.returncode, done.stderr), (0, ""), page.name)
            named = subprocess.run(["lexgrog", page], capture_output=True, text=True, check=False)
            self.assertEqual(named.returncode, 0, page.name)

    def test_the_formats_are_whole(self):
        for page, path in (("plan-file", "probe/plan/plan.schema.json"), ("report", "reports/report.schema.json")):
            text = self.read(f"man/man5/vnetprobe-{page}.5").replace("\\-", "-")
            for key in self.keys_of(json.loads((HOUSE / path).read_text(encoding="utf-8"))):
                self.assertRegex(text, rf"(?m)^\\fB([^ ]*\.)?{re.escape(key)}\\fR ", page)

    def keys_of(self, node):
        if isinstance(node, dict):
            for name, child in node.get("properties", {}).items() if isinstance(node.get("properties"), dict) else ():
                yield name
            for child in node.values():
                yield from self.keys_of(child)
        if isinstance(node, list):
            for child in node:
                yield from self.keys_of(child)

    def test_two_are_the_same_bytes(self):
        with tempfile.TemporaryDirectory() as other:
            subprocess.run([sys.executable, "-B", MAKE, PROGRAM, other], check=True)
            for path in self.out.glob("**/*"):
                if path.is_file():
                    self.assertEqual(path.read_bytes(), (pathlib.Path(other) / path.relative_to(self.out)).read_bytes())


if __name__ == "__main__":
    PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
