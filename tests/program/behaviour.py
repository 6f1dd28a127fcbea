#!/usr/bin/python3
"""The program as a user or a pipeline meets it: signals, deadlines, exit codes, output files, options.

  tests/program/behaviour.py VNETPROBE [UNITTEST ARGS...]
"""
import json
import os
import pty
import signal
import subprocess
import sys
import time
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import redacted  # noqa: E402
from vnet import Vnet, lab  # noqa: E402

BINARY = None
SCRATCH = "/run/vnetlab/behaviour"
FAULT, HEALTHY = "blob-zone-not-linked", "healthy-azure-dns-only"


def probe(*options):
    """`run` with the world's plan and anchors; the options are the test's own."""
    return [BINARY, "run", "-p", Vnet.lab.plan, "--ca-file", Vnet.lab.certificates.ca_file, *options]


def run(*options, **environment):
    return subprocess.run(Vnet.lab.command(probe(*options)), env=Vnet.lab.environment(**environment), capture_output=True, text=True,
                          timeout=90, stdin=subprocess.DEVNULL)


def offline(*arguments, text=None):
    """The verbs that send nothing need no lab."""
    return subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=60, input=text)


class Options(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        Vnet.of(FAULT)

    def test_the_password_of_a_proxy_is_in_no_report(self):
        proxy = "http://prober:c4nary-pr0xy@10.1.0.99:3128"
        told = {form: run("-f", form, "-v", "--proxy", proxy, "--timeout", "0.3") for form in ("human", "json", "ndjson", "html", "markdown")}
        self.assertEqual([form for form, ended in told.items() if "c4nary-pr0xy" in ended.stdout + ended.stderr], [])
        self.assertIn("proxy http://10.1.0.99:3128", told["json"].stdout)  # which one it was stays

    def test_a_redacted_run_names_nobody_and_says_the_same(self):
        plain = json.loads(run("-f", "json").stdout)
        told = run("-f", "json", "--redact")
        self.assertEqual(redacted.leaks(told.stdout + told.stderr, redacted.secrets_of(plain)), [])
        self.assertEqual([(f["code"], f["subject"]) for f in json.loads(told.stdout)["findings"]],
                         [("dns.zone-not-linked", "privatelink.blob.core.windows.net")])
        lines = run("-f", "ndjson", "--redact").stdout
        self.assertEqual(redacted.leaks(lines, redacted.secrets_of(plain)), [])
        self.assertEqual([json.loads(line)["event"] for line in lines.splitlines()][::len(lines.splitlines()) - 1], ["run", "verdict"])
        again = run("-f", "json", "--redact")
        subject = json.loads(told.stdout)["findings"][0]["targets"], json.loads(again.stdout)["findings"][0]["targets"]
        self.assertNotEqual(*subject, "a key for each run")

    def test_merged_reports_are_redacted_with_one_key(self):
        files = [os.path.join(SCRATCH, f"{n}.json") for n in ("one", "two", "both")]
        for file in files[:2]:
            run("-q", "-o", f"json={file}")
        with open(files[0], encoding="utf-8") as f:
            plain = json.load(f)
        told = offline("merge", "-f", "json", "--redact", *files[:2])
        merged = json.loads(told.stdout)
        self.assertEqual(redacted.leaks(told.stdout, redacted.secrets_of(plain)), [])
        self.assertEqual([f["code"] for f in merged["findings"]], ["dns.zone-not-linked"])
        self.assertEqual(len(merged["findings"][0]["targets"]), len(plain["findings"][0]["targets"]))
        with open(files[2], "w", encoding="utf-8") as f:
            f.write(offline("merge", "-f", "json", *files[:2]).stdout)
        self.assertEqual(offline("merge", "-f", "json", "--redact", files[2]).returncode, 78)

    def test_the_exit_code_is_the_verdict(self):
        self.assertEqual(run("-q").returncode, 1)
        self.assertEqual(run("--suppress", "dns.zone-not-linked").returncode, 0)
        self.assertEqual(run("--suppress", "dns.zone-not-linked=privatelink.blob.core.windows.net").returncode, 0)
        self.assertEqual(run("--suppress", "dns.zone-not-linked=another.zone").returncode, 1)

    def test_a_suppressed_finding_is_still_reported(self):
        report = json.loads(run("-f", "json", "--suppress", "dns.zone-not-linked").stdout)
        self.assertEqual([(f["code"], f["suppressed"]) for f in report["findings"]], [("dns.zone-not-linked", True)])
        self.assertEqual(report["verdict"], "pass")

    def test_only_judges_what_it_names_and_shows_what_that_needs(self):
        report = json.loads(run("-f", "json", "--only", "entra.signin/*").stdout)
        self.assertEqual({c["kind"] for c in report["checks"]}, {"entra.signin"})
        self.assertEqual(report["verdict"], "pass")
        report = json.loads(run("-f", "json", "--only", "service.answer/mystorage01*").stdout)
        self.assertEqual({c["kind"] for c in report["checks"]}, {"dns.private", "net.connect", "tls.handshake", "service.answer"})
        self.assertEqual({c["subject"] for c in report["checks"]}, {"mystorage01.blob.core.windows.net"})

    def test_skip_leaves_out(self):
        report = json.loads(run("-f", "json", "--skip", "egress.denied/*", "--skip", "entra.*").stdout)
        self.assertFalse({"egress.denied", "entra.signin"} & {c["kind"] for c in report["checks"]})

    def test_a_glob_that_matches_nothing_is_wrong_usage(self):
        for option in ("--only", "--skip"):
            ended = run(option, "no.such/*")
            self.assertEqual(ended.returncode, 2)
            self.assertIn("no.such/*", ended.stderr)
            self.assertEqual(ended.stdout, "")

    def test_resolvers_of_the_command_line_replace_those_of_the_plan(self):
        report = json.loads(run("-f", "json", "--resolver", "here=168.63.129.16", "--resolver", "ref?=168.63.129.16:53").stdout)
        self.assertEqual([(r["name"], r["required"]) for r in report["plan"]["resolvers"]], [("here", True), ("ref", False)])
        self.assertEqual(report["findings"][0]["views"], ["here"])

    def test_names_alone_are_a_plan(self):
        ended = Vnet.lab.run([BINARY, "run", "mystorage01.blob.core.windows.net=10.1.3.5", "-f", "json", "--ca-file", Vnet.lab.certificates.ca_file,
                              "--resolver", "azure=168.63.129.16"], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
        report = json.loads(ended.stdout)
        self.assertEqual(ended.returncode, 1)
        self.assertEqual([f["code"] for f in report["findings"]], ["dns.zone-not-linked"])

    def test_reports_go_to_files_whole_or_not_at_all(self):
        folder = os.path.join(SCRATCH, "reports")
        os.makedirs(folder)
        path = os.path.join(folder, "report.json")
        ended = run("-o", f"json={path}", "-o", "human=" + os.path.join(folder, "report.txt"))
        self.assertEqual(ended.returncode, 1)
        with open(path, encoding="utf-8") as f:
            self.assertEqual(json.load(f)["verdict"], "fail")
        with open(os.path.join(folder, "report.txt"), encoding="utf-8") as f:
            self.assertEqual(f.readline().split()[0], "FAIL")
        self.assertEqual(sorted(os.listdir(folder)), ["report.json", "report.txt"])
        ended = run("-o", "json=/no/such/folder/report.json")
        self.assertIn("/no/such/folder/report.json", ended.stderr)
        self.assertNotEqual(ended.returncode, 0)

    def test_no_escape_code_goes_into_a_pipe_unless_it_is_wanted(self):
        self.assertNotIn("\033", run().stdout)
        self.assertIn("\033", run("--color", "always").stdout)
        self.assertIn("\033", run(CLICOLOR_FORCE="1").stdout)
        self.assertNotIn("\033", run(CLICOLOR_FORCE="1", NO_COLOR="1").stdout)

    def test_nagios_has_exit_codes_of_its_own(self):
        ended = run("-f", "nagios")
        self.assertEqual((ended.returncode, ended.stdout.split(" - ")[0]), (2, "VNETPROBE CRITICAL"))
        self.assertEqual(run("-f", "nagios", "--suppress", "dns.zone-not-linked").returncode, 0)
        # Wrong usage and a wrong plan are UNKNOWN; 2 would raise somebody at night.
        for ended in (run("-f", "nagios", "--only", "no.such/*"), offline("run", "-f", "nagios", "-p", "/no/such/plan.yaml")):
            self.assertEqual((ended.returncode, ended.stdout.split(" - ")[0]), (3, "VNETPROBE UNKNOWN"), ended.stderr)
        for words in (["-f", "nagios", "--no-such-option"], ["--format=nagios", "--timeout", "soon"], ["--timeout", "soon", "-fnagios"]):
            self.assertEqual(offline("run", *words).returncode, 3, words)

    def test_failures_become_marks_on_the_page_of_a_pipeline(self):
        nobody = {"GITHUB_ACTIONS": "", "TF_BUILD": ""}
        self.assertNotIn("dns.zone-not-linked", run("-q", **nobody).stderr)
        github = run("-q", **{**nobody, "GITHUB_ACTIONS": "true"})
        self.assertEqual(len([line for line in github.stderr.splitlines() if line.startswith("::error title=dns.zone-not-linked ")]), 1, github.stderr)
        self.assertNotIn("::error", github.stdout)
        azure = run("-q", **{**nobody, "TF_BUILD": "True"})
        self.assertIn("##vso[task.logissue type=error]dns.zone-not-linked", azure.stderr)
        self.assertNotIn("::error", run("-q", "--no-annotations", **{**nobody, "GITHUB_ACTIONS": "true"}).stderr)

    def test_judge_says_the_same_offline(self):
        path = os.path.join(SCRATCH, "judged.json")
        run("-o", f"json={path}")
        ended = offline("judge", path, "-f", "json")
        with open(path, encoding="utf-8") as f:
            saved = json.load(f)
        judged = json.loads(ended.stdout)
        self.assertEqual(ended.returncode, 1)
        self.assertEqual(judged["findings"], saved["findings"])
        self.assertEqual(offline("judge", path, "--suppress", "dns.zone-not-linked").returncode, 0)


class Economy(unittest.TestCase):
    def test_the_name_of_a_stamp_is_asked_once_for_all_its_accounts(self):
        Vnet.of("healthy-eighteen-endpoints")
        report = json.loads(run("-f", "json").stdout)
        asked = {}  # name -> times at which it was asked; checks
        for check in report["checks"]:
            for question in check["evidence"].get("questions", []):
                if question["purpose"] == "public":
                    times, checks = asked.setdefault(question["name"], (set(), set()))
                    times.add(question["started_ms"])
                    checks.add(check["subject"])
        self.assertIn("blob.db4prdstr22a.store.core.windows.net", asked)
        self.assertEqual({name: len(times) for name, (times, _) in asked.items()}, {name: 1 for name in asked})
        # Each account holds the answer that its own check rests on.
        self.assertGreater(len(asked["blob.db4prdstr22a.store.core.windows.net"][1]), 1)


class AsItHappens(unittest.TestCase):
    """A connection that is dropped keeps the run going: what is told of it then is told as it happens."""

    @classmethod
    def setUpClass(cls):
        cls.vnet = Vnet.of(HEALTHY, net={"drop": ["10.1.3.5:443"]})

    def start(self, *options, timeout=30, **keywords):
        return subprocess.Popen(self.vnet.command(probe("--timeout", str(timeout), *options)), stdin=subprocess.DEVNULL,
                                **{"env": self.vnet.environment(TERM="xterm"), **keywords})

    def test_a_run_that_is_killed_leaves_whole_lines_and_no_file(self):
        path = os.path.join(SCRATCH, "killed.ndjson")
        child = self.start("-f", "ndjson", "-o", f"ndjson={path}", stdout=subprocess.PIPE)
        lines = [child.stdout.readline()]
        while json.loads(lines[-1])["event"] != "contact":
            lines.append(child.stdout.readline())
        self.assertIsNone(child.poll(), "these were told before the end")
        child.kill()
        rest, _ = child.communicate(timeout=20)
        events = [json.loads(line)["event"] for line in lines + rest.splitlines()]
        self.assertEqual((events[0], rest[-1:] in (b"", b"\n")), ("run", True))
        self.assertLessEqual({"question", "contact"}, set(events))
        self.assertNotIn("verdict", events)
        self.assertFalse(os.path.exists(path))

    def test_a_signal_ends_the_lines_with_the_verdict(self):
        path, fifo = os.path.join(SCRATCH, "ended.ndjson"), os.path.join(SCRATCH, "events")
        os.mkfifo(fifo)
        # Into a file: a pipe that nobody reads while the other is read to its end would stop the program.
        out = open(os.path.join(SCRATCH, "printed.ndjson"), "w+b")
        child = self.start("-f", "ndjson", "-o", f"ndjson={path}", "-o", f"ndjson={fifo}", stdout=out)
        with open(fifo, "rb") as f:
            piped = f.readline()
            while b'"contact"' not in piped:
                piped += f.readline()
            child.send_signal(signal.SIGTERM)
            piped += f.read()
        child.wait(timeout=20)
        with out:
            out.seek(0)
            text = out.read()
        lines = [json.loads(line) for line in text.splitlines()]
        order = ["run", "question", "check", "finding", "verdict"]
        ranks = [order.index(line["event"].replace("contact", "question").replace("lookup", "question")) for line in lines]
        self.assertEqual(ranks, sorted(ranks))
        self.assertEqual((lines[-1]["event"], lines[-1]["verdict"], child.returncode), ("verdict", "undecided", 3))
        with open(path, "rb") as f:
            self.assertEqual(f.read(), text)
        self.assertEqual(piped, text)

    def progress(self, *options, **environment):
        """What a terminal gets until the run waits for the dropped connection alone, or ends."""
        ours, theirs = pty.openpty()
        child = self.start("-f", "json", *options, timeout=1, stdout=subprocess.PIPE, stderr=theirs,
                           env=self.vnet.environment(**{"TERM": "xterm", **environment}))
        os.close(theirs)
        child.communicate(timeout=60)
        text = b""
        while True:
            try:
                more = os.read(ours, 65536)
            except OSError:  # how a terminal says that nobody is at the other end
                more = b""
            if not more:
                break
            text += more
        os.close(ours)
        return text.decode()

    def test_a_terminal_is_told_what_is_waited_for(self):
        text = self.progress("--no-annotations")
        self.assertIn("waiting for mystorage01.blob.core.windows.net", text)
        self.assertNotIn("%", text)
        self.assertTrue(text.endswith("\r\033[K"), "the line is taken away at the end")

    def test_nobody_else_is(self):
        for options, environment in ((["--no-progress"], {}), (["-q"], {}), ([], {"TERM": "dumb"})):
            self.assertNotIn("waiting", self.progress("--no-annotations", *options, **environment))
        child = self.start("-f", "json", "--no-annotations", timeout=1, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual(child.communicate(timeout=60)[1], b"")


class Endings(unittest.TestCase):
    def test_a_signal_ends_it_with_a_report_of_what_is_there(self):
        vnet = Vnet.of(HEALTHY, net={"drop": ["10.1.3.5:443"]})
        for number in (signal.SIGINT, signal.SIGTERM):
            child = subprocess.Popen(vnet.command(probe("-f", "json", "--timeout", "30")), env=vnet.environment(), stdout=subprocess.PIPE,
                                     text=True, stdin=subprocess.DEVNULL)
            # Interrupted when the dropped connection is under way: the kernel shows it as SYN-SENT.
            until = time.monotonic() + 30
            while "10.1.3.5:443" not in vnet.run(["ss", "-Htn", "state", "syn-sent"], capture_output=True, text=True).stdout:
                self.assertLess(time.monotonic(), until, "the connection was never begun")
            child.send_signal(number)
            text, _ = child.communicate(timeout=20)
            report = json.loads(text)
            self.assertEqual((child.returncode, report["verdict"]), (3, "undecided"))
            self.assertFalse(report["run"]["complete"])
            states = {c["id"]: c["status"] for c in report["checks"]}
            self.assertEqual(states["net.connect/mystorage01.blob.core.windows.net:443@10.1.3.5"], "unknown")
            self.assertEqual(states["dns.private/mystorage01.blob.core.windows.net@azure"], "pass")

    def test_the_deadline_ends_it(self):
        Vnet.of(HEALTHY, net={"drop": ["10.1.3.5:443"]})
        report = json.loads(run("-f", "json", "--timeout", "30", "--deadline", "1.5").stdout)
        self.assertEqual(report["verdict"], "undecided")
        self.assertIn("deadline", report["run"]["incomplete_because"])
        self.assertLess(report["run"]["duration_ms"], 10000)

    def test_retry_for_waits_for_green(self):
        vnet = Vnet.of(FAULT)
        child = subprocess.Popen(vnet.command(probe("-f", "json", "--retry-for", "60")), env=vnet.environment(), stdout=subprocess.PIPE,
                                 stdin=subprocess.DEVNULL, text=True)
        Vnet.of(HEALTHY)  # somebody links the zone
        text, _ = child.communicate(timeout=80)
        report = json.loads(text)
        self.assertEqual((child.returncode, report["verdict"]), (0, "pass"))
        self.assertGreaterEqual(report["run"]["attempts"], 1)

    def test_retry_for_gives_up_with_the_last_report(self):
        Vnet.of(FAULT)
        ended = run("-f", "json", "--retry-for", "3")
        report = json.loads(ended.stdout)
        self.assertEqual(ended.returncode, 1)
        self.assertEqual(report["run"]["attempts"], 2)

    def test_nothing_to_check_is_undecided(self):
        path = os.path.join(SCRATCH, "nothing.yaml")
        with open(path, "w", encoding="utf-8") as f:
            f.write("version: 1\nentra: false\nresolvers: [{name: azure, address: 168.63.129.16}]\n")
        Vnet.of(HEALTHY)
        ended = Vnet.lab.run([BINARY, "run", "-p", path], capture_output=True, text=True, timeout=30)
        self.assertEqual(ended.returncode, 3)

    def test_managed_instances_are_checked_by_tds(self):
        os.makedirs(SCRATCH, exist_ok=True)
        path = os.path.join(SCRATCH, "mi.yaml")
        with open(path, "w", encoding="utf-8") as f:
            f.write("version: 1\nentra: false\nresolvers: [{name: azure, address: 168.63.129.16}]\n"
                    "managed_instances: [{host: mysqlmi01.a1b2c3d4e5f6.database.windows.net, ip: 10.1.1.10}]\n")
        vnet = Vnet.of(HEALTHY)
        ended = vnet.run([BINARY, "run", "-p", path, "-f", "json", "--ca-file", vnet.certificates.ca_file], capture_output=True, text=True,
                         timeout=30)
        report = json.loads(ended.stdout)
        checks = {c["kind"]: c for c in report["checks"] if c["target"].startswith("mysqlmi01")}
        self.assertEqual({k: c["status"] for k, c in checks.items()},
                         {k: "pass" for k in ("dns.private", "dns.agree", "net.connect", "sqlmi.prelogin", "public.refused")})
        self.assertIn("demands encryption", checks["sqlmi.prelogin"]["message"])
        self.assertIn("does not exist", checks["public.refused"]["message"])
        self.assertEqual((ended.returncode, report["verdict"]), (0, "pass"))


class WrongInput(unittest.TestCase):
    """Exit 78, every mistake at its place, in under a second; the words themselves are plan_tests'."""

    def check(self, text, *places):
        path = os.path.join(SCRATCH, "wrong.yaml")
        os.makedirs(SCRATCH, exist_ok=True)
        with open(path, "wb") as f:
            f.write(text if isinstance(text, bytes) else text.encode())
        started = time.monotonic()
        ended = offline("plan", "--check", "-p", path)
        self.assertLess(time.monotonic() - started, 10, "far over the second that it has without a sanitizer")
        self.assertEqual(ended.returncode, 78, ended.stderr)
        self.assertEqual(ended.stdout, "")
        for place in places:
            self.assertIn(f"{path}{place}", ended.stderr)

    def test_mistakes_of_every_kind(self):
        self.check("version: 1\nvautls: []\n", ":2:1: ")
        self.check("version: 1\nname: a\nname: b\n", ":3:1: ")
        self.check("version: 1\nvnet: [10.1.0.1/16]\n", ":2:8: ")
        self.check("version: 1\nvaults: 5\n", ":2:9: ")
        self.check("version: 1\nendpoints:\n  - {fqdn: a.example.com, port: 443}\n  - {fqdn: a.example.com, port: 444}\n", ":4:")
        self.check("version: 1\nvnet: [10.1.0.0/16]\nendpoints: [{fqdn: a.example.com, ip: 10.2.0.4}]\n", ":3:")
        self.check("version: 1\nvautls: []\nvnet: [10.1.0.1/16]\n", ":2:1: ", ":3:8: ")
        self.check("", ": ")
        self.check(b"\x00\x01\x7fELF" * 100, ":")
        self.check("version: 1\nname: " + "x" * (1024 * 1024), ": ")
        bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
            f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 10)}]\n" for i in range(8))
        self.check("version: 1\n" + bomb, ":")

    def test_a_file_that_is_not_there(self):
        ended = offline("plan", "--check", "-p", "/no/such/plan.yaml")
        self.assertEqual(ended.returncode, 78)
        self.assertIn("/no/such/plan.yaml: ", ended.stderr)

    def test_wrong_usage(self):
        for arguments in (["run", "--no-such-option"], ["run", "--timeout", "soon"], ["run", "-f", "poem"], ["run", "-o", "json"], [], ["dance"],
                          ["run", "--resolver", "dc1"], ["explain", "no.such.code"], ["list", "poems"], ["run", "not a host"]):
            ended = offline(*arguments)
            self.assertEqual((ended.returncode, ended.stdout), (2, ""), (arguments, ended.stderr))
            self.assertNotEqual(ended.stderr, "", arguments)

    def test_a_report_that_is_none(self):
        for text in ("", "{}", "[1]", '{"schema": "vnetprobe/report/v2"}'):
            ended = offline("judge", "-", text=text)
            self.assertEqual(ended.returncode, 78, text)
            self.assertNotEqual(ended.stderr, "")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        print(__doc__.strip(), file=sys.stderr)
        sys.exit(2)
    BINARY = os.path.abspath(sys.argv[1])
    lab.enter([os.path.abspath(__file__), BINARY, *sys.argv[2:]])
    os.makedirs(SCRATCH, exist_ok=True)
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
