"""Servers of the lab as child processes. All of them live in the lab's process namespace, so none
outlives it; ours are ended by their own process id."""

import os
import shutil
import signal
import subprocess
import time

RUN = "/run/vnetlab"


def copied(binary):
    """A copy of a system binary. AppArmor confines /usr/sbin/named and unbound by their path to
    the files of a normal installation; the lab's files are elsewhere."""
    target = os.path.join(RUN, "bin", os.path.basename(binary))
    if not os.path.exists(target):
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copy2(binary, target)
    return target


class Process:
    def __init__(self, name, argv, cwd=None, env=None):
        self.name = name
        os.makedirs(os.path.join(RUN, "log"), exist_ok=True)
        self.log = os.path.join(RUN, "log", name + ".log")
        with open(self.log, "ab") as log:
            self.child = subprocess.Popen(
                argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=cwd, env=env)

    def stop(self):
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGKILL)
        self.child.wait()

    def tail(self, lines=15):
        with open(self.log, encoding="utf-8", errors="replace") as f:
            return "".join(f.readlines()[-lines:])


def wait_for(ready, process, seconds=10.0):
    """Until `ready()`; says what the server logged when it never is."""
    end = time.monotonic() + seconds
    while not ready():
        if process.child.poll() is not None:
            raise RuntimeError(f"{process.name} ended with {process.child.returncode}:\n{process.tail()}")
        if time.monotonic() > end:
            raise RuntimeError(f"{process.name} did not get ready:\n{process.tail()}")
        time.sleep(0.004)
