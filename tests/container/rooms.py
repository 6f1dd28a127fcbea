"""What the tests of the ways in share: roots, and the program run in the test VNet inside of them."""
import os
import pathlib
import shutil
import subprocess
import tempfile

# A checkout may belong to somebody else than who runs the tests; git then asks to be told.
os.environ.update(GIT_CONFIG_COUNT="1", GIT_CONFIG_KEY_0="safe.directory", GIT_CONFIG_VALUE_0="*")

HERE = pathlib.Path(__file__).resolve().parent
HOUSE = HERE.parents[1]
INSIDE, BRIDGED = HERE / "inside", HERE / "bridged"
WITH = HOUSE / "tests/lab/with"


def run(*words, **keywords):
    """A command that must succeed; what it printed when it does not."""
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True, check=False, **keywords)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, words))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def copy_of(root):
    """A root of one's own, gone with the object."""
    folder = tempfile.TemporaryDirectory(prefix="vnetprobe-root-")
    run("cp", "-a", "--reflink=auto", f"{root}/.", folder.name)
    return folder


def empty_root():
    return tempfile.TemporaryDirectory(prefix="vnetprobe-empty-")


def in_vnet(root, *command, scenario="healthy-azure-dns-only", empty=False, user="", times=1, bridged=False):
    """A command inside a root, on the machine of the test VNet or, bridged, in a network of its own behind it."""
    words = [WITH, scenario, "--", *([BRIDGED] if bridged else []), "env", *(["EMPTY=1", f"TIMES={times}", f"AS={user}"] if empty else []), INSIDE, root, *command]
    return subprocess.run([str(w) for w in words], capture_output=True, text=True, check=False, timeout=120)


def inside(root, *command):
    return run(INSIDE, root, *command)


def remove(path):
    shutil.rmtree(path, ignore_errors=True)
