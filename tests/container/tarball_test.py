#!/usr/bin/python3
"""The tarball, in a root where there is nothing else: tests/container/tarball_test.py RELEASE_BUILD"""
import json
import pathlib
import subprocess
import sys
import tarfile
import unittest

sys.dont_write_bytecode = True
import rooms  # noqa: E402
import sbom  # noqa: E402

BUILD = None


class Tarball(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        rooms.run("cmake", "--build", BUILD, "--target", "tarball")
        cls.archive, = (BUILD / "package").glob("*.tar.gz")
        cls.folder = rooms.empty_root()
        cls.root = pathlib.Path(cls.folder.name)
        with tarfile.open(cls.archive) as archive:
            archive.extractall(cls.root)
        cls.name = cls.archive.name.removesuffix(".tar.gz")
        cls.program = f"/{cls.name}/vnetprobe"

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_there_is_nothing_else_in_the_root(self):
        self.assertLessEqual({p.name for p in self.root.iterdir()}, {self.name, "run"})

    def test_a_verdict_in_the_vnet(self):
        healthy = rooms.in_vnet(self.root, self.program, "run", "-p", "{plan}", "--ca-file", "{ca}", empty=True)
        self.assertEqual(healthy.returncode, 0, healthy.stdout + healthy.stderr)
        self.assertIn("PASS", healthy.stdout)

    def test_a_fault_in_the_vnet(self):
        broken = rooms.in_vnet(self.root, self.program, "run", "-p", "{plan}", "--ca-file", "{ca}",
                               scenario="blob-zone-not-linked", empty=True)
        self.assertEqual(broken.returncode, 1, broken.stdout + broken.stderr)
        self.assertIn("dns.zone-not-linked", broken.stdout)

    def test_every_library_is_its_own(self):
        # The loader itself lists them; LD_TRACE_LOADED_OBJECTS is what ldd sets.
        lib = f"/{self.name}/lib"
        said = rooms.run("chroot", self.root, f"{lib}/ld-linux-x86-64.so.2", "--inhibit-cache", "--library-path", lib, "--list", f"{lib}/vnetprobe")
        strangers = [line for line in said.splitlines() if "=>" in line and f"=> {lib}/" not in line]
        self.assertEqual(strangers, [])
        self.assertNotIn("not found", said)

    def test_it_starts_by_a_link_by_a_relative_name_and_past_a_preload(self):
        link = self.root / self.name / "probe"
        link.symlink_to("vnetprobe")
        for words in ([f"/{self.name}/probe", "--version"], [f"./{self.name}/vnetprobe", "--version"]):
            done = subprocess.run(["/usr/sbin/chroot", self.root, *words], capture_output=True, text=True, check=False,
                                  env={"PATH": "/usr/sbin:/usr/bin", "LD_PRELOAD": "/no/such.so", "LD_LIBRARY_PATH": "/no/such"})
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue(done.stdout.startswith("vnetprobe "))
        link.unlink()

    def test_the_list_of_what_is_inside_is_whole(self):
        inside = json.loads((self.root / self.name / "share/sbom.spdx.json").read_text(encoding="utf-8"))
        beside = json.loads((BUILD / "package" / f"{self.name}.spdx.json").read_text(encoding="utf-8"))
        self.assertEqual(inside, beside)
        self.assertEqual(sbom.complaints(inside), [])
        licences = {p.name for p in (self.root / self.name / "share/licences").iterdir()}
        self.assertLessEqual({p["name"] for p in inside["packages"]}, licences)

    def test_two_are_the_same_bytes(self):
        before = self.archive.read_bytes()
        self.archive.unlink()
        rooms.run("cmake", "--build", BUILD, "--target", "tarball")
        self.assertEqual(before, self.archive.read_bytes())


if __name__ == "__main__":
    BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
