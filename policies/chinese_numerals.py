"""Numbers in Chinese or Arabic figures, as dates and document numbers print them."""

# Every sign that stands for zero in real documents, the letters of careless typing too.
ZEROS = "0〇○◯零OoОοо"  # noqa: RUF001 - the look-alikes are the point here.
DIGITS = "一二三四五六七八九"
_TENS = {"廿": "二十", "卅": "三十"}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_ALIASES = str.maketrans({"两": "二", "兩": "二", "元": "一", "壹": "一"})

# For character classes of regular expressions.
DIGIT_SIGNS = f"1-9{ZEROS}{DIGITS}"
NUMBER_SIGNS = f"{DIGIT_SIGNS}十百千两兩廿卅"


def read_number(text: str) -> int | None:
    """Read 54, 五十四, 一百零九 or, figure by figure, 二〇一九; None if it is none."""
    text = text.translate(_ALIASES)
    for short, long in _TENS.items():
        text = text.replace(short, long)
    if not text:
        return None
    if any(unit in text for unit in _UNITS):
        return _read_units(text)
    figures = [_read_figure(character) for character in text]
    if None in figures:
        return None
    return int("".join(map(str, figures)))


def _read_figure(character: str) -> int | None:
    if character in ZEROS:
        return 0
    if character in DIGITS:
        return DIGITS.index(character) + 1
    return int(character) if character in "123456789" else None


def _read_units(text: str) -> int | None:
    total, figure = 0, None
    smallest = 10_000
    for character in text:
        unit = _UNITS.get(character)
        if unit is not None:
            # 十百 and 百十百 are slips of the pen, not numbers.
            if unit >= smallest:
                return None
            total += (1 if figure is None else figure) * unit
            smallest, figure = unit, None
        elif character in "零〇○":
            continue
        elif figure is not None or (figure := _read_figure(character)) is None:
            return None
    return total + (figure or 0)
