import base64
import hashlib
import json
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ed25519

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from odoo.addons.biginn_cluster.tests.properties import given, st, steady
from odoo.addons.biginn_xchange.rules import package as rule

PRIVATE = bytes(range(32))
UUID = "0f8b2c5e-8d3a-4c61-9a57-2f1f2b3c4d5e"
SENDER = {"name": "Cluster of tests", "country": "DK", "vat": "DK12345674"}


def sealed(private=PRIVATE, **values):
    return rule.seal(
        private,
        **{
            "kind": "exchange",
            "uuid": UUID,
            "sequence": 1,
            "made_at": datetime(2026, 11, 23, 16, 0, 0),
            "sender": SENDER,
            "payload": {"number": "CXC/2026/0001", "days": 5, "note": None, "virtual": False},
            **values,
        },
    )


def forged(**values):
    """A file changed by hand after it was signed."""
    return json.dumps({**json.loads(sealed()), **values}).encode()


@tagged("post_install", "-at_install")
class TestPackage(BaseCase):
    def refused(self, data, code, limits=None):
        with self.assertRaises(rule.PackageError) as caught:
            rule.open_package(data, limits)
        self.assertEqual(caught.exception.code, code)
        return caught.exception.params

    def test_there_and_back(self):
        package = rule.open_package(sealed())
        self.assertEqual((package.kind, package.uuid, package.sequence), ("exchange", UUID, 1))
        self.assertEqual(package.payload["days"], 5)
        self.assertIs(package.payload["virtual"], False)
        self.assertEqual(package.sender, SENDER)
        self.assertEqual(package.made_at, "2026-11-23T16:00:00Z")
        self.assertEqual(package.key, rule.public_of(PRIVATE))
        self.assertEqual(package.content, rule.content_digest(package.payload))

    def test_the_key_pair_of_the_standard(self):
        """RFC 8032, 7.1, TEST 1: the public key of a known private one."""
        private = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
        public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
        self.assertEqual(rule.public_of(private), public)
        self.assertEqual(rule.fingerprint(public), hashlib.sha256(public).hexdigest())

    def test_new_keys_differ(self):
        (private, public), (other, _public) = rule.new_key(), rule.new_key()
        self.assertNotEqual(private, other)
        self.assertEqual(rule.public_of(private), public)

    def test_fingerprint_is_spelled_in_groups(self):
        self.assertEqual(rule.spelled("0123456789abcdef"), "0123 4567 89ab cdef")

    def test_canonical(self):
        for value, expected in [
            ({"b": 1, "a": [True, None, "x"]}, '{"a":[true,null,"x"],"b":1}'),
            ({"é": "Ærø", "z": "\n"}, '{"z":"\\n","é":"Ærø"}'),
            ({}, "{}"),
            (-(2**53 - 1), "-9007199254740991"),
        ]:
            with self.subTest(expected=expected):
                self.assertEqual(rule.canonical(value).decode(), expected)
        for value in (1.5, float("nan"), 2**53, {1: "x"}, "\x00", "\ud800", b"x", {"a": object()}):
            with self.subTest(value=value), self.assertRaises(rule.PackageError):
                rule.canonical(value)

    def test_blanks_and_order_do_not_matter(self):
        body = json.loads(sealed())
        turned = json.dumps(dict(reversed(body.items())), indent=7, ensure_ascii=True)
        again = rule.open_package(turned.replace("\n", "\r\n").encode())
        self.assertEqual(again.digest, rule.open_package(sealed()).digest)

    def test_every_forgery_is_found_out(self):
        other = base64.b64encode(rule.public_of(bytes(32))).decode()
        for values in (
            {"payload": {"number": "CXC/2026/0002"}},
            {"sequence": 2},
            {"uuid": UUID.replace("0", "1")},
            {"made_at": "2027-01-01T00:00:00Z"},
            {"sender": {**SENDER, "name": "Somebody else"}},
            {"kind": "statement"},
            {"key": other},
            {"signature": base64.b64encode(bytes(64)).decode()},
        ):
            with self.subTest(values=values):
                self.refused(forged(**values), "signature")

    def test_a_signature_of_something_else_does_not_fit(self):
        """Signed without the purpose in front: the same bytes, another meaning."""
        body = json.loads(sealed())
        body.pop("signature")
        bare = ed25519.Ed25519PrivateKey.from_private_bytes(PRIVATE).sign(rule.canonical(body))
        self.refused(forged(signature=base64.b64encode(bare).decode()), "signature")

    def test_what_is_no_package(self):
        for data, code in [
            (b"", "empty"),
            (b"hello", "not_json"),
            (b"\xff\xfe{}", "not_json"),
            (b"\xef\xbb\xbf{}", "not_json"),
            (b"[]", "format"),
            (b"null", "format"),
            (b"{}", "format"),
            (b'{"format": "other"}', "format"),
            (b'{"format": ["biginn-package"]}', "format"),
            (b'{"format": "biginn-package"}', "not_signed"),
            (b'{"a": 1, "a": 2}', "key_twice"),
            (b'{"a": {"b": 1, "b": 1}}', "key_twice"),
            (b'{"a": 1.5}', "number"),
            (b'{"a": 1e3}', "number"),
            (b'{"a": NaN}', "number"),
            (b'{"a": -Infinity}', "number"),
            (b'{"a": ' + b"9" * 5000 + b"}", "number"),
            (b"[" * 100_000, "not_json"),
            (b'{"a":' * 30_000, "not_json"),
        ]:
            with self.subTest(data=data[:40]):
                self.refused(data, code)

    def test_limits(self):
        self.assertEqual(self.refused(b" " * 300_000, "large"), {"limit": 256})
        self.assertEqual(self.refused(sealed(), "large", rule.Limits(size=100)), {"limit": 0})
        deep = {}
        for _level in range(13):
            deep = {"a": deep}
        for payload in (deep, {"a": "x" * 20_001}, {"a": [0] * 20_001}):
            with self.subTest(payload=str(payload)[:30]):
                self.refused(sealed(payload=payload), "too_much")
        roomy = rule.Limits(size=10**6, depth=20, items=50_000, text=50_000)
        self.assertEqual(rule.open_package(sealed(payload=deep), roomy).payload, deep)

    def test_texts_that_no_database_keeps(self):
        for text in (b'"\\u0000"', b'"\\ud800"'):
            data = sealed().replace(b'"CXC/2026/0001"', text)
            with self.subTest(text=text):
                self.refused(data, "text")

    def test_headers(self):
        for values in (
            {"schema": 0},
            {"schema": True},
            {"schema": "1"},
            {"schema": None},
            {"kind": "Exchange"},
            {"kind": "x" * 41},
            {"kind": "exchange\n"},
            {"kind": None},
            {"uuid": UUID.upper()},
            {"uuid": "x"},
            {"uuid": f"{{{UUID}}}"},
            {"uuid": 5},
            {"sequence": 0},
            {"sequence": True},
            {"sequence": "1"},
            {"sequence": 2**31},
            {"made_at": "2026-11-23"},
            {"made_at": "2026-13-23T16:00:00Z"},
            {"made_at": "2026-11-23T16:00:00+01:00"},
            {"sender": []},
            {"sender": {**SENDER, "more": ""}},
            {"sender": {**SENDER, "name": " "}},
            {"sender": {**SENDER, "name": "x" * 201}},
            {"sender": {**SENDER, "vat": None}},
            {"payload": []},
            {"key": "x"},
            {"key": base64.b64encode(bytes(31)).decode()},
            {"more": 1},
        ):
            with self.subTest(values=values):
                self.refused(forged(**values), "header")
        body = json.loads(sealed())
        for name in rule.HEADER - {"format"}:
            with self.subTest(missing=name):
                less = {key: value for key, value in body.items() if key != name}
                self.refused(json.dumps(less).encode(), "header")
        self.assertEqual(
            self.refused(forged(schema=2, new_thing=True), "newer"), {"schema": 2, "known": 1}
        )
        for signature in (None, 5, "x", "=" * 88, base64.b64encode(bytes(63)).decode()):
            with self.subTest(signature=signature):
                self.refused(forged(signature=signature), "not_signed")

    def test_standing(self):
        package = rule.open_package(sealed(sequence=3))
        for sequence, digest, expected in [
            (0, "", ""),
            (2, "whatever", ""),
            (3, package.digest, "repeated"),
            (3, "another", "forked"),
            (4, package.digest, "older"),
        ]:
            with self.subTest(sequence=sequence, digest=digest[:7]):
                self.assertEqual(rule.standing(package, sequence, digest), expected)


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=15,
)
payloads = st.dictionaries(texts, values, max_size=5)


@tagged("post_install", "-at_install")
class TestPackageProperties(BaseCase):
    @steady
    @given(payloads)
    def test_what_goes_in_comes_out(self, payload):
        package = rule.open_package(sealed(payload=payload), rule.Limits(depth=40))
        self.assertEqual(package.payload, payload)
        self.assertEqual(
            rule.canonical(json.loads(rule.canonical(payload))), rule.canonical(payload)
        )

    @steady
    @given(st.binary(max_size=300))
    def test_any_bytes_are_a_package_or_a_package_error(self, data):
        with self.assertRaises(rule.PackageError):
            rule.open_package(data)

    @steady
    @given(st.data())
    def test_one_changed_byte_is_refused_or_says_the_same(self, data):
        original = sealed()
        at = data.draw(st.integers(0, len(original) - 1))
        byte = data.draw(st.integers(0, 255))
        changed = original[:at] + bytes([byte]) + original[at + 1 :]
        try:
            package = rule.open_package(changed)
        except rule.PackageError:
            return
        self.assertEqual(package.digest, rule.open_package(original).digest)

    @steady
    @given(values)
    def test_any_json_under_a_right_signature(self, value):
        """Somebody with a key of their own signs nonsense: refused or read, never a crash."""
        body = {**json.loads(sealed()), "payload": value, "sender": value}
        try:
            rule.open_package(json.dumps(body).encode())
        except rule.PackageError:
            return
        self.assertEqual(value, SENDER)
