"""Who a mail is about: the addresses in it that are not our own.

A mail that staff send on names the other party in To or Cc; a mail they forward names it only
in the quoted head of the text ("From: Mette <mette@firm.example>"). No source but practice;
addresses are compared in lower case, as mail servers do with the part behind the @ and as
everybody expects of the part before it.
"""

import re

LABEL = "[a-z0-9-]{1,63}"
ADDRESS = re.compile(rf"[a-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{LABEL}(?:\.{LABEL}){{1,8}}")
# A forwarded thread quotes itself again and again: what matters stands at its head.
TEXT_MAX = 20_000
ADDRESSES_MAX = 40


def addresses(text):
    """Addresses in a text in the order in which they first appear, each once, lower case."""
    found = ADDRESS.findall((text or "")[:TEXT_MAX].lower())
    return list(dict.fromkeys(address.strip(".'") for address in found))[:ADDRESSES_MAX]


def other_parties(headers, body, own):
    """The others' addresses: those of the headers, or when there are none those in the text.

    :param headers: text of To and Cc
    :param body: plain text of the mail
    :param own: our own addresses (aliases, staff), any case
    """
    ours = {address.lower() for address in own}
    for text in (headers, body):
        others = [address for address in addresses(text) if address not in ours]
        if others:
            return others
    return []
