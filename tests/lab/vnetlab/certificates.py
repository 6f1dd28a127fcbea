"""Certificates of the lab: a public-looking chain, and those of the faults.

Root, intermediate, leaf, as real front doors have. `intercepted` leaves come from a second root
that nobody was told to trust.
"""

import datetime
import os

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from .processes import RUN

DAY = datetime.timedelta(days=1)


def _name(common, organisation):
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "US"),
                      x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
                      x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _pem(cert):
    return cert.public_bytes(serialization.Encoding.PEM)


class Authority:
    """A root and an intermediate under it."""

    def __init__(self, organisation, root, intermediate):
        self.key = ec.generate_private_key(ec.SECP256R1())
        root_key = ec.generate_private_key(ec.SECP256R1())
        now = datetime.datetime.utcnow()
        root_name, name = _name(root, organisation), _name(intermediate, organisation)

        def ca(subject, issuer, public, signer, length):
            return (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(public)
                    .serial_number(x509.random_serial_number()).not_valid_before(now - 30 * DAY).not_valid_after(now + 3650 * DAY)
                    .add_extension(x509.BasicConstraints(ca=True, path_length=length), critical=True)
                    .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
                    .sign(signer, hashes.SHA256()))

        self.root = ca(root_name, root_name, root_key.public_key(), root_key, 1)
        self.intermediate = ca(name, root_name, self.key.public_key(), root_key, 0)

    def leaf(self, names, days=(-5, 90)):
        """PEM of key, leaf and intermediate."""
        key = ec.generate_private_key(ec.SECP256R1())
        now = datetime.datetime.utcnow()
        cert = (x509.CertificateBuilder().subject_name(_name(names[0], "Microsoft Corporation"))
                .issuer_name(self.intermediate.subject).public_key(key.public_key())
                .serial_number(x509.random_serial_number())
                .not_valid_before(now + days[0] * DAY).not_valid_after(now + days[1] * DAY)
                .add_extension(x509.SubjectAlternativeName([x509.DNSName(n) for n in names]), critical=False)
                .sign(self.key, hashes.SHA256()))
        private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                    serialization.NoEncryption())
        return private + _pem(cert) + _pem(self.intermediate)


class Certificates:
    """Makes each leaf once; `path` returns the PEM file of key and chain."""

    def __init__(self, folder=os.path.join(RUN, "tls")):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        self.right = Authority("Lab Public Trust", "Lab Public Root G1", "Lab Public TLS Issuing CA 01")
        self.company = Authority("Contoso Ltd", "Contoso Inspection Root", "Contoso Inspection CA")
        self.ca_file = os.path.join(folder, "anchors.pem")
        with open(self.ca_file, "wb") as f:
            f.write(_pem(self.right.root))
        self.made = {}

    def path(self, names, variant="right"):
        """`variant`: right | intercepted | expired."""
        key = (variant, tuple(names))
        if key not in self.made:
            authority = self.company if variant == "intercepted" else self.right
            days = (-100, -10) if variant == "expired" else (-5, 90)
            path = os.path.join(self.folder, f"leaf{len(self.made)}.pem")
            with open(path, "wb") as f:
                f.write(authority.leaf(list(names), days))
            self.made[key] = path
        return self.made[key]


def storage_names(service, stamp):
    """SANs as on a storage front end: never a privatelink name (azure-facts 8.4 and the recorded
    certificate)."""
    return [f"*.{service}.core.windows.net", f"*.{stamp}.store.core.windows.net",
            *[f"*.z{i}.{service}.storage.azure.net" for i in range(1, 51)]]


def backup_names(geo="we"):
    return [f"*.{geo}.backup.windowsazure.com", f"*.privatelink.{geo}.backup.windowsazure.com"]


def instance_names(dns_zone):
    """A managed instance's, with its DNS zone (azure-facts 6, inferred)."""
    return [f"*.{dns_zone}.database.windows.net", f"*.{dns_zone}.worker.vnet.database.windows.net"]


KEY_VAULT_NAMES = ["*.vault.azure.net", "*.vaultcore.azure.net"]
ENTRA_NAMES = ["login.microsoftonline.com", "stamp2.login.microsoftonline.com", "login.microsoft.com",
               "login.windows.net", "sts.windows.net"]
