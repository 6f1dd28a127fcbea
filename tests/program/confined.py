#!/usr/bin/python3
"""Runs a command under what a container's seccomp profile forbids:

  tests/program/confined.py docker|old-runtime COMMAND [ARGS...]

`docker` denies what the table "significant syscalls blocked by the default profile" of Docker's
documentation names. `old-runtime` stands for a runtime older than the C library inside: it answers EPERM
where the library waits for ENOSYS, so that no thread can be started (clone3) and new calls fail oddly.
"""
import errno
import os
import sys

import seccomp

DOCKER = """acct add_key bpf clock_adjtime clock_settime create_module delete_module finit_module get_kernel_syms
get_mempolicy init_module ioperm iopl kcmp kexec_file_load kexec_load keyctl lookup_dcookie mbind mount
move_pages nfsservctl open_by_handle_at perf_event_open personality pivot_root process_vm_readv
process_vm_writev ptrace query_module quotactl reboot request_key set_mempolicy setns settimeofday swapon
swapoff sysfs _sysctl umount2 unshare uselib userfaultfd ustat io_uring_setup""".split()
NEW = "clone3 statx openat2 faccessat2 rseq close_range epoll_pwait2".split()

if __name__ == "__main__":
    rules = seccomp.SyscallFilter(seccomp.ALLOW)
    for name in DOCKER + (NEW if sys.argv[1] == "old-runtime" else []):
        try:
            rules.add_rule(seccomp.ERRNO(errno.EPERM), name)
        except RuntimeError:
            pass  # a call that this architecture does not have
    if sys.argv[1] == "docker":
        rules.add_rule(seccomp.ERRNO(errno.ENOSYS), "clone3")
    rules.load()
    os.execvp(sys.argv[2], sys.argv[2:])
