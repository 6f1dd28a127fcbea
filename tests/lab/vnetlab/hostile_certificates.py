"""Chains of the lab's public authority that no client should take, and some that it must bear.

What surprises a newcomer: each is wrong in one thing alone. The names are right, the time is right, the
anchor is known, but for what the chain is called after.
"""

import datetime
import os

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY = datetime.timedelta(days=1)
NOW = datetime.datetime.utcnow()
VALID, PAST = (-5, 90), (-100, -10)


def named(common):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM)


class Signer:
    def __init__(self, name, key, certificate):
        self.name, self.key, self.certificate = name, key, certificate


def issue(by, common, key, days=VALID, authority=None, extensions=(), digest=None):
    """A certificate of `key` by a Signer, or by itself where that is None; `authority` is the path length of one."""
    name = named(common)
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(by.name if by else name).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(NOW + days[0] * DAY).not_valid_after(NOW + days[1] * DAY)
            .add_extension(x509.BasicConstraints(ca=authority is not None, path_length=authority), critical=True))
    for extension in extensions:
        made = made.add_extension(extension, critical=False)
    return made.sign(by.key if by else key, digest or hashes.SHA256())


class HostileCertificates:
    """Makes all of them at once: `paths` are the PEM files by name, `ca_file` the anchors to trust."""

    def __init__(self, right, names, folder):
        self.names, self.folder, self.paths = names, folder, {}
        os.makedirs(folder, exist_ok=True)
        self.key = ec.generate_private_key(ec.SECP256R1())  # of everybody: keys are not what is judged here
        lab = Signer(right.intermediate.subject, right.key, right.intermediate)
        lab_chain = [right.intermediate]
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH])
        self.write("right", self.leaf(lab), lab_chain)
        self.write("expired-leaf", self.leaf(lab, days=PAST), lab_chain)
        self.write("wrong-key-usage", self.leaf(lab, extensions=[usage]), lab_chain)
        self.write("sha-1", self.leaf(lab, digest=hashes.SHA1()), lab_chain)
        self.write("self-signed", self.leaf(None), [])
        self.write("names-of-16-kib", self.leaf(lab, names=[*names, *(f"{'n' * 60}.{i}.example" for i in range(20)), "x" * 16384]), lab_chain)
        own, old = self.authority(None, "Hostile Root", 10), self.authority(None, "Hostile Root of old", 10, PAST)
        for name, root, days in (("expired-intermediate", own, PAST), ("expired-root", old, VALID)):
            below = self.authority(root, f"{name} CA", 0, days)
            self.write(name, self.leaf(below), [below.certificate])
        chain = [self.authority(None, "Endless Root", None)]
        while len(chain) < 199:
            chain.append(self.authority(chain[-1], f"Endless CA {len(chain)}", None))
        self.write("chain-of-200", self.leaf(chain[-1]), [each.certificate for each in reversed(chain)])
        self.ca_file = os.path.join(folder, "anchors.pem")
        with open(self.ca_file, "wb") as f:
            f.write(b"".join(map(pem, [right.root, own.certificate, old.certificate, chain[0].certificate])))

    def authority(self, by, name, length, days=VALID):
        certificate = issue(by, name, self.key, days, authority=length if length is not None else 300)
        return Signer(certificate.subject, self.key, certificate)

    def leaf(self, by, days=VALID, names=None, extensions=(), digest=None):
        alternatives = x509.SubjectAlternativeName([x509.DNSName(n) for n in names or self.names])
        return issue(by, self.names[0], self.key, days, extensions=[alternatives, *extensions], digest=digest)

    def write(self, name, leaf, chain):
        private = self.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        self.paths[name] = os.path.join(self.folder, f"{name}.pem")
        with open(self.paths[name], "wb") as f:
            f.write(private + b"".join(map(pem, [leaf, *chain])))
