"""What a rule has to say about its input, without words of any language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Finding:
    """A verdict of one rule.

    ``rule`` names the rule, ``message_code`` the sentence the model shows, ``params`` what the
    sentence needs. ``blocking`` findings stop the next step, the others only warn.
    """

    rule: str
    ok: bool
    message_code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    blocking: bool = False


class RuleError(ValueError):
    """Input a rule cannot work with. ``code`` and ``params`` let the model say it in words."""

    def __init__(self, code: str, **params: Any):
        self.code = code
        self.params = params
        details = ", ".join(f"{name}={value}" for name, value in params.items())
        super().__init__(f"{code} ({details})" if details else code)
