#!/usr/bin/python3
"""The first two commands of the README on a bare Debian 12, as a newcomer runs them:

  tests/container/readme_test.py BARE_ROOT

`tests/try` whole: it installs, builds, and shows a healthy run and a fault. Of `tests/run` the part that
installs, twice: the second time it must have nothing to do. Label `long`: a compiler has to be
downloaded and to do its work."""
import os
import pathlib
import subprocess
import sys
import time
import unittest

sys.dont_write_bytecode = True
import rooms  # noqa: E402

BARE = None


def tree_in(root):
    """What a clone has, and nothing that was built."""
    files = rooms.run("git", "-C", rooms.HOUSE, "ls-files", "-z").split("\0")
    (root / "src").mkdir()
    subprocess.run(["cp", "--parents", "-t", root / "src", *[f for f in files if f]], cwd=rooms.HOUSE, check=True)


class FirstCommands(unittest.TestCase):
    def setUp(self):
        self.folder = rooms.copy_of(BARE)
        self.root = pathlib.Path(self.folder.name)
        tree_in(self.root)
        self.environment = dict(os.environ)
        # Where a site looks into TLS, npm must trust what this machine trusts.
        anchors = pathlib.Path("/etc/ssl/certs/ca-certificates.crt")
        if anchors.exists():
            (self.root / "anchors.crt").write_bytes(anchors.read_bytes())
            self.environment["NODE_EXTRA_CA_CERTS"] = "/anchors.crt"

    def tearDown(self):
        self.folder.cleanup()

    def timed(self, what, *command):
        started = time.monotonic()
        said = rooms.run(rooms.INSIDE, self.root, "sh", "-c", "cd /src && exec \"$@\"", "sh", *command, env=self.environment)
        print(f"figure: {what} {time.monotonic() - started:.0f} s", file=sys.stderr)
        return said

    def test_try(self):
        said = self.timed("tests/try on a bare Debian 12", "tests/try")
        healthy, broken = said.split("The same VNet after somebody removed")
        self.assertIn("PASS", healthy)
        self.assertIn("dns.zone-not-linked", broken)
        self.assertEqual(said.count("\nexit "), 2)

    def test_run_installs(self):
        first = self.timed("tests/lab/setup --tests on a bare Debian 12", "tests/lab/setup", "--tests")
        self.assertIn("setup: installing", first)
        again = self.timed("tests/lab/setup --tests again", "tests/lab/setup", "--tests")
        self.assertEqual(again.strip(), "")


if __name__ == "__main__":
    BARE = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
