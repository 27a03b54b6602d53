"""Read Chinese number words: 三十五, 两百零六, 八点五.

Thirty lines here rather than PyPI cn2an: that one brings a second package with word lists, has
no types, and neither reads a bare 百 (超过百名) nor refuses two digits side by side (十四五).
"""

from __future__ import annotations

WORDS = "零〇一二两三四五六七八九十百千万亿"
DIGITS = {word: digit for digit, word in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
POWERS = {"十": 10, "百": 100, "千": 1000}
_LARGE_POWERS = (("亿", 1e8), ("万", 1e4))
# Longer than any quantity: a run of digits this long is a code, a run of words is noise.
_LONGEST = 20


def parse_number(number: str) -> float | None:
    """Read figures (1,234.5) or number words; None if they are no number."""
    if len(number) > _LONGEST:
        return None
    if number[:1].isascii() and number[:1].isdigit():
        return float(number.replace(",", "").replace(" ", ""))
    return parse_number_words(number)


def parse_number_words(words: str) -> float | None:
    """Read Chinese number words; None if they are no number (十四五, 千百, 三四).

    Parameters
    ----------
    words
        Such as 三十五, 两百零六, 八点五, 三万五千, or a bare 百, which is 100.
    """
    if len(words) > _LONGEST:
        return None
    for mark, factor in _LARGE_POWERS:
        if mark in words:
            high_words, _, low_words = words.partition(mark)
            high = parse_number_words(high_words) if high_words else 1.0
            low = parse_number_words(low_words) if low_words else 0.0
            return None if high is None or low is None else high * factor + low
    whole, _, decimals = words.partition("点")
    total, power_before = 0, 10_000
    digit: int | None = None
    after_zero = False
    for place, char in enumerate(whole):
        if char in POWERS:
            power = POWERS[char]
            # 千百 has no digit between, 十百 climbs, 零十 has nothing to multiply.
            if power >= power_before or digit == 0 or (digit is None and place > 0):
                return None
            total += (digit or 1) * power
            digit, power_before, after_zero = None, power, False
        elif char in DIGITS:
            if digit:
                return None  # two digits side by side: 十四五, 三四
            after_zero = after_zero or digit == 0 or DIGITS[char] == 0
            digit = DIGITS[char]
        else:
            return None
    # 两千三 is spoken for 2300, or cut off: rather none than a wrong one.
    spoken = bool(digit) and 10 < power_before < 10_000 and not after_zero
    if not whole or spoken or any(char not in DIGITS for char in decimals):
        return None
    fraction = "".join(str(DIGITS[char]) for char in decimals) or "0"
    return float(f"{total + (digit or 0)}.{fraction}")
