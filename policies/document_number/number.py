"""What a document number is once it is read."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class DocumentNumber:
    """A document number taken apart; `str()` gives the canonical form.

    Either `agency_code` is set (国办发〔2019〕54号) or `genre` is, with the issuer
    (澜川市人民政府令第12号, 澜川市财政局公告2024年第3号). Neither: a partial number.
    """

    agency_code: str
    year: int | None
    serial: int
    issuer: str = ""
    genre: str = ""
    # A year of two figures was completed by rule: a suggestion, not a reading.
    year_is_guessed: bool = field(default=False, compare=False)

    @property
    def is_partial(self) -> bool:
        """Whether the office is missing, so that a person must complete it."""
        return not self.agency_code and not self.issuer

    @property
    def is_certain(self) -> bool:
        """Whether nothing was guessed or is missing, so that it may be stored."""
        return not self.is_partial and not self.year_is_guessed

    def __str__(self) -> str:
        if self.genre:
            year = f"{self.year}年" if self.year else ""
            return f"{self.issuer}{self.genre}{year}第{self.serial}号"
        return f"{self.agency_code}〔{self.year}〕{self.serial}号"


@dataclass(frozen=True)
class FoundNumber:
    """A document number inside a text; `text[start:end]` is how it was written.

    The numbers of a range (1—3号) share one place; in a list (3号、5号) the later
    ones stand at their serial.
    """

    number: DocumentNumber
    start: int
    end: int
