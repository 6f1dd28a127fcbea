"""A place for buildah of a test's own: no engine, no registry, nothing left behind."""
import os
import pathlib
import subprocess
import tempfile

import rooms


class Storage:
    def __init__(self, bare):
        self.folder = tempfile.TemporaryDirectory(prefix="vnetprobe-image-")
        self.here = pathlib.Path(self.folder.name)
        configuration = self.here / "storage.conf"
        configuration.write_text(f'[storage]\ndriver = "vfs"\ngraphroot = "{self.here}/store"\nrunroot = "{self.here}/run"\n', encoding="utf-8")
        self.environment = {**os.environ, "CONTAINERS_STORAGE_CONF": str(configuration), "BUILDAH_ISOLATION": "chroot",
                            "TMPDIR": self.folder.name}
        self.environment.pop("STORAGE_DRIVER", None)
        base = self.buildah("from", "scratch").strip()
        self.buildah("add", "-q", base, bare, "/")
        self.buildah("commit", "-q", base, "localhost/bare:12")
        self.buildah("rm", base)

    def buildah(self, *words):
        return rooms.run("buildah", *words, env=self.environment)

    def build(self, out, *options):
        rooms.run(rooms.HOUSE / "container/build", "--base", "localhost/bare:12", "--rebuild", "--out", self.here / out, *options,
                  env=self.environment)

    def close(self):
        subprocess.run(["buildah", "rm", "--all"], env=self.environment, capture_output=True, check=False)
        self.folder.cleanup()
