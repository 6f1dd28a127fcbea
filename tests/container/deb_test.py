#!/usr/bin/python3
"""The Debian package, from nothing: tests/container/deb_test.py RELEASE_BUILD BARE_ROOT

Built by cpack, read by lintian, installed on a bare Debian 12, run there in the test VNet, removed."""
import pathlib
import re
import sys
import time
import unittest

sys.dont_write_bytecode = True
import rooms  # noqa: E402

BUILD = BARE = None
# From the arrival of the package to a verdict, as the issue of a new machine promises it.
A_MINUTE = 60


class Deb(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        for old in (BUILD / "package").glob("*.deb"):
            old.unlink()
        cls.deb = cls.packed()
        cls.folder = rooms.copy_of(BARE)
        cls.root = pathlib.Path(cls.folder.name)
        rooms.run("cp", cls.deb, cls.root / "vnetprobe.deb")
        started = time.monotonic()
        rooms.inside(cls.root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", "./vnetprobe.deb")
        cls.first = rooms.in_vnet(cls.root, "vnetprobe", "run", "-p", "{plan}", "--ca-file", "{ca}")
        cls.took = time.monotonic() - started

    @staticmethod
    def packed():
        """As releasing.md has it."""
        rooms.run("cpack", "-G", "DEB", "--config", BUILD / "CPackConfig.cmake", cwd=rooms.HOUSE)
        deb, = (BUILD / "package").glob("*.deb")
        return deb

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_a_verdict_within_a_minute_of_its_arrival(self):
        self.assertEqual(self.first.returncode, 0, self.first.stdout + self.first.stderr)
        self.assertIn("PASS", self.first.stdout)
        print(f"figure: package to verdict {self.took:.1f} s", file=sys.stderr)
        self.assertLess(self.took, A_MINUTE)

    def test_a_fault_is_found_from_there_too(self):
        broken = rooms.in_vnet(self.root, "vnetprobe", "run", "-p", "{plan}", "--ca-file", "{ca}", scenario="blob-zone-not-linked")
        self.assertEqual(broken.returncode, 1, broken.stdout + broken.stderr)
        self.assertIn("dns.zone-not-linked", broken.stdout)

    def test_no_compiler_came_along(self):
        installed = rooms.run("chroot", self.root, "dpkg-query", "-W", "-f", "${Package}\n").split()
        self.assertEqual([p for p in installed if re.search(r"^(gcc|g\+\+|cpp)-?\d*$|-dev$", p)], [])

    def test_two_are_the_same_bytes(self):
        before = self.deb.read_bytes()
        self.deb.unlink()
        # Whose seconds are others.
        time.sleep(1.1)
        self.assertEqual(before, self.packed().read_bytes())

    def test_lintian_has_nothing_to_say(self):
        said = rooms.run("lintian", "--allow-root", "--fail-on", "error,warning", self.deb)
        self.assertEqual(said.strip(), "")

    def test_what_it_depends_on_is_what_it_links(self):
        depends = rooms.run("dpkg-deb", "-f", self.deb, "Depends")
        for library in ("libc6", "libc-ares2", "libssl3", "ca-certificates"):
            self.assertIn(library, depends)

    def test_it_brings_its_pages_its_plan_and_its_units(self):
        files = rooms.run("dpkg-deb", "-c", self.deb)
        for path in ("usr/share/man/man1/vnetprobe-run.1.gz", "usr/share/man/man5/vnetprobe-plan-file.5.gz",
                     "usr/share/bash-completion/completions/vnetprobe", "usr/share/zsh/vendor-completions/_vnetprobe",
                     "usr/share/fish/vendor_completions.d/vnetprobe.fish", "etc/vnetprobe/plan.example.yaml",
                     "usr/lib/systemd/system/vnetprobe.service", "usr/lib/systemd/system/vnetprobe.timer",
                     "usr/lib/tmpfiles.d/vnetprobe.conf", "usr/lib/sysusers.d/vnetprobe.conf", "usr/share/doc/vnetprobe/copyright"):
            self.assertIn(f"./{path}\n", files)
        said = rooms.run("chroot", self.root, "vnetprobe", "plan", "--check", "-p", "/etc/vnetprobe/plan.example.yaml")
        self.assertNotIn("error", said)

    def test_z_nothing_stays_when_it_is_purged(self):
        mine = rooms.run("chroot", self.root, "dpkg", "-L", "vnetprobe").split("\n")
        rooms.inside(self.root, "apt-get", "purge", "-y", "-qq", "vnetprobe")
        left = [f for f in mine if "vnetprobe" in f and (self.root / f.lstrip("/")).exists()]
        self.assertEqual(left, [])


if __name__ == "__main__":
    BUILD, BARE = pathlib.Path(sys.argv.pop(1)).resolve(), pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
