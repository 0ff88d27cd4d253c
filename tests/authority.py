"""A timestamp authority of the tests' own: a root, a certificate, answers (RFC 3161)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from asn1crypto import algos, cms, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY = datetime(2026, 3, 1, 9, 12, 30, tzinfo=UTC)
ABOUT = "Autorité d'horodatage"


def _key() -> EllipticCurvePrivateKey:
    return generate_private_key(SECP256R1())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


@dataclass
class Authority:
    """Answers requests; ``usage`` is what its certificate may be used for."""

    usage: x509.ObjectIdentifier = ExtendedKeyUsageOID.TIME_STAMPING
    root_key: EllipticCurvePrivateKey = field(default_factory=_key)
    key: EllipticCurvePrivateKey = field(default_factory=_key)

    def __post_init__(self) -> None:
        self.root = self._certificate(_name("Racine"), self.root_key, authority=True)
        self.certificate = self._certificate(_name(ABOUT), self.key, authority=False)

    def _certificate(
        self, subject: x509.Name, key: EllipticCurvePrivateKey, *, authority: bool
    ) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(_name("Racine"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(DAY - timedelta(days=30))
            .not_valid_after(DAY + timedelta(days=30))
            .add_extension(
                x509.BasicConstraints(ca=authority, path_length=None), critical=True
            )
        )
        if not authority:
            usage = x509.ExtendedKeyUsage([self.usage])
            builder = builder.add_extension(usage, critical=True)
        return builder.sign(self.root_key, SHA256())

    def trusted(self) -> bytes:
        """Give the root as its users keep it."""
        return self.root.public_bytes(Encoding.PEM)

    def refusal(self) -> bytes:
        """Answer that nothing is granted."""
        return bytes.fromhex("30053003020102")  # a status of two, and no token

    def answer(self, request: bytes, day: datetime = DAY, **said: Any) -> bytes:
        """Answer a request; ``said`` takes the place of what the answer should say."""
        asked = tsp.TimeStampReq.load(request)
        told = tsp.TSTInfo(
            {
                "version": "v1",
                "policy": "1.2.3.4",
                "message_imprint": asked["message_imprint"],
                "serial_number": 7,
                "gen_time": day,
                "nonce": asked["nonce"].native,
                **said,
            }
        )
        status = {"status": {"status": "granted"}, "time_stamp_token": self._signed(told)}
        return bytes(tsp.TimeStampResp(status).dump())

    def _signed(self, told: tsp.TSTInfo) -> cms.ContentInfo:
        der = self.certificate.public_bytes(Encoding.DER)
        content = told.dump()
        certificate = asn1.Certificate.load(der)
        known = tsp.ESSCertIDv2({"cert_hash": sha256(der).digest()})
        attributes = cms.CMSAttributes(
            [
                _attribute("content_type", "tst_info"),
                _attribute("message_digest", sha256(content).digest()),
                _attribute(
                    "signing_certificate_v2", tsp.SigningCertificateV2({"certs": [known]})
                ),
            ]
        )
        digest = algos.DigestAlgorithm({"algorithm": "sha256"})
        signer = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier(
                    "issuer_and_serial_number",
                    {
                        "issuer": certificate.issuer,
                        "serial_number": certificate.serial_number,
                    },
                ),
                "digest_algorithm": digest,
                "signed_attrs": attributes,
                "signature_algorithm": {"algorithm": "sha256_ecdsa"},
                "signature": self.key.sign(attributes.dump(), ECDSA(SHA256())),
            }
        )
        data = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [digest],
                "encap_content_info": {"content_type": "tst_info", "content": told},
                "certificates": [certificate],
                "signer_infos": [signer],
            }
        )
        return cms.ContentInfo({"content_type": "signed_data", "content": data})


def _attribute(kind: str, value: Any) -> cms.CMSAttribute:
    return cms.CMSAttribute({"type": kind, "values": [value]})
