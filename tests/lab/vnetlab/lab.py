"""The lab: makes a world real, and runs programs on its virtual machine."""

import json
import os
import socket
import subprocess
import sys

from . import certificates, world as worlds
from .guests import Guests
from .nameservers import NameServers
from .network import Network
from .processes import RUN, Process, wait_for

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def enter(argv):
    """Replaces this process by itself inside the lab's namespaces, unless it is there already."""
    if os.path.isdir(RUN) and os.environ.get("VNETLAB_OUTSIDE"):
        return
    enter_path = os.path.join(HERE, "enter")
    os.execv(enter_path, [enter_path, sys.executable, *argv])


class Lab:
    def __init__(self, relay=None):
        self.network = Network(relay)
        self.certificates = certificates.Certificates()
        self.names = NameServers()
        self.guests = Guests()
        path = os.path.join(RUN, "doors.sock")
        self.doors = Process("doors", [sys.executable, "-m", "vnetlab.doors", path], cwd=HERE)
        self.control = socket.socket(socket.AF_UNIX)
        # The file is there from bind on, somebody who listens a moment later.
        wait_for(lambda: self.control.connect_ex(path) == 0, self.doors)
        self.replies = self.control.makefile("r")
        self.world = None
        self.plan = os.path.join(RUN, "plan.yaml")
        self.az = []

    def apply(self, world):
        doors = {worlds.door_address(k): dict(d) for k, d in world["doors"].items() if d}
        addresses = [a for a, _ in doors] + self.names.addresses(world) + self.guests.addresses(world)
        self.network.apply(world, addresses)
        self.guests.stop()  # a door may follow at the address
        for door in doors.values():
            door["pem"] = self._pem(door)
        self.control.sendall(json.dumps({f"{a}:{p}": d for (a, p), d in doors.items()}).encode() + b"\n")
        reply = self.replies.readline().strip()
        if reply != "ok":
            raise RuntimeError(f"doors: {reply}\n{self.doors.tail()}")
        self.guests.apply(world, self._guest_pem)
        self.names.apply(world)
        self._host_files(world["system"])
        with open(self.plan, "w", encoding="utf-8") as f:
            f.write(worlds.plan_file(world))
        self.az = [os.path.join(RUN, f"az-{i}.json") for i in range(len(world["az"]))]
        for path, text in zip(self.az, worlds.az_files(world)):
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
        self.world = world

    def _pem(self, door):
        if door["is"] == "storage":
            names = certificates.storage_names(door["service"], door["stamp"])
        elif door["is"] == "backup":
            names = certificates.backup_names(door.get("geo", "we"))
        elif door["is"] == "entra":
            names = certificates.ENTRA_NAMES
        elif door["is"] == "sqlmi":
            names = certificates.instance_names(door.get("dns_zone", "a1b2c3d4e5f6"))
        elif door["is"] == "key_vault":
            names = certificates.KEY_VAULT_NAMES
        elif door["is"] == "arm":
            names = ["management.azure.com"]
        elif door["is"] in ("none", "proxy", "imds", "msi"):
            return ""
        else:
            names = door.get("names", ["www.contoso.com"])
        fault = door.get("fault")
        if fault == "wrong-name":
            names, fault = ["www.contoso.com"], None
        return self.certificates.path(names, fault if fault in ("intercepted", "expired") else "right")

    def _guest_pem(self, kind, spec):
        if kind == "oauth2":
            return self.certificates.path(certificates.ENTRA_NAMES)
        return self.certificates.path([n for service in ("blob", "queue") for n in certificates.storage_names(service, spec["stamp"])])

    @staticmethod
    def _host_files(system):
        lines = [f"nameserver {n}" for n in system["nameservers"]]
        if system.get("search"):
            lines.append("search " + " ".join(system["search"]))
        if system.get("options"):
            lines.append("options " + system["options"])
        for name, lines in (("resolv.conf", lines), ("hosts", system["hosts"]), ("nsswitch.conf", [system["nsswitch"]])):
            with open(os.path.join(RUN, "etc", name), "w", encoding="utf-8") as f:  # in place: it is bind-mounted
                f.write("\n".join(lines) + "\n")

    def command(self, argv, launch=True):
        """The command line that runs `argv` on the virtual machine."""
        launcher = [os.path.join(HERE, "launcher"), "--"] if launch else []
        return [*self.network.vm.prefix(), *launcher, *argv]

    def environment(self, **more):
        """What a program on the machine finds; no proxy of the host's."""
        env = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        env.update(self.network.environment())
        env.update({k: str(v) for k, v in self.world.get("environment", {}).items()} if self.world else {})
        env.update(more)
        return env

    def probe_argv(self, binary, *options):
        """`run` with the world's plan and arguments, and the lab's anchors."""
        az = [word for file in self.az for word in ("--from-az", file)]
        return [binary, "run", "-p", self.plan, "--ca-file", self.certificates.ca_file, *az,
                *[str(a) for a in self.world["args"]], *options]

    def run(self, argv, **keywords):
        return subprocess.run(self.command(argv), env=self.environment(), **keywords)
