"""What a rule says about one exchange: a verdict, never a sentence.

A rule returns a code and its parameters; the model turns them into a sentence in the
reader's language. So the same stored finding reads Danish to one and Spanish to another.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Finding:
    """One rule's verdict.

    rule      which rule spoke; one finding per rule
    ok        did it pass
    code      which sentence to say
    params    what to fill into the sentence: plain JSON values
    source    the document the rule comes from
    blocking  a finding that failed and blocks stops the next step
    """

    rule: str
    ok: bool
    code: str
    params: dict = field(default_factory=dict)
    source: str = ""
    blocking: bool = True
