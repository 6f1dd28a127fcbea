#!/usr/bin/python3
"""Runs commands in turn and says what each cost: wall and CPU seconds, peak memory, exit codes.

  measured.py ROUNDS < [[command, ...], ...] > [[{"wall", "cpu", "mib", "codes"}, ...], ...]

A command is {"argv": [[word, ...], ...], "out": FILE}: its programs run one after the other and count as one.
Commands take turns, round by round, so that what disturbs the machine disturbs all of them. Memory is
ru_maxrss, which never says less than this process itself has (some 10 MiB).
"""
import json
import os
import sys
import time


def once(command):
    out = os.open(command.get("out", "/dev/null"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    null = os.open("/dev/null", os.O_RDWR)
    files = [(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, out, 1), (os.POSIX_SPAWN_DUP2, null, 2)]
    cpu, mib, codes = 0.0, 0.0, []
    begun = time.monotonic()
    for argv in command["argv"]:
        pid = os.posix_spawnp(argv[0], argv, os.environ, file_actions=files)
        _, status, used = os.wait4(pid, 0)
        cpu += used.ru_utime + used.ru_stime
        mib = max(mib, used.ru_maxrss / 1024)
        codes.append(os.waitstatus_to_exitcode(status))
    wall = time.monotonic() - begun
    os.close(out)
    os.close(null)
    return {"wall": wall, "cpu": cpu, "mib": mib, "codes": codes}


if __name__ == "__main__":
    commands = json.load(sys.stdin)
    rows = [[once(command) for command in commands] for _ in range(int(sys.argv[1]))]
    json.dump([list(column) for column in zip(*rows)], sys.stdout)
