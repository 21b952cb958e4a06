"""Cut text into tokens that a word diff may not cut further, and fold what is only typography.

A token is a word, number or sign with the white space after it, so that tokens joined give the text back exactly.
Comparing tokens is left to `words` and `matching`; sentences are none of this module's business.
"""

from __future__ import annotations

import re
from functools import cache

# Signs that stand alone. Everything else that is not white space is part of a word: letters, digits, combining marks,
# joiners and emoji, which keeps a grapheme whole without a table of all Unicode.
_SIGN = (
    r"!-/:-@\[-\^`{-~¡-©«¬®-±´¶-¸»¿×÷՚-՟־׀׃׳״،؛؟٪-٭۔।॥፠-፨"
    r"\u2010-\u2027\u2030-\u205e₠-⃏←-⏿─-◿\u3001-\u3003\u3008-\u3020\u3030！-／：-＠［-｀｛-･"
)
# Scripts written without spaces: Thai to Lao, Myanmar, Khmer, kana, Han. One character, with its marks, is a token.
_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3021-\u302f\u3031-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\U00020000-\U0003ffff"
)
_MARK = (
    r"\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3"
    r"\u200d\u20d0-\u20ff\u302a-\u302f\u3099\u309a\ufe00-\ufe0f"
)
# White space by code point, not as a category: one table look-up for each character is twice as fast.
_SPACE = r"\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_CHAR = rf"[^{_SPACE}{_SIGN}{_UNSPACED}]"
_ASCII_CHAR = r"[\x00-\x08\x0e-\x1b0-9A-Z_a-z\x7f]"
_TAIL = rf"(?:[-'’‐‑&]{_CHAR}+|\.(?=[a-z0-9]){_CHAR}+)*"
_CURRENCY = r"(?:[A-Z]{0,3}[$€£¥₹₩₽₺])"
_TOKEN = "|".join(
    (
        # U.S., a.m., Ph.D., U.N.-backed
        rf"[^\W\d_]{{1,2}}(?:\.[^\W\d_]{{1,2}}(?!{_CHAR}))+\.?{_TAIL}",
        # $35,000,000 · 4.5% · 2-1/2 · 12:30 · 1990–95 · -0.3 · 35-year-old
        rf"[-+−±]?{_CURRENCY}?\d+(?:[.,:/–-]{_CURRENCY}?\d+)*(?:[%‰°]|{_CHAR}*{_TAIL})",
        rf"{_CHAR}+{_TAIL}",
        rf"[{_UNSPACED}][{_MARK}]*",
        r"\.{2,}|-{2,}",
        rf"[^{_SPACE}][{_MARK}]*",
    )
)

_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″＂", '"'),
        **dict.fromkeys("‘’‚‛′`´＇", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u200b\u200e\u200f\u2060\ufeff\u00ad", None),
        "…": "...",
    }
)


@cache
def _token_pattern() -> re.Pattern[str]:
    # Compiled on first use: half of all commands never compare anything. A leading space belongs to an empty token.
    return re.compile(rf"({_TOKEN}|\A(?=[{_SPACE}]))([{_SPACE}]*)")


@cache
def _ascii_pattern() -> re.Pattern[str]:
    # The same for text in ASCII, where a class of characters is a look-up in one short table.
    return re.compile(rf"({_TOKEN.replace(_CHAR, _ASCII_CHAR)}|\A(?=[{_SPACE}]))([{_SPACE}]*)", re.ASCII)


@cache
def _unspaced_pattern() -> re.Pattern[str]:
    return re.compile(f"[{_UNSPACED}]")


@cache
def _odd_pattern() -> re.Pattern[str]:
    signs = "".join(map(chr, _TYPOGRAPHY))
    # Latin letters composed with an accent stay as they are; whatever may decompose or compose further does not.
    return re.compile(rf"[{re.escape(signs)}]|``|''|--|[^\x00-\u02ff\u2000-\u2fff\u3040-\u3096\u4e00-\u9fff]")


def tokenise(text: str) -> list[tuple[str, str]]:
    """The tokens of `text` as (core, white space after it); joined in order they are the text.

    Only the first core can be empty, where the text begins with white space. Linear in the length.
    """
    return (_ascii_pattern() if text.isascii() else _token_pattern()).findall(text)


def is_token(text: str) -> bool:
    """Whether `text`, which has no white space, can be one token, core and all."""
    return (_ascii_pattern() if text.isascii() else _token_pattern()).fullmatch(text) is not None


def fold(text: str) -> str:
    """`text` without what is only typography: quote and dash styles, white space, invisible signs, composed letters.

    Two texts that fold to the same string say the same in the same words.
    """
    if not text.isascii():
        from unicodedata import normalize

        text = normalize("NFC", text.translate(_TYPOGRAPHY))
    if "`" in text or "''" in text:
        text = text.replace("``", '"').replace("''", '"').replace("`", "'")
    return " ".join(text.replace("--", "-").split())


def is_plain(text: str) -> bool:
    """Whether folding can only change the white space of `text`; False may be a false alarm."""
    return (text.isascii() and "`" not in text and "''" not in text and "--" not in text) or (
        not text.isascii() and _odd_pattern().search(text) is None
    )


def is_unspaced(text: str) -> bool:
    """Whether some of `text` is in a script that is written without spaces between words."""
    return not text.isascii() and _unspaced_pattern().search(text) is not None


def count_words(text: str) -> int:
    """How many tokens of `text` hold a letter or digit; in scripts without spaces, every character counts."""
    return sum(1 for core, _ in tokenise(text) if any(map(str.isalnum, core)))
