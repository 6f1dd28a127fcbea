#!/usr/bin/python3
"""The units of systemd, verified by systemd: tests/container/units_test.py RELEASE_BUILD"""
import pathlib
import re
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
import rooms  # noqa: E402

BUILD = None


class Units(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="vnetprobe-units-")
        cls.root = pathlib.Path(cls.folder.name)
        rooms.run("cmake", "--install", BUILD, "--prefix", "/usr", env={"DESTDIR": str(cls.root), "PATH": "/usr/bin:/bin"})
        cls.units = cls.root / "usr/lib/systemd/system"
        # The targets that the units name are those of this machine's systemd.
        for unit in ("sysinit", "basic", "shutdown", "timers", "network-online", "network", "nss-lookup", "sockets", "paths", "slices",
                     "local-fs", "swap", "cryptsetup", "veritysetup", "integritysetup", "umount", "local-fs-pre", "time-sync", "time-set"):
            source = pathlib.Path(f"/lib/systemd/system/{unit}.target")
            if source.exists():
                rooms.run("cp", source, cls.units)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_systemd_reads_them_without_a_word(self):
        done = rooms.subprocess.run(
            ["systemd-analyze", "verify", "--man=no", f"--root={self.root}", "vnetprobe.service", "vnetprobe.timer"],
            capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def test_exposure_is_under_two(self):
        said = rooms.run("systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", self.units / "vnetprobe.service")
        exposure = float(re.search(r"exposure level for vnetprobe.service: ([0-9.]+)", said)[1])
        self.assertLess(exposure, 2.0)

    def test_user_and_folder_are_made_as_they_say(self):
        (self.root / "etc").mkdir(exist_ok=True)
        rooms.run("systemd-sysusers", f"--root={self.root}", "vnetprobe.conf")
        self.assertIn("vnetprobe:", (self.root / "etc/passwd").read_text(encoding="utf-8"))
        rooms.run("systemd-tmpfiles", "--create", f"--root={self.root}", "vnetprobe.conf")
        self.assertTrue((self.root / "var/lib/vnetprobe").is_dir())

    def test_the_service_runs_what_the_program_knows(self):
        unit = (self.units / "vnetprobe.service").read_text(encoding="utf-8")
        words = re.search(r"^ExecStart=(.*?[^\\])$", unit, re.M | re.S)[1].replace("\\\n", " ").split()
        self.assertEqual(words[0], "/usr/bin/vnetprobe")
        known = rooms.run(BUILD / "vnetprobe", "run", "--help")
        for word in words[2:]:
            if word.startswith("-"):
                self.assertRegex(known, rf"(^|[ ,]){re.escape(word)}\b")


if __name__ == "__main__":
    BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
