#!/usr/bin/python3
"""The changelogs of the Debian package: container/package/words/papers.py VERSION OUT

The man pages of OUT are compressed as well. The date is that of the last commit, or
SOURCE_DATE_EPOCH where it is set, so one commit makes the same bytes wherever it is built."""
import email.utils
import gzip
import os
import pathlib
import shutil
import subprocess
import sys

HOUSE = pathlib.Path(__file__).resolve().parents[3]


def epoch():
    if os.environ.get("SOURCE_DATE_EPOCH"):
        return int(os.environ["SOURCE_DATE_EPOCH"])
    # A machine that only builds may have no git, and a tree without history no commit.
    if shutil.which("git"):
        said = subprocess.run(["git", "-C", HOUSE, "log", "-1", "--format=%ct"], capture_output=True, text=True, check=False)
        if said.returncode == 0 and said.stdout.strip():
            return int(said.stdout)
    return int((HOUSE / "CHANGELOG.md").stat().st_mtime)


def compress(path, text):
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def main(argv):
    version, out = argv[0], pathlib.Path(argv[1])
    compress(out / "changelog.gz", (HOUSE / "CHANGELOG.md").read_text(encoding="utf-8"))
    compress(out / "changelog.Debian.gz",
             f"vnetprobe ({version}-1) bookworm; urgency=medium\n\n  * Version {version}; what changed is in changelog.gz.\n\n"
             f" -- The vnetprobe authors <vnetprobe@example.org>  {email.utils.formatdate(epoch())}\n")
    for page in (out / "man").glob("man?/*"):
        compress(page.with_name(page.name + ".gz"), page.read_text(encoding="utf-8"))
        page.unlink()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
