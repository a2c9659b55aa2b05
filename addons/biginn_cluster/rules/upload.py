"""What a member may hand in as a document: known by its content, never by name or declared type.

Sources: ISO 32000-1, 7.5.2 (a PDF begins with %PDF-); ISO 15948, 5.2 (PNG signature) and 11.2.5
(IEND ends the image); ITU-T T.81, B.1.1.3 (a JPEG begins with SOI and ends with EOI). A file that
is two things at once (a PDF in front of an archive, an image with a page of HTML behind its end) is
refused: what follows the end of an image, and an archive's directory anywhere, are such signs.

Limits of this check: of a PDF's compressed streams only those that hold objects are unpacked, and
only up to UNPACKED_MAX; an encrypted one hides its objects. That is why documents are only ever
sent as downloads, never shown by our own pages.
"""

import re
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

NAME_MAX = 100
PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
JPEG_END = b"\xff\xd9"
PNG_END = b"IEND\xaeB\x60\x82"
ZIP_END, ZIP_ENTRY = b"PK\x05\x06", b"PK\x01\x02"
ZIP_TAIL = 22 + 65535  # APPNOTE.TXT 4.3.16: the end record and the longest comment behind it
# names of PDF objects that run something or carry another file (ISO 32000-1, 12.6.4 and 7.11.4)
ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)(?![A-Za-z])"
)
# what a browser might take for a page, in the part of a file it looks at
MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|iframe)", re.IGNORECASE)
SNIFFED = 1445  # bytes that WHATWG MIME Sniffing looks at
# a stream and the dictionary before it, without which nobody knows what is in it
STREAM = re.compile(rb"(<<[^\x00]{0,600}?>>)\s*stream\r?\n(.*?)endstream", re.DOTALL)
UNPACKED_MAX = 20 * 1024 * 1024

MIMETYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}


@dataclass(frozen=True)
class Upload:
    """A document that passed the check."""

    name: str
    content: bytes
    kind: str

    @property
    def mimetype(self) -> str:
        return MIMETYPES[self.kind]


def check(name: object, content: bytes, limit_mb: float) -> tuple[Upload | None, str]:
    """The document as it is kept, or the code of what stands against it."""
    if not content:
        return None, "file_empty"
    if len(content) > limit_mb * 1024 * 1024:
        return None, "file_large"
    kind = kind_of(content)
    if not kind:
        return None, "file_type"
    if kind == "pdf" and any(ACTIVE.search(_spelled(part)) for part in _object_parts(content)):
        return None, "file_active"
    return Upload(clean_name(name, kind), content, kind), ""


def kind_of(content: bytes) -> str:
    """pdf, png or jpg; empty for everything else, and for what is something else as well."""
    if _is_archive(content):
        return ""
    if content.startswith(PNG):
        return "png" if content.endswith(PNG_END) else ""
    if content.startswith(JPEG):
        return "jpg" if content.rstrip(b"\x00").endswith(JPEG_END) else ""
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-SNIFFED:]:
        return "" if MARKUP.search(content[:SNIFFED]) else "pdf"
    return ""


def _is_archive(content: bytes) -> bool:
    """Whether an unpacker would find an archive, wherever in the file it begins."""
    tail = content[-ZIP_TAIL:]
    end = tail.rfind(ZIP_END)
    return end >= 0 and (tail[end + 10 : end + 12] == b"\0\0" or ZIP_ENTRY in content)


def _object_parts(content: bytes) -> Iterator[bytes]:
    """The parts of a PDF in which objects are written: outside streams, and in object streams."""
    yield STREAM.sub(rb"\1", content)
    left = UNPACKED_MAX
    for found in STREAM.finditer(content):
        if b"ObjStm" not in _spelled(found[1]) or left <= 0:
            continue
        try:
            unpacked = zlib.decompressobj().decompress(found[2], left)
        except zlib.error:
            unpacked = found[2]
        left -= len(unpacked)
        yield unpacked


def _spelled(content: bytes) -> bytes:
    """The same with #4A written J: a PDF may spell any letter of a name by its number."""
    return re.sub(
        rb"#([2-7][0-9A-Fa-f])", lambda found: bytes.fromhex(found[1].decode()), content
    )


def clean_name(raw: object, kind: str) -> str:
    """A file name without folders, control characters and tricks, with the ending it deserves."""
    text = unicodedata.normalize("NFC", str(raw or "")).replace("\\", "/")
    name = PurePosixPath(text).name
    kept = "".join(
        char for char in name if unicodedata.category(char) not in ("Cc", "Cs", "Cf", "Zl", "Zp")
    )
    kept = re.sub(r'[<>:"|?*;%&\'`$]', "_", kept)
    stem = _without_endings(re.sub(r"\s+", " ", kept))
    return f"{stem or 'document'}.{kind}"


def _without_endings(name: str) -> str:
    """Cut until nothing looks like an ending: what is cut away may bare another one."""
    while True:
        shorter = re.sub(r"(?:\.[A-Za-z0-9]{1,5})+$", "", name[:NAME_MAX].rstrip(" .")).strip(" .")
        if shorter == name:
            return name
        name = shorter
