#!/usr/bin/python3
"""Credentials where a report does not look: the list of processes, a core, the memory of what has been sent.

  tests/program/untold.py VNETPROBE FOLDER_OF_MEDDLE_AND_KEEP [UNITTEST ARGS...]

What is written (streams, all formats) is searched by credentials.py, discovery.py and behaviour.py.
"""
import os
import re
import resource
import signal
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import discovery  # noqa: E402
import host_faults  # noqa: E402
from vnetlab import credentials, lab, world as worlds  # noqa: E402

BINARY = MEDDLE = KEEP = None
SANITIZED = False
SCRATCH = "/run/vnetlab/untold"
PASSWORD = "c4nary-pr0xy-passw0rd"
SIGNATURE = "c4nary-s1gnature"
PLAN = """version: 1
vnet: [10.1.0.0/16]
entra: false
resolvers: [{name: azure, address: 168.63.129.16}]
storage_accounts: [{name: mystorage01, services: [blob], ip: 10.1.3.5, public_access: unchecked}]
"""


def dumps_are_files():
    with open("/proc/sys/kernel/core_pattern", encoding="utf-8") as f:
        return not f.read().startswith(("|", "@", "/"))


def holds(pid, secret):
    """Whether it stands anywhere in the memory of a process that is stopped, its environment apart."""
    found = []
    with open(f"/proc/{pid}/maps", encoding="utf-8") as maps, open(f"/proc/{pid}/mem", "rb") as memory:
        for line in maps:
            begin, end, rights = re.match(r"(\w+)-(\w+) (\S+)", line).groups()
            # A sanitizer's shadow is terabytes, and holds no text.
            if not rights.startswith("rw") or int(end, 16) - int(begin, 16) > 1 << 30:
                continue
            try:
                memory.seek(int(begin, 16))
                text = memory.read(int(end, 16) - int(begin, 16))
            except (OSError, ValueError):
                continue
            if secret in text:
                found.append(line.split()[-1] if len(line.split()) > 5 else "memory")
    return found


class Untold(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bench = discovery.Bench(BINARY, SCRATCH)

    def setUp(self):
        self.children = []
        self.addCleanup(lambda: [(child.kill(), child.wait()) for child in self.children if child.poll() is None])

    def stopped(self, *words, environment=None, wrap=(), preload=None):
        """The program, stopped when its report is written: all that it was lent has been used."""
        vnet = self.bench.vnet
        folder = f"{SCRATCH}/core"
        os.makedirs(folder, exist_ok=True)
        os.chmod(folder, 0o777)
        for name in os.listdir(folder):
            os.unlink(os.path.join(folder, name))
        asan = os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0:verify_asan_link_order=0"
        argv = ["sh", "-c", f'cd {folder} && exec "$@"', "sh", *wrap, "env", f"LD_PRELOAD={preload or MEDDLE}", "MEDDLE_FSYNC=stop", BINARY, *words,
                "--ca-file", vnet.certificates.ca_file, "--timeout", "1", "-q", "-o", f"json={folder}/report.json"]
        child = subprocess.Popen(vnet.command(argv), env=vnet.environment(ASAN_OPTIONS=asan, **(environment or {})), stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                 preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2))
        self.children.append(child)
        _, status = os.waitpid(child.pid, os.WUNTRACED)
        self.assertTrue(os.WIFSTOPPED(status), status)
        return child

    def aborted(self, child):
        """The cores that it leaves."""
        child.send_signal(signal.SIGABRT)
        child.send_signal(signal.SIGCONT)
        self.assertEqual(child.wait(timeout=60), -signal.SIGABRT)
        return [name for name in os.listdir(f"{SCRATCH}/core") if name.startswith("core")]

    def with_a_token(self, **keywords):
        row = discovery.ROWS[0]
        self.bench.apply(row)
        child = self.stopped("run", **keywords)
        with open(self.bench.file("arm.log"), encoding="utf-8") as f:
            self.assertIn(discovery.TOKEN, f.read(), "it was sent")
        return child

    def without(self, **keywords):
        self.bench.apply(discovery.ROWS[0])
        return self.stopped("run", "-p", f"{SCRATCH}/plan.yaml", **keywords)

    def test_a_token_is_wiped_when_it_has_been_sent(self):
        """Nothing that is given back is used again, so that whatever was not wiped is there to be found."""
        if SANITIZED:
            self.skipTest("a sanitizer has functions of its own for memory; the release build is searched, in tests/run")
        child = self.with_a_token(preload=f"{MEDDLE}:{KEEP}")
        self.assertEqual(holds(child.pid, discovery.TOKEN.encode()), [])
        self.assertEqual(holds(child.pid, discovery.TOKEN.split(".")[1].encode()), [])
        self.assertNotEqual(holds(child.pid, b"mystorage01.blob.core.windows.net"), [], "the search finds what is there")

    def test_a_signature_is_wiped_when_it_has_been_sent(self):
        if SANITIZED:
            self.skipTest("as for a token")
        sas, log = f"{SCRATCH}/sas.txt", f"{SCRATCH}/sas.log"
        with open(sas, "w", encoding="ascii") as f:
            # As long as those of a user delegation are: short texts are put together elsewhere.
            f.write(f"sv=2022-11-02&se=2099-12-31&sr=c&sp=rwl&skoid={'0' * 600}&sig={credentials.SIGNATURE}\n")
        open(log, "w", encoding="ascii").close()
        mixins, scenarios = worlds.load_scenarios()
        own = {"environment": {"LAB_SAS": None}, "plan": {"storage_accounts": {"mystorage01": {"sas": {"file": sas, "env": None}}}}}
        made = worlds.make_world({**scenarios["sas-lists"], **own}, mixins)
        made["doors"]["10.1.3.5"]["log"] = log
        self.bench.vnet.apply(made)
        child = self.stopped("run", "-p", self.bench.vnet.plan, preload=f"{MEDDLE}:{KEEP}")
        with open(log, encoding="utf-8") as f:
            self.assertIn(credentials.SIGNATURE, f.read(), "it was sent")
        self.assertEqual(holds(child.pid, credentials.SIGNATURE.encode()), [])

    def test_who_holds_a_credential_is_not_dumped(self):
        nobody = host_faults.as_nobody() if host_faults.has_other_users() else []
        proxy = {"https_proxy": f"http://prober:{PASSWORD}@203.0.113.8:3128"}
        os.chmod(SCRATCH, 0o755)
        for lent, child in (("nothing", self.without(wrap=nobody)), ("a token", None), ("a password", None)):
            if lent == "a token":
                child = self.with_a_token(wrap=nobody)
            elif lent == "a password":
                child = self.without(wrap=nobody, environment=proxy)
            if nobody:  # what is not to be dumped belongs to root: its user reads neither memory nor environment
                owner = os.stat(f"/proc/{child.pid}/environ").st_uid
                self.assertEqual(owner, 65534 if lent == "nothing" else 0, lent)
            if dumps_are_files() and not SANITIZED:  # a sanitizer's cores are its own affair
                self.assertEqual(bool(self.aborted(child)), lent == "nothing", lent)
            child.kill()
            child.wait()

    def test_words_of_the_command_line_are_taken_away(self):
        """Who lists the processes sees that there is a proxy, and not its password."""
        self.bench.apply(discovery.ROWS[0])
        for words in (["--proxy", f"http://prober:{PASSWORD}@203.0.113.8:3128"], [f"--proxy=prober:{PASSWORD}@203.0.113.8:3128"],
                      [f"https://mystorage01.blob.core.windows.net/mybackup01?sv=2022-11-02&sig={SIGNATURE}"]):
            child = self.stopped("run", "--resolver", "azure=168.63.129.16", "-p", f"{SCRATCH}/plan.yaml", *words)
            with open(f"/proc/{child.pid}/cmdline", "rb") as f:
                shown = f.read().split(b"\0")
            line = b" ".join(shown)
            self.assertNotIn(PASSWORD.encode(), line)
            self.assertNotIn(SIGNATURE.encode(), line)
            self.assertIn(b"azure=168.63.129.16", shown, "the rest is there")
            self.assertTrue(b"203.0.113.8:3128" in line or b"mystorage01.blob.core.windows.net/mybackup01" in line, line)
            child.kill()
            child.wait()


if __name__ == "__main__":
    if len(sys.argv) < 3:
        print(__doc__.strip(), file=sys.stderr)
        sys.exit(2)
    BINARY, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    lab.enter([os.path.abspath(__file__), BINARY, folder, *sys.argv[3:]])
    MEDDLE, KEEP = os.path.join(folder, "libmeddle.so"), os.path.join(folder, "libkeep.so")
    os.makedirs(SCRATCH, exist_ok=True)
    SANITIZED = "libasan" in subprocess.run(["ldd", BINARY], capture_output=True, text=True).stdout
    with open(f"{SCRATCH}/plan.yaml", "w", encoding="utf-8") as f:
        f.write(PLAN)
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
