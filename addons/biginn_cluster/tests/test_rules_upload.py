import io
import zipfile
import zlib
from unittest import TestCase

from ..rules import upload
from .properties import given, st, steady

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
PNG = upload.PNG + b"\0" * 20 + upload.PNG_END
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20 + b"\xff\xd9"


def archive():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        opened.writestr("x.html", "<script>alert(1)</script>")
    return buffer.getvalue()


def pdf_with(objects):
    return PDF.replace(b"endobj", objects + b"\nendobj", 1)


class TestUpload(TestCase):
    def test_taken(self):
        for content, kind in (
            (PDF, "pdf"),
            (PDF.rstrip(), "pdf"),
            (PNG, "png"),
            (JPEG, "jpg"),
            (JPEG + b"\0\0", "jpg"),
        ):
            with self.subTest(kind=kind):
                document, problem = upload.check("a.exe", content, 1)
                self.assertEqual((document.kind, problem), (kind, ""))
                self.assertEqual(document.name, f"a.{kind}")

    def test_not_taken(self):
        for content in (
            b"<!doctype html>",
            b"<svg/>",
            b"<?xml version='1.0'?><svg/>",
            b"GIF89a",
            b"MZ",
            b"\x7fELF",
            b"BM",
            b"RIFF\0\0\0\0WEBP",
            archive(),
            PDF + archive(),
            PNG + archive(),
            JPEG + archive(),
            archive() + PDF,
            PNG + b"<script>alert(1)</script>",
            JPEG + b"<script>alert(1)</script>",
            b" " + PDF,
            b"%PDF-1.4\n<html><script>alert(1)</script>\n%%EOF",
            b"%PDF-1.4 cut short",
            upload.PNG,
            b"\xff\xd8\xff\xe0 cut short",
        ):
            with self.subTest(content=content[:20]):
                self.assertEqual(upload.check("a.pdf", content, 1), (None, "file_type"))

    def test_size(self):
        self.assertEqual(upload.check("a", b"", 1)[1], "file_empty")
        mega = 1024 * 1024
        filled = PNG[:-12] + b"\0" * (mega - len(PNG)) + PNG[-12:]
        self.assertEqual(len(filled), mega)
        self.assertEqual(upload.check("a", filled, 1)[1], "")
        self.assertEqual(upload.check("a", b"\0" + filled, 1)[1], "file_large")

    def test_active_pdf(self):
        for objects in (
            b"<< /S /JavaScript /JS (app.alert(1)) >>",
            b"<< /S /JS >>",
            b"<< /S /J#61vaScript >>",
            b"<< /S /Launch /F (cmd.exe) >>",
            b"<< /Names << /EmbeddedFiles 5 0 R >> >>",
            b"<< /Type /EmbeddedFile >>",
            b"<< /AcroForm << /XFA 5 0 R >> >>",
            b"<< /Subtype /RichMedia >>",
        ):
            with self.subTest(objects=objects):
                self.assertEqual(upload.check("a", pdf_with(objects), 1)[1], "file_active")

    def test_active_in_a_packed_object_stream(self):
        packed = zlib.compress(b"5 0 << /S /JavaScript /JS (app.alert(1)) >>")
        objects = b"<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + packed + b"\nendstream"
        self.assertEqual(upload.check("a", pdf_with(objects), 1)[1], "file_active")

    def test_words_in_the_text_of_a_pdf_are_no_program(self):
        for objects in (
            b"<< /Length 12 >>\nstream\n(/JavaScript) Tj /JS\nendstream",
            b"<< /JSONish true /LaunchPad 1 >>",
            b"<< /Type /ObjStm /Filter /FlateDecode >>\nstream\nno zlib at all\nendstream",
        ):
            with self.subTest(objects=objects):
                self.assertEqual(upload.check("a", pdf_with(objects), 1)[1], "")

    def test_names(self):
        for raw, kept in (
            ("certificate.pdf", "certificate.pdf"),
            ("ISO 9001.PDF.exe", "ISO 9001.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\temp\\a.pdf", "a.pdf"),
            ("", "document.pdf"),
            (None, "document.pdf"),
            ("...", "document.pdf"),
            ("0.0.", "0.pdf"),
            ("a\x00b\r\nc\u202ed.pdf", "abcd.pdf"),
            ("<script>alert(1)</script>.pdf", "script_.pdf"),
            ("Årsrapport ąč 2024.pdf", "Årsrapport ąč 2024.pdf"),
            ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
        ):
            with self.subTest(raw=raw):
                self.assertEqual(upload.clean_name(raw, "pdf"), kept)

    @given(st.binary(max_size=300), st.text(max_size=60))
    @steady
    def test_never_breaks(self, content, name):
        document, problem = upload.check(name, content, 1)
        self.assertEqual(bool(document), not problem)
        kept = upload.clean_name(name, "pdf")
        self.assertTrue(kept.endswith(".pdf") and len(kept) > 4)
        self.assertFalse(set(kept) & set('<>/\\"\r\n\0'))
        self.assertEqual(upload.clean_name(kept, "pdf"), kept)
