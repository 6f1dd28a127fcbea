"""Front doors: everything of the lab that speaks TLS and HTTP, in one process.

  python3 -m vnetlab.doors SOCKET      reads one JSON object a line, {"ADDRESS:PORT": door}, opens
                                       and closes listeners until exactly these are there, says "ok"

A door is {"is": storage | backup | key_vault | entra | page | proxy | sqlmi | metadata | imds | msi | arm | none, "pem": FILE, ...}; those of
the control plane are in control_plane.py, a SQL server is tds.py's. The others' answers are the files in fixtures/, one a
row of azure-facts section 5; `answer` is the row that a well-formed request gets,
`hosts` gives a host name of its own a row. `fault` is what happens in place of the service:

  cut           the connection is reset after the ClientHello (an application rule without the name)
  silent        TCP is up, the handshake gets no answer
  http-silent   TLS is up, the request gets no answer
  not-tls       plain HTTP bytes on port 443
  tls11         nothing above TLS 1.1
  intercepted, expired, wrong-name      the certificate (chosen by the lab: `pem`)
  dead          no listener: refused
"""

import asyncio
import datetime
import email.utils
import json
import os
import re
import socket
import ssl
import struct
import sys
import uuid

from vnetlab import control_plane, credentials, tds

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TENANT = "7d9a5c3e-0f4b-4c7a-9a52-2f6f0c1d8e11"  # of contoso.onmicrosoft.com
KNOWN_TENANTS = {"contoso.onmicrosoft.com": TENANT, TENANT: TENANT, "organizations": "{tenantid}", "common": "{tenantid}"}


def load_fixtures():
    out = {}
    folder = os.path.join(HERE, "fixtures")
    for file in os.listdir(folder):
        if file.endswith(".http"):
            with open(os.path.join(folder, file), "rb") as f:
                out[file[:-5]] = f.read()
    return out


FIXTURES = load_fixtures()


def render(name, **values):
    """A fixture as bytes on the wire: CRLF in the head, the body to the byte."""
    head, _, body = FIXTURES[name].partition(b"\n\n")
    now = datetime.datetime.utcnow() + datetime.timedelta(seconds=values.get("skew_s", 0))
    values.setdefault("request_id", str(uuid.uuid4()))
    values.setdefault("version", "2019-12-12")
    values["date"] = email.utils.format_datetime(now.replace(tzinfo=datetime.timezone.utc), usegmt=True)
    values["time"] = now.strftime("%Y-%m-%dT%H:%M:%S.%f") + "0Z"
    values["Service"] = values.get("service", "blob").capitalize()

    def fill(part):
        return re.sub(rb"\{\{(\w+)\}\}", lambda m: str(values[m[1].decode()]).encode(), part)

    body = fill(body)
    values["length"] = len(body)
    head = fill(head).replace(b"\n", b"\r\n") + b"\r\n\r\n"
    if b"Transfer-Encoding: chunked" in head:
        body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    return head + body


class Request:
    def __init__(self, head):
        lines = head.decode("latin-1").split("\r\n")
        self.method, self.target, _ = (lines[0].split(" ") + ["", "", ""])[:3]
        self.headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            self.headers[name.strip().lower()] = value.strip()
        self.host = self.headers.get("host", "").split(":")[0].lower()
        self.path, _, self.query = self.target.partition("?")


def answer_storage(door, request):
    service = door.get("service", "blob")
    version = request.headers.get("x-ms-version", "2009-09-19")
    if request.host.endswith(".store.core.windows.net"):
        name = "storage_400_InvalidUri"
    elif not re.fullmatch(rf"[a-z0-9]{{3,24}}\.{service}\.core\.windows\.net", request.host):
        name = "storage_400_InvalidUri"
    else:
        name = credentials.storage(door, request) or door.get("hosts", {}).get(request.host, door["answer"])
        bare = request.path == "/" and not request.query
        # A bare `GET /` is no well-formed operation: 400 on a closed account, 409 on an open one
        # with anonymous access off (azure-facts 5.1).
        if bare and "409" not in name:
            name = "storage_400_InvalidQueryParameterValue"
        if name == "storage_409_PublicAccessNotPermitted" and "x-ms-version" not in request.headers:
            name += "_unversioned"
    return render(name, service=service, version=version, skew_s=door.get("skew_s", 0))


def answer_entra(door, request):
    if request.method == "POST" and request.path.endswith("/oauth2/v2.0/token"):
        return render("entra_200_token", token=credentials.TOKEN)
    match = re.fullmatch(r"/([^/]+)/(?:v2\.0/)?\.well-known/openid-configuration", request.path)
    name = door.get("hosts", {}).get(request.host, door.get("answer", ""))
    tenant = match[1] if match else "organizations"
    if name:
        return render(name, tenant=tenant)
    if not match:
        return render("backup_404")
    if tenant not in KNOWN_TENANTS:
        return render("entra_400_invalid_tenant", tenant=tenant)
    return render("entra_200_openid_v2", tenant=KNOWN_TENANTS[tenant])


def answer_metadata(door, request):
    return credentials.metadata(door, request, render)


def answer_page(door, request):
    return render(door.get("hosts", {}).get(request.host, door["answer"]), tenant="organizations")


def answer_backup(door, request):
    return render(door.get("answer", "backup_404"))


def answer_key_vault(door, request):
    if not re.fullmatch(r"[a-z0-9-]{3,24}\.vault\.azure\.net", request.host):
        return render("backup_404")
    return credentials.key_vault(door, request, render)


ANSWERS = {"key_vault": answer_key_vault, "storage": answer_storage, "entra": answer_entra, "backup": answer_backup,
           "page": answer_page, "imds": control_plane.answer_imds, "arm": control_plane.answer_arm, "msi": control_plane.answer_msi,
           "metadata": answer_metadata}


async def speak_http(door, reader, writer):
    answer = ANSWERS[door["is"]]
    while True:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            return
        request = Request(head[:-4])
        length = int(request.headers.get("content-length", 0) or 0)
        if length:
            await reader.readexactly(length)
        if door.get("fault") == "http-silent":
            await asyncio.sleep(3600)
        if door.get("log"):
            with open(door["log"], "a", encoding="utf-8") as f:
                f.write(head.decode("latin-1") + "\n")
        out = answer(door, request)
        if request.method == "HEAD":
            out = out.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        writer.write(out)
        await writer.drain()
        if request.headers.get("connection", "").lower() == "close":
            return


async def speak_fault(door, reader, writer):
    fault = door["fault"]
    if fault == "not-tls":
        await reader.read(1)
        writer.write(render("nginx_200"))
        await writer.drain()
    elif fault == "cut":
        await reader.read(4096)
        raw = writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close sends a RST
    elif fault == "closed":  # the handshake ends with an orderly close
        await reader.read(4096)
    elif fault == "silent":
        await asyncio.sleep(3600)


async def pump(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.write_eof()


async def speak_proxy(door, reader, writer):
    """A company's proxy: a tunnel to the hosts of `to`, {HOST:PORT: ADDRESS}, and a refusal of all else."""
    request = Request((await reader.readuntil(b"\r\n\r\n"))[:-4])
    with open(door["log"], "a", encoding="utf-8") as f:
        f.write(f"{request.method} {request.target}\n\n")
    address = door.get("to", {}).get(request.target) if request.method == "CONNECT" else None
    if not address:
        writer.write(b"HTTP/1.1 403 Forbidden\r\nVia: 1.1 proxy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        return await writer.drain()
    there, back = await asyncio.open_connection(address, int(request.target.rpartition(":")[2]))
    writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
    try:
        await asyncio.gather(pump(reader, back), pump(there, writer))
    finally:
        back.close()


RAW_FAULTS = {"not-tls", "cut", "silent", "closed"}


class Doors:
    def __init__(self):
        self.open = {}  # key -> (door, server)
        self.contexts = {}
        self.tasks = set()

    def context(self, door):
        key = (door["pem"], door.get("fault") == "tls11")
        if key not in self.contexts:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            if key[1]:
                context.set_ciphers("DEFAULT:@SECLEVEL=0")
                context.minimum_version = ssl.TLSVersion.TLSv1
                context.maximum_version = ssl.TLSVersion.TLSv1_1
            context.load_cert_chain(door["pem"])
            self.contexts[key] = context
        return self.contexts[key]

    async def listen(self, key, door):
        address, _, port = key.rpartition(":")
        sql = door["is"] == "sqlmi"
        raw = door.get("fault") in RAW_FAULTS and not sql
        speak = speak_fault if raw else speak_proxy if door["is"] == "proxy" else speak_http

        async def serve(reader, writer):
            task = asyncio.current_task()
            self.tasks.add(task)
            try:
                if sql:
                    await tds.speak(door, reader, writer, self.context(door))
                else:
                    await speak(door, reader, writer)
            except (OSError, ssl.SSLError, asyncio.CancelledError):
                pass
            finally:
                self.tasks.discard(task)
                writer.close()

        context = None if raw or sql or door.get("plain") else self.context(door)
        return await asyncio.start_server(serve, address, int(port), ssl=context, backlog=128)

    async def apply(self, wanted):
        wanted = {k: d for k, d in wanted.items() if d["is"] != "none" and d.get("fault") != "dead"}
        for key in [k for k, (door, _) in self.open.items() if wanted.get(k) != door]:
            server = self.open.pop(key)[1]
            server.close()
        for task in list(self.tasks):  # nobody of the last scenario keeps a connection
            task.cancel()
        for key, door in wanted.items():
            if key not in self.open:
                self.open[key] = (door, await self.listen(key, door))


async def main(path):
    doors = Doors()

    async def control(reader, writer):
        while line := await reader.readline():
            try:
                await doors.apply(json.loads(line))
                writer.write(b"ok\n")
            except Exception as error:  # said to the lab, which stops
                writer.write(f"{type(error).__name__}: {error}\n".encode())
            await writer.drain()

    server = await asyncio.start_unix_server(control, path, limit=1 << 22)
    # Handshakes that clients give up on are what they are for here.
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
