"""Servers of other people that stand behind an address in one scenario each: Azurite as blob and
queue storage, oauth2-mock-server as sign-in. tests/lab/setup --tests installs them.

Azurite answers an anonymous request as Azure does only for a container that is open to the public:
everything else gets "AuthorizationFailure" with a text that Azure never sends with that code. So
the container of the scenario is made first, and made public.
"""

import base64
import datetime
import email.utils
import hashlib
import hmac
import http.client
import os
import socket
import ssl

from .processes import RUN, Process, wait_for

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
NODE_MODULES = os.path.join(HERE, "node_modules")
KEY = base64.b64encode(b"vnetprobe" * 7).decode()


def _split(pem):
    """Key and chain as two files, which Node wants."""
    with open(pem, encoding="ascii") as f:
        key, end, chain = f.read().partition("-----END PRIVATE KEY-----\n")
    paths = pem[:-4] + ".key", pem[:-4] + ".crt"
    for path, text in zip(paths, (key + end, chain)):
        with open(path, "w", encoding="ascii") as f:
            f.write(text)
    return paths


def _listens(address):
    def ready():
        try:
            socket.create_connection((address, 443), 0.2).close()
            return True
        except OSError:
            return False

    return ready


def _need(package):
    if not os.path.isdir(os.path.join(NODE_MODULES, package)):
        raise RuntimeError(f"{package} is not installed: run tests/lab/setup --tests")


def start_azurite(spec, pem):
    _need("azurite")
    key, cert = _split(pem)
    env = dict(os.environ, AZURITE_ACCOUNTS=f"{spec['account']}:{KEY}")
    process = Process("azurite", [
        "node", os.path.join(NODE_MODULES, "azurite", "dist", "src", "azurite.js"), "--inMemoryPersistence", "--disableTelemetry",
        "--skipApiVersionCheck", "--blobHost", spec["blob"], "--blobPort", "443", "--queueHost", spec["queue"], "--queuePort", "443",
        "--tableHost", "127.0.0.1", "--tablePort", "10002", "--cert", cert, "--key", key], cwd=RUN, env=env)
    wait_for(_listens(spec["queue"]), process, 20)
    wait_for(_listens(spec["blob"]), process, 20)
    make_public_container(spec["blob"], spec["account"], spec["container"])
    return process


def make_public_container(address, account, container):
    """PUT container by shared key, open to anonymous listing."""
    date = email.utils.format_datetime(datetime.datetime.now(datetime.timezone.utc), usegmt=True)
    headers = {"x-ms-blob-public-access": "container", "x-ms-date": date, "x-ms-version": "2020-10-02"}
    canonical = "".join(f"{k}:{headers[k]}\n" for k in sorted(headers))
    text = "PUT" + "\n" * 12 + canonical + f"/{account}/{container}\nrestype:container"
    signature = base64.b64encode(hmac.new(base64.b64decode(KEY), text.encode(), hashlib.sha256).digest()).decode()
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = http.client.HTTPSConnection(address, 443, timeout=5, context=context)
    connection.request("PUT", f"/{container}?restype=container", headers={
        **headers, "Host": f"{account}.blob.core.windows.net", "Authorization": f"SharedKey {account}:{signature}"})
    reply = connection.getresponse()
    if reply.status != 201:
        raise RuntimeError(f"azurite: making the container: {reply.status} {reply.read()[:300]!r}")


def start_oauth2(spec, pem):
    _need("oauth2-mock-server")
    key, cert = _split(pem)
    process = Process("oauth2", ["node", os.path.join(HERE, "vnetlab", "oauth2.js"), key, cert, spec["address"], spec["tenant"]])
    wait_for(_listens(spec["address"]), process, 20)
    return process


START = {"azurite": start_azurite, "oauth2": start_oauth2}


class Guests:
    """Those of the current world. They start afresh with each world that has them."""

    def __init__(self):
        self.running = []

    @staticmethod
    def addresses(world):
        return [v for spec in world["guests"].values() for k, v in spec.items() if k in ("blob", "queue", "address")]

    def stop(self):
        while self.running:
            self.running.pop().stop()

    def apply(self, world, certificate):
        """`certificate(kind, spec)`: the PEM file of key and chain."""
        for kind, spec in world["guests"].items():
            self.running.append(START[kind](spec, certificate(kind, spec)))
