"""统一登记号 of a normative document, e.g. LCFGS-2024-00012; never a 发文字号."""

import re
from dataclasses import dataclass

from policies.chinese_script import squeeze

_LABEL = r"(?:(?:统一|統一)?(?:登记|登記|编号|編號)(?:号|號|编号)?:?)?"
_DASH = r"[-\u2010-\u2015\u2212_~]{1,2}"
_NUMBER = re.compile(
    rf"{_LABEL}(?P<register>[A-Z]{{2,10}}\d{{0,4}}){_DASH}"
    rf"(?P<year>(?:19|20)\d\d){_DASH}(?P<serial>\d{{1,8}})号?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class RegistrationNumber:
    """A register number taken apart; `str()` gives the canonical form.

    The serial keeps its zeros: registers print one or seven figures, each its own way.
    """

    register: str
    year: int
    serial: str

    def __str__(self) -> str:
        return f"{self.register}-{self.year}-{self.serial}"


def parse_registration_number(text: str) -> RegistrationNumber | None:
    """Read a text that is a 统一登记号 and nothing else; None if it is not one.

    Any dash, full width, blanks, small letters and the label in front are accepted.
    """
    match = _NUMBER.fullmatch(squeeze(" ".join(text.split()))[0])
    if not match or not int(match["serial"]):
        return None
    return RegistrationNumber(
        match["register"].upper(), int(match["year"]), match["serial"]
    )
