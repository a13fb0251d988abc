"""What every reader of damaged Chinese text needs: script, residue, squeezed text."""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"

# One syllable as converters leave it behind in brackets, e.g. 發(fā), 內(nèi), 個(ge).
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü"
_SYLLABLE = (
    r"(?:[bpmfdtnlgkhjqxrwyzcs]|[zcs]h)?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|an|ao|ei|en|er|ou"
    r"|ia|ie|in|iu|ua|ue|ui|un|uo|[aeiou])"
)
_PINYIN = re.compile(
    rf"(?<={HAN})\s?[(（]\s?"
    rf"(?:(?=[a-z]*[{_TONED}])[a-z{_TONED}]{{1,6}}|(?=[a-z]{{2}}){_SYLLABLE})"
    r"\s?[)）]"
)

# 乾 is a name in 乾县 and 乾安; OpenCC would write 干 there.
_PLACE_QIAN = re.compile(r"乾(?=[县縣安政府])")
# Exchange of letters between offices is 复函; OpenCC keeps the obsolete 覆函.
_OFFICIAL_WORDS = (("覆函", "复函"), ("批覆", "批复"), ("答覆", "答复"))

_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_LINE_ENDS = frozenset("\r\n\u2028\u2029")


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def to_simplified(text: str) -> str:
    """Return the text in simplified script; simplified text comes back as it is."""
    kept = _PLACE_QIAN.sub("\ue000", text)
    simplified = _converter().convert(kept).replace("\ue000", "乾")
    for obsolete, official in _OFFICIAL_WORDS:
        simplified = simplified.replace(obsolete, official)
    return simplified


def is_traditional(text: str) -> bool:
    """Tell whether the text as a whole is traditional, not one name with an old form.

    One character in ten is the measure: a traditional text has about one in three.
    """
    han = re.findall(HAN, text)
    simplified = re.findall(HAN, to_simplified(text))
    changed = sum(old != new for old, new in zip(han, simplified, strict=False))
    return changed * 10 > len(han)


def pinyin_spans(text: str) -> list[tuple[int, int]]:
    """Return where 發(fā)-like residue of a script converter stands, brackets included.

    (APP), (PPP) and (wifi) are no syllables of lower case and are left alone.
    """
    return [match.span() for match in _PINYIN.finditer(text)]


def strip_pinyin(text: str) -> str:
    """Return the text without 發(fā)-like residue."""
    return _PINYIN.sub("", text)


def squeeze(text: str) -> tuple[str, list[int]]:
    """Return the text half-width without blanks or residue, and each one's old place.

    Line ends stay as a newline, since no number and no date runs across two lines.
    """
    residue = {at for span in pinyin_spans(text) for at in range(*span)}
    squeezed: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if place in residue or character in _INVISIBLE:
            continue
        if character in _LINE_ENDS:
            plain = "\n"
        elif character.isspace():
            continue
        else:
            folded = unicodedata.normalize("NFKC", character)
            plain = folded if len(folded) == 1 else character
        squeezed.append(plain)
        places.append(place)
    return "".join(squeezed), places
