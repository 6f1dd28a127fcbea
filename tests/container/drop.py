#!/usr/bin/python3
"""Runs a program in a root as an image runs it, without an engine: no capability, no new privileges.

  tests/container/drop.py ROOT TIMES PROGRAM [ARGS...]

TIMES 1: becomes the program. More: runs it so often and prints the milliseconds of each, from the making
of the process to its end, in the order of their length. AS=UID:GID: as that user, as USER of an image says."""
import ctypes
import os
import sys
import time

PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 24, 38, 47, 4


def become(root, words):
    libc = ctypes.CDLL(None, use_errno=True)
    os.chroot(root)
    os.chdir("/")
    for capability in range(64):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    user, _, group = os.environ.pop("AS", "").partition(":")
    if user:
        os.setgroups([])
        os.setgid(int(group))
        os.setuid(int(user))
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "no_new_privs")
    os.execv(words[0], words)


def main(argv):
    root, times, words = argv[0], int(argv[1]), argv[2:]
    if times == 1:
        become(root, words)
    taken = []
    for _ in range(times):
        started = time.monotonic()
        pid = os.fork()
        if pid == 0:
            os.dup2(os.open("/dev/null", os.O_WRONLY), 1)
            become(root, words)
        if os.waitpid(pid, 0)[1] != 0:
            return 1
        taken.append((time.monotonic() - started) * 1000)
    print(" ".join(f"{t:.0f}" for t in sorted(taken)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
