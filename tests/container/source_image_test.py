#!/usr/bin/python3
"""The image from nothing but the sources, on a Debian without a compiler: tests/container/source_image_test.py BARE_ROOT
Label `long`: the build inside takes minutes. It must be the same program: it says the same in the test VNet."""
import json
import pathlib
import sys
import tarfile
import time
import unittest

sys.dont_write_bytecode = True
import rooms  # noqa: E402
import storage  # noqa: E402

BARE = None


class SourceImage(unittest.TestCase):
    def test_build_and_run(self):
        place = storage.Storage(BARE)
        self.addCleanup(place.close)
        started = time.monotonic()
        place.build("out")
        print(f"figure: image from the sources {time.monotonic() - started:.0f} s", file=sys.stderr)
        root = place.here / "root"
        root.mkdir()
        with tarfile.open(place.here / "out/vnetprobe-image.tar") as archive:
            def blob(digest):
                return archive.extractfile(f"blobs/{digest.replace(':', '/')}").read()
            manifest = json.loads(blob(json.load(archive.extractfile("index.json"))["manifests"][0]["digest"]))
            layer, = manifest["layers"]
            (place.here / "layer").write_bytes(blob(layer["digest"]))
        rooms.run("tar", "-xzf", place.here / "layer", "-C", root)
        done = rooms.in_vnet(root, "/usr/bin/vnetprobe", "run", "-p", "{plan}", "--ca-file", "{ca}", scenario="blob-zone-not-linked", empty=True)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("dns.zone-not-linked", done.stdout)


if __name__ == "__main__":
    BARE = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
