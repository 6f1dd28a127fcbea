"""Doors that mean harm, each in another way: TCP, TLS and HTTP, and proxies.

  python3 -m vnetlab.hostile_doors SPEC.json      [{"address", "manner", "pem"}], port 443 of each, 3128 of a proxy

What surprises a newcomer: where a head comes whole it is the right answer of a storage account, and that
decides, whatever follows; where it does not, the pieces of the right answer are there all the same, for
a program that is content with pieces to be caught.
"""

import asyncio
import gzip
import json
import socket
import ssl
import struct
import sys

from vnetlab import doors

# RFC 5246 section 7.2 and RFC 8446 section 6; 0 is close_notify.
ALERTS = [0, 10, 20, 21, 22, 30, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 60, 70, 71, 80, 86, 90, 100,
          109, 110, 111, 112, 113, 114, 115, 116, 120, 255]


def right():
    return doors.render("storage_409_PublicAccessNotPermitted", service="blob", version="2019-12-12")


def head_and_body():
    head, _, body = right().partition(b"\r\n\r\n")
    return head, body


def head_with(*lines, without=()):
    """The right head with these lines in the place of those whose names begin so."""
    kept = [line for line in head_and_body()[0].split(b"\r\n") if not line.lower().startswith(tuple(without))]
    return b"\r\n".join([*kept, *lines]) + b"\r\n\r\n"


def alert(number, level=2):
    return bytes([21, 3, 3, 0, 2, level, number])


def reset(writer):
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close sends a RST
    writer.transport.abort()


async def stay():
    await asyncio.sleep(3600)


async def flood(reader, writer, block):
    while not writer.is_closing() and not reader.at_eof():  # inside TLS drain() does not tell
        writer.write(block)
        await writer.drain()


async def drip(writer, data, pause):
    for byte in data:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(pause)


# Before TLS: each is handed the bare connection. The first bytes of the client are read by those that wait for them.

async def accept_and_silence(reader, writer):
    await stay()


async def rst_on_accept(reader, writer):
    reset(writer)


async def rst_after_hello(reader, writer):
    await reader.read(4096)
    reset(writer)


async def rst_in_the_handshake(reader, writer):
    await reader.read(4096)
    writer.write(bytes([22, 3, 3, 0, 90, 2, 0, 0, 86, 3, 3]) + b"r" * 20)  # a ServerHello that breaks off
    await writer.drain()
    reset(writer)


async def ssh_banner(reader, writer):
    writer.write(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")
    await stay()


async def plain_http(reader, writer):
    await reader.read(4096)
    writer.write(right())
    await writer.drain()


async def endless_handshake(reader, writer):
    await reader.read(4096)
    await flood(reader, writer, (bytes([22, 3, 3, 0, 4]) + bytes(4)) * 400)  # HelloRequest, which a client may ignore


async def endless_handshake_message(reader, writer):
    await reader.read(4096)
    writer.write(bytes([22, 3, 3, 64, 0, 11, 255, 255, 255]) + bytes(16380))  # a message of 16 MiB
    await flood(reader, writer, bytes([22, 3, 3, 64, 0]) + bytes(16384))


async def endless_warnings(reader, writer):
    await reader.read(4096)
    await flood(reader, writer, alert(90, level=1) * 400)


async def handshake_one_byte_a_second(reader, writer):
    await reader.read(4096)
    await drip(writer, bytes([22, 3, 3, 0, 90, 2, 0, 0, 86, 3, 3]) + b"r" * 80, 1.0)


def alerting(number):
    async def manner(reader, writer):
        await reader.read(4096)
        writer.write(alert(number))
        await writer.drain()
        await asyncio.sleep(0.2)
    return manner


RAW = {
    "accept-and-silence": accept_and_silence,
    "rst-on-accept": rst_on_accept,
    "rst-after-hello": rst_after_hello,
    "rst-in-the-handshake": rst_in_the_handshake,
    "ssh-banner": ssh_banner,
    "plain-http": plain_http,
    "endless-handshake": endless_handshake,
    "endless-handshake-message": endless_handshake_message,
    "endless-warnings": endless_warnings,
    "handshake-one-byte-a-second": handshake_one_byte_a_second,
    **{f"alert-{number}": alerting(number) for number in ALERTS},
}

# Inside TLS: each is handed the connection after the handshake, and asks for the request itself.


def saying(*parts):
    async def manner(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        for part in parts:
            writer.write(part() if callable(part) else part)
        await writer.drain()
    return manner


def saying_and_staying(*parts):
    async def manner(reader, writer):
        await saying(*parts)(reader, writer)
        await stay()
    return manner


def repeating(first, again):
    async def manner(reader, writer):
        await saying(first)(reader, writer)
        await flood(reader, writer, again)
    return manner


def resetting(*parts):
    async def manner(reader, writer):
        await saying(*parts)(reader, writer)
        await asyncio.sleep(0.1)  # what was written is read before
        reset(writer)
    return manner


async def rst_after_the_handshake(reader, writer):
    reset(writer)


async def head_one_byte_a_second(reader, writer):
    await reader.readuntil(b"\r\n\r\n")
    await drip(writer, right(), 1.0)


def first_lines():
    return b"\r\n".join(head_and_body()[0].split(b"\r\n")[:4]) + b"\r\n"


PACKED = gzip.compress(bytes(64 << 20))


def bomb():
    packed = PACKED
    return head_with(b"Content-Encoding: gzip", b"Content-Length: %d" % len(packed), without=(b"content-length", b"transfer")) + packed


def redirect(location):
    return b"HTTP/1.1 302 Found\r\nServer: x\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % location


LENGTH = (b"content-length", b"transfer")
HTTP = {
    "rst-after-the-handshake": rst_after_the_handshake,
    "rst-after-the-request": resetting(),
    "rst-in-the-headers": resetting(first_lines),
    "rst-in-the-body": resetting(lambda: head_with(b"Content-Length: 5000", without=LENGTH), b"half"),
    "no-answer": saying_and_staying(),
    "endless-headers": repeating(first_lines, b"X-Ms-Request-Id: " + b"x" * 80 + b"\r\n"),
    "endless-header": repeating(lambda: first_lines() + b"X: ", b"x" * 4096),
    "endless-body": repeating(lambda: head_with(without=LENGTH), b"x" * 65536),
    "one-byte-a-second": head_one_byte_a_second,
    "gzip-bomb": saying_and_staying(bomb),
    "length-too-long": saying_and_staying(lambda: head_with(b"Content-Length: 99999999999", without=LENGTH), b"short"),
    "length-too-short": saying(lambda: head_with(b"Content-Length: 1", without=LENGTH), b"long" * 2000),
    "length-negative": saying(lambda: head_with(b"Content-Length: -1", without=LENGTH), b"x"),
    "two-lengths": saying(lambda: head_with(b"Content-Length: 3", b"Content-Length: 5", without=LENGTH), b"hello"),
    "chunked-garbage": saying(lambda: head_with(b"Transfer-Encoding: chunked", without=LENGTH), b"zz\r\n\xff\xfe"),
    "chunk-of-16-eib": saying_and_staying(lambda: head_with(b"Transfer-Encoding: chunked", without=LENGTH), b"ffffffffffffffff\r\nx"),
    "100-continue-for-ever": repeating(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "redirect-to-metadata": saying(redirect(b"http://169.254.169.254/metadata/instance")),
    "redirect-to-a-file": saying(redirect(b"file:///etc/passwd")),
    "redirect-to-itself": saying(redirect(b"/")),
    "location-with-credentials": saying(redirect(b"https://user:c4nary-l0cation@10.1.3.5/?sig=c4nary-s1g")),
    "http2-only": saying_and_staying(bytes([0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 4, 0, 16, 0, 0]) + bytes([0, 0, 8, 7, 0, 0, 0, 0, 0]) + bytes(8)),
    "http-0-9": saying(lambda: b"<html>" + right()),
    "status-of-no-number": saying(lambda: right().replace(b" 409 ", b" 4o9 ", 1)),
    "cookies": saying(lambda: head_with(*[b"Set-Cookie: session%d=c4nary%s; Domain=.windows.net" % (i, b"x" * 900) for i in range(50)],
                                        b"Content-Length: 0", without=LENGTH)),
    "right": saying(right),
}

TUNNEL = b"HTTP/1.1 200 Connection established\r\n\r\n"
WANTS_PASSWORD = b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
DENIES = b"HTTP/1.1 403 Forbidden\r\nVia: 1.1 proxy\r\n"
# Proxies: each is handed the bare connection, and asks for the CONNECT itself.
PROXIES = {
    "proxy-silent": accept_and_silence,
    "proxy-407": saying(WANTS_PASSWORD + b"Content-Length: 0\r\n\r\n"),
    "proxy-407-endless-headers": repeating(WANTS_PASSWORD, b"X: " + b"x" * 80 + b"\r\n"),
    "proxy-407-endless-body": repeating(WANTS_PASSWORD + b"Content-Length: 99999999999\r\n\r\n", b"x" * 65536),
    "proxy-407-endless-chunks": repeating(WANTS_PASSWORD + b"Transfer-Encoding: chunked\r\n\r\n", b"8\r\nxxxxxxxx\r\n" * 4000),
    "proxy-connect-refused": saying(DENIES + b"Content-Length: 0\r\nConnection: close\r\n\r\n"),
    "proxy-connect-then-silence": saying_and_staying(TUNNEL),
    "proxy-connect-then-garbage": saying_and_staying(TUNNEL, b"HTTP/1.1 400 Bad Request\r\n\r\n"),
    "proxy-connect-then-rst": resetting(TUNNEL),
    "proxy-100-for-ever": repeating(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "proxy-redirects": saying(redirect(b"http://169.254.169.254/")),
    "proxy-http-0-9": saying(b"<html>200 Connection established\r\n\r\n"),
    "proxy-one-byte-a-second": lambda reader, writer: drip(writer, TUNNEL, 1.0),
}

# Chains: the service behind them is right.
CHAINS = ["expired-leaf", "expired-intermediate", "expired-root", "wrong-key-usage", "sha-1", "self-signed", "names-of-16-kib",
          "chain-of-200"]
# Contexts: what the server asks of the handshake.
CONTEXTS = ["client-certificate", "client-certificate-tls12", "downgrade"]
MANNERS = [*RAW, *HTTP, *CHAINS, *CONTEXTS]


def context(manner, pem):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if manner == "downgrade":
        made.minimum_version, made.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    if manner in ("downgrade", "sha-1"):
        made.set_ciphers("DEFAULT:@SECLEVEL=0")
    if manner.startswith("client-certificate"):
        made.verify_mode = ssl.CERT_REQUIRED
        made.load_verify_locations(pem)
    if manner == "client-certificate-tls12":
        made.maximum_version = ssl.TLSVersion.TLSv1_2
    made.load_cert_chain(pem)
    return made


async def listen(address, manner, pem):
    bare = manner in RAW or manner in PROXIES
    speak = RAW.get(manner) or PROXIES.get(manner) or HTTP.get(manner) or saying(right)

    async def serve(reader, writer):
        try:
            await speak(reader, writer)
        except (OSError, ssl.SSLError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    port = 3128 if manner in PROXIES else 443
    await asyncio.start_server(serve, address, port, ssl=None if bare else context(manner, pem), backlog=128)


async def main(path):
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)  # clients that give up are the rule
    with open(path, encoding="utf-8") as f:
        for door in json.load(f):
            await listen(door["address"], door["manner"], door["pem"])
    await asyncio.start_unix_server(lambda reader, writer: writer.close(), path + ".ready")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
