"""A SQL server's front: pre-login, the TLS handshake inside of TDS packets, and a refused login.

By MS-TDS (2.2.3 packets, 2.2.6.5 pre-login, 3.3.5 what a server does) and azure-facts 6; written
beside the probe's own codec and from nothing of it. The first byte tells TDS 7 from TDS 8: a client
of TDS 8 opens with a TLS record.

Door: {"is": "sqlmi", "encryption": on | off | not_supported, "fault": ...}. Faults:

  silent, cut, not-tds   the pre-login gets nothing, a reset, the bytes of an HTTP server
  echo                   it gets itself back
  garbage                a TDS packet with no pre-login in it
  strict-only            nothing but TDS 8: a TLS alert and the end for a pre-login in the clear
  strict-silent          the same, but it waits for a ClientHello
  tls-cut                the pre-login is answered, the ClientHello gets a reset
  tls-garbage            the ClientHello gets something else, in TDS packets
  tls11, intercepted, expired, wrong-name   as with doors that speak HTTPS
  no-strict              a TLS record for the first byte gets the end of the connection
"""

import asyncio
import socket
import ssl
import struct

PRELOGIN, LOGIN7, RESULT = 0x12, 0x10, 0x04
VERSION, ENCRYPTION, INSTANCE, THREAD, MARS, TRACE, FEDAUTH, NONCE, END = 0, 1, 2, 3, 4, 5, 6, 7, 0xFF
OFF, ON, NOT_SUPPORTED, REQUIRED = 0, 1, 2, 3
# What a server answers, by its own setting and the client's (azure-facts 6).
ANSWERS = {
    "on": {OFF: REQUIRED, ON: ON, NOT_SUPPORTED: REQUIRED, REQUIRED: ON},
    "off": {OFF: OFF, ON: ON, NOT_SUPPORTED: NOT_SUPPORTED, REQUIRED: ON},
    "not_supported": dict.fromkeys(range(4), NOT_SUPPORTED),
}
ALERT_UNEXPECTED = bytes.fromhex("1503030002020a")  # unexpected_message, RFC 8446 6.2


def packet(kind, payload, status=1, number=1):
    return struct.pack(">BBHHBB", kind, status, len(payload) + 8, 0, number, 0) + payload


def read_options(payload):
    """{token: data} of a pre-login message."""
    options, at = {}, 0
    while payload[at] != END:
        token, offset, length = struct.unpack_from(">BHH", payload, at)
        options[token] = payload[offset:offset + length]
        at += 5
    return options


def write_options(options):
    at = 5 * len(options) + 1
    head, data = b"", b""
    for token, value in options.items():
        head += struct.pack(">BHH", token, at + len(data), len(value))
        data += value
    return head + bytes([END]) + data


class Channel:
    """Packets of one connection, in the clear or inside of TLS."""

    def __init__(self, reader, writer, first):
        self.reader, self.writer = reader, writer
        self.pending = first
        self.tls = None
        self.into, self.out = ssl.MemoryBIO(), ssl.MemoryBIO()

    async def more(self):
        data = await self.reader.read(16384)
        if not data:
            raise ConnectionError("the client is gone")
        return data

    async def receive(self):
        """(type, payload) of the next message."""
        payload = b""
        while True:
            kind, status, piece = await self.receive_packet()
            payload += piece
            if status & 1:
                return kind, payload

    async def receive_packet(self):
        head = await self.exactly(8)
        kind, status, length = struct.unpack(">BBH", head[:4])
        return kind, status, await self.exactly(length - 8)

    async def exactly(self, count):
        while len(self.pending) < count:
            if self.tls is None:
                self.pending += await self.more()
                continue
            try:
                self.pending += self.tls.read(16384)
            except ssl.SSLWantReadError:
                self.into.write(await self.more())
        out, self.pending = self.pending[:count], self.pending[count:]
        return out

    async def send(self, data):
        if self.tls is not None:
            self.tls.write(data)
            data = self.out.read()
        self.writer.write(data)
        await self.writer.drain()

    async def handshake(self, context, wrapped, first=b""):
        """TLS by records alone, or by records inside of pre-login packets."""
        tls = context.wrap_bio(self.into, self.out, server_side=True)
        self.into.write(first)
        while True:
            done = False
            try:
                tls.do_handshake()
                done = True
            except ssl.SSLWantReadError:
                pass
            finally:
                data = self.out.read()
                if data:  # pieces of at most 0x1000 bytes with status 0, as SQL Azure sends them
                    pieces = [packet(PRELOGIN, data[i:i + 4088], 0, 0) for i in range(0, len(data), 4088)]
                    self.writer.write(b"".join(pieces) if wrapped else data)
                    await self.writer.drain()
            if done:
                break
            if wrapped:  # FreeTDS ends no message here
                self.into.write((await self.receive_packet())[2])
            else:
                self.into.write(await self.more())
        self.tls = tls
        self.pending = b""


def refused_login():
    """Error 18456 and DONE (MS-TDS 2.2.7.10, 2.2.7.6)."""
    text, server = "Login failed for user 'probe'.", "mysqlmi01"
    body = struct.pack("<iBB", 18456, 1, 14)
    body += struct.pack("<H", len(text)) + text.encode("utf-16-le")
    body += bytes([len(server)]) + server.encode("utf-16-le") + b"\0" + struct.pack("<i", 1)
    return b"\xaa" + struct.pack("<H", len(body)) + body + b"\xfd" + struct.pack("<HHQ", 2, 0, 0)


def answer_prelogin(door, options, strict=False):
    """The client's options, each answered; THREADID is empty in a server's answer."""
    wanted = options.get(ENCRYPTION, b"\0")[0] & 0x7F
    answers = {VERSION: bytes.fromhex("0c0016770000")}
    for token in options:
        if token == ENCRYPTION:
            answers[token] = bytes([4 if strict else ANSWERS[door.get("encryption", "on")].get(wanted, REQUIRED)])
        elif token in (INSTANCE, MARS, FEDAUTH):
            answers[token] = b"\0"
        elif token == THREAD:
            answers[token] = b""
    return answers


def reset(writer):
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close sends a RST


def note(door, text):
    if door.get("log"):
        with open(door["log"], "a", encoding="utf-8") as f:
            f.write(text + "\n")


async def speak(door, reader, writer, context):
    fault = door.get("fault")
    first = await reader.read(4096)
    if not first:
        return
    channel = Channel(reader, writer, first)
    if door.get("fault") != "tls11":
        # Inside of TDS 7 the client's word is not to be the handshake's last, as it is in TLS 1.3:
        # FreeTDS, for one, keeps it in its buffer for ever.
        context.maximum_version = ssl.TLSVersion.TLSv1_3 if first[0] == 0x16 else ssl.TLSVersion.TLSv1_2
    strict = first[0] == 0x16
    if fault == "silent":
        await asyncio.sleep(3600)
    if fault == "not-tds":
        return await channel.send(b"HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nContent-Length: 0\r\n\r\n")
    if fault == "echo":
        return await channel.send(first)
    if fault == "cut" or (strict and fault == "no-strict"):
        return reset(writer)
    if strict:
        context.set_alpn_protocols(["tds/8.0"])
        await channel.handshake(context, False, first)
    elif fault == "strict-only":
        return await channel.send(ALERT_UNEXPECTED)
    elif fault == "strict-silent":
        await asyncio.sleep(3600)
    kind, payload = await channel.receive()
    if kind != PRELOGIN:
        return
    if fault == "garbage":
        return await channel.send(packet(RESULT, b"\xff" * 16))
    options = read_options(payload)
    answers = answer_prelogin(door, options, strict)
    await channel.send(packet(RESULT, write_options(answers)))
    note(door, f"prelogin strict={strict} options={sorted(options)} encryption={options.get(ENCRYPTION, b'').hex()}")
    encryption = answers.get(ENCRYPTION, b"\2")[0]
    if not strict and encryption != NOT_SUPPORTED:
        if fault in ("tls-cut", "tls-garbage"):
            await channel.receive()
            return reset(writer) if fault == "tls-cut" else await channel.send(packet(PRELOGIN, b"no TLS at all, and long"))
        await channel.handshake(context, True)
    note(door, "tls" if channel.tls else "clear")
    kind, _ = await channel.receive()
    note(door, f"login {kind:#04x}")
    if kind == LOGIN7:
        await channel.send(packet(RESULT, refused_login()))
