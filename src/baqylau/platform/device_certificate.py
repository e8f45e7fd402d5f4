"""Certificates of devices, signed by the operator's own CA (RFC 5280): the identity is the common name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from baqylau.platform.problems import OperatorProblem

LONGEST_COMMON_NAME = 64
"""RFC 5280, appendix A.1: ub-common-name."""

_CLOCKS_DIFFER = timedelta(hours=1)


class AuthorityUnusable(OperatorProblem):
    """The CA's files cannot be read, do not belong together, or the CA may not sign."""


class IdentityTooLong(OperatorProblem):
    """No certificate can hold the identity as its common name."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A CA with its private key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

    @staticmethod
    def read(certificate_path: Path, key_path: Path) -> Authority:
        """From PEM files. Raises AuthorityUnusable."""
        try:
            certificate = x509.load_pem_x509_certificate(certificate_path.read_bytes())
            key = serialization.load_pem_private_key(key_path.read_bytes(), None)
        except (OSError, ValueError, TypeError) as problem:
            raise AuthorityUnusable(
                f"{certificate_path} or {key_path} cannot be read: {problem}. Both are PEM, the key without a password"
            ) from problem
        if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
            raise AuthorityUnusable(f"{key_path} is neither an EC nor an RSA key")
        if key.public_key() != certificate.public_key():
            raise AuthorityUnusable(f"{key_path} is not the key of {certificate_path}")
        if not _may_sign(certificate):
            raise AuthorityUnusable(f"{certificate_path} is no CA: it lacks basicConstraints CA:TRUE")
        return Authority(certificate, key)


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


@dataclass(frozen=True, slots=True)
class Made:
    """Key and certificate of one device in PEM."""

    key: bytes
    certificate: bytes
    until: datetime


def certificate_for(identity: str, authority: Authority, now: datetime, days: int) -> Made:
    """A new P-256 key and its certificate, for use by a client alone. Raises IdentityTooLong, AuthorityUnusable."""
    if len(identity) > LONGEST_COMMON_NAME:
        raise IdentityTooLong(f"{identity!r} is longer than {LONGEST_COMMON_NAME} characters")
    until = min(now + timedelta(days=days), authority.certificate.not_valid_after_utc)
    if until <= now:
        raise AuthorityUnusable(f"the CA's own certificate ended at {until:%Y-%m-%d %H:%M} UTC")
    key = ec.generate_private_key(ec.SECP256R1())
    signed = _unsigned(identity, authority, key.public_key(), (now - _CLOCKS_DIFFER, until)).sign(
        authority.key, hashes.SHA256()
    )
    written = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Made(written, signed.public_bytes(serialization.Encoding.PEM), until)


def _unsigned(
    identity: str,
    authority: Authority,
    key: ec.EllipticCurvePublicKey,
    valid: tuple[datetime, datetime],
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, identity)]))
        .issuer_name(authority.certificate.subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
        .add_extension(_key_identifier(authority), critical=False)
    )


def _key_identifier(authority: Authority) -> x509.AuthorityKeyIdentifier:
    """The one that the CA's certificate names, however it was computed."""
    try:
        own = authority.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    except x509.ExtensionNotFound:
        return x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own.value)
