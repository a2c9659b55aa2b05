"""A small signed file between two databases: how it is written, and how it is read.

One file is one JSON object: a header, the payload of its kind, the sender's public key and the
signature. `seal` writes one, `open_package` reads one; both know nothing about what a payload
means, so that exchanges and statements travel in the same envelope.

Sources: RFC 8259 (JSON), RFC 8785 (the idea of one canonical spelling; ours is narrower: no
fractions at all, so amounts travel as texts), RFC 8032 (Ed25519), FIPS 180-4 (SHA-256).

* **Canonical**: UTF-8, keys in the order of their code points, no blanks, whole numbers up to
  2^53 - 1 only. What is signed is this spelling of everything but the signature, so blanks and
  line ends that a mail program adds do no harm, and any other change is found out.
* **Who sent it** is told by the key alone. The sender's name in the header is only a claim until
  somebody has compared the key's fingerprint.
* **Which version**: versions of one subject (its uuid) count up. What has been taken in already,
  and what is older, is refused (`standing`).

Reading expects the worst: it is bounded in size, depth, number and length, takes no key twice,
no unknown key in the header, and answers everything else with a `PackageError`.
"""

import base64
import binascii
import hashlib
import json
import re
import uuid as uuid_module
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

FORMAT = "biginn-package"
SCHEMA = 1
# in front of what is signed, so that no signature made for something else fits a package
PURPOSE = b"biginn-package\x001\x00"
NUMBER_MAX = 2**53 - 1  # the largest whole number that every JSON reader keeps exactly
SEQUENCE_MAX = 2**31 - 1
TIME = "%Y-%m-%dT%H:%M:%SZ"
HEADER = frozenset(
    ("format", "schema", "kind", "uuid", "sequence", "made_at", "sender", "payload", "key")
)
SENDER = {"name": 200, "country": 2, "vat": 32}
KIND = re.compile(r"[a-z][a-z_]{0,39}")
DIGITS = re.compile(r"-?[0-9]{1,16}")


class PackageError(Exception):
    """Why a file is not taken: a code and what to fill into its sentence."""

    def __init__(self, code: str, **params):
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Limits:
    """How much of a file is looked at.

    size    bytes of the file
    depth   objects and lists within each other
    items   values altogether
    text    characters of one text
    """

    size: int = 256 * 1024
    depth: int = 12
    items: int = 20_000
    text: int = 20_000


@dataclass(frozen=True)
class Package:
    """A file whose signature is right. Whether its key is known is another question.

    digest   SHA-256 of what was signed, in hexadecimal
    content  SHA-256 of the payload alone: the same as long as nothing changed
    """

    kind: str
    uuid: str
    sequence: int
    made_at: str
    sender: dict
    payload: dict
    key: bytes
    digest: str
    content: str

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.key)


# ----------------------------------------------------------------------
# Keys
# ----------------------------------------------------------------------


def new_key() -> tuple[bytes, bytes]:
    """A new key pair: (private, public), 32 bytes each."""
    private = ed25519.Ed25519PrivateKey.generate()
    return (
        private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()),
        private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw),
    )


def public_of(private: bytes) -> bytes:
    key = ed25519.Ed25519PrivateKey.from_private_bytes(private)
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def fingerprint(public: bytes) -> str:
    """SHA-256 of a public key, 64 hexadecimal digits."""
    return hashlib.sha256(public).hexdigest()


def spelled(fingerprint: str) -> str:
    """A fingerprint as two people compare it on the telephone: in groups of four.

    >>> spelled("0123456789ab")
    '0123 4567 89ab'
    """
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))


# ----------------------------------------------------------------------
# Writing
# ----------------------------------------------------------------------


def canonical(value: object) -> bytes:
    """The one spelling of plain JSON values.

    >>> canonical({"b": [1, True, None], "a": "ø"}).decode()
    '{"a":"ø","b":[1,true,null]}'
    """
    _check_values(value, Limits(depth=64, items=2_000_000, text=2_000_000))
    return _spell(value)


def _spell(value):
    return json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode()


def content_digest(payload: dict) -> str:
    """SHA-256 of a payload: two files with the same one say the same."""
    return hashlib.sha256(canonical(payload)).hexdigest()


def seal(
    private: bytes,
    *,
    kind: str,
    uuid: str,
    sequence: int,
    made_at: datetime,
    sender: dict,
    payload: dict,
) -> bytes:
    """The signed file.

    :param made_at: a time in UTC
    :param sender: `name`, `country` and `vat` of the cluster that sends it
    """
    body = {
        "format": FORMAT,
        "schema": SCHEMA,
        "kind": kind,
        "uuid": uuid,
        "sequence": sequence,
        "made_at": made_at.strftime(TIME),
        "sender": sender,
        "payload": payload,
        "key": base64.b64encode(public_of(private)).decode(),
    }
    _check_header(body)
    signature = ed25519.Ed25519PrivateKey.from_private_bytes(private).sign(
        PURPOSE + canonical(body)
    )
    signed = {**body, "signature": base64.b64encode(signature).decode()}
    return json.dumps(signed, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


# ----------------------------------------------------------------------
# Reading
# ----------------------------------------------------------------------


def open_package(data: bytes, limits: Limits | None = None) -> Package:
    """What a file says, once its signature has been found right.

    :raise PackageError: for everything that is not such a file
    """
    limits = limits or Limits()
    body = _read(data, limits)
    signature = _base64(body.pop("signature", None), 64)
    if signature is None:
        raise PackageError("not_signed")
    _check_header(body)
    public = _base64(body["key"], 32)
    signed = PURPOSE + _spell(body)
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(public).verify(signature, signed)
    except (InvalidSignature, ValueError):
        raise PackageError("signature") from None
    return Package(
        kind=body["kind"],
        uuid=body["uuid"],
        sequence=body["sequence"],
        made_at=body["made_at"],
        sender=body["sender"],
        payload=body["payload"],
        key=public,
        digest=hashlib.sha256(signed).hexdigest(),
        content=hashlib.sha256(_spell(body["payload"])).hexdigest(),
    )


def _read(data, limits):
    """The JSON object in a file, bounded and without surprises."""
    if not data:
        raise PackageError("empty")
    if len(data) > limits.size:
        raise PackageError("large", limit=limits.size // 1024)
    try:
        body = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_no_key_twice,
            parse_int=_whole_number,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
        )
    except (ValueError, RecursionError):  # what is not UTF-8 and what is not JSON are ValueErrors
        raise PackageError("not_json") from None
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise PackageError("format")
    _check_values(body, limits)
    return body


def _no_key_twice(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise PackageError("key_twice")
    return found


def _whole_number(text):
    if not DIGITS.fullmatch(text):
        raise PackageError("number")
    return int(text)


def _refuse_number(_text):
    raise PackageError("number")


def _check_values(root, limits):
    """Only plain values, not too deep, not too many, not too long."""
    left = [(root, 0)]
    count = 0
    while left:
        value, depth = left.pop()
        count += 1
        if depth > limits.depth or count > limits.items:
            raise PackageError("too_much")
        if isinstance(value, dict):
            left += [(key, depth + 1) for key in value]
            left += [(one, depth + 1) for one in value.values()]
            if not all(isinstance(key, str) for key in value):
                raise PackageError("value")
        elif isinstance(value, (list, tuple)):
            left += [(one, depth + 1) for one in value]
        else:
            _check_value(value, limits)


def _check_value(value, limits):
    if isinstance(value, str):
        if len(value) > limits.text:
            raise PackageError("too_much")
        # half a character, and the one sign that no database keeps
        if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
            raise PackageError("text")
    elif isinstance(value, bool) or value is None:
        return
    elif not isinstance(value, int) or abs(value) > NUMBER_MAX:
        raise PackageError("number")


def _check_header(body):
    schema = body.get("schema")
    if isinstance(schema, int) and not isinstance(schema, bool) and schema > SCHEMA:
        raise PackageError("newer", schema=schema, known=SCHEMA)
    if body.keys() != HEADER or body["schema"] is True or body["schema"] != SCHEMA:
        raise PackageError("header")
    if not all(isinstance(body[name], str) for name in ("kind", "uuid", "made_at", "key")):
        raise PackageError("header")
    if not (KIND.fullmatch(body["kind"]) and is_uuid(body["uuid"]) and _is_time(body["made_at"])):
        raise PackageError("header")
    sequence = body["sequence"]
    if isinstance(sequence, bool) or not isinstance(sequence, int):
        raise PackageError("header")
    if not 1 <= sequence <= SEQUENCE_MAX or not isinstance(body["payload"], dict):
        raise PackageError("header")
    _check_sender(body["sender"])
    if _base64(body["key"], 32) is None:
        raise PackageError("header")


def _check_sender(sender):
    if not isinstance(sender, dict) or sender.keys() != SENDER.keys():
        raise PackageError("header")
    for name, limit in SENDER.items():
        if not isinstance(sender[name], str) or len(sender[name]) > limit:
            raise PackageError("header")
    if not sender["name"].strip():
        raise PackageError("header")


def is_uuid(text: object) -> bool:
    """Whether a text is a uuid in its usual spelling (RFC 9562, section 4)."""
    try:
        return isinstance(text, str) and str(uuid_module.UUID(text)) == text
    except ValueError:
        return False


def _is_time(text):
    try:
        return datetime.strptime(text, TIME).strftime(TIME) == text
    except ValueError:
        return False


def _base64(text, length):
    """So many bytes, spelled in the one right way; None for anything else."""
    if not isinstance(text, str) or len(text) > 4 * length:
        return None
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return found if len(found) == length and base64.b64encode(found).decode() == text else None


# ----------------------------------------------------------------------
# Versions
# ----------------------------------------------------------------------


def standing(package: Package, sequence: int, digest: str) -> str:
    """What stands against a file once version `sequence` with `digest` is in; "" if nothing.

    repeated   this very file has been taken in already
    older      a newer version has been taken in
    forked     another file with the same version number has been taken in
    """
    if package.sequence > sequence:
        return ""
    if package.sequence < sequence:
        return "older"
    return "repeated" if package.digest == digest else "forked"
