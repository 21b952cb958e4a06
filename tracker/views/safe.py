"""The one boundary at which hostile text becomes harmless: characters that act, or that hide, are made visible.

Text from sources is never trusted: an escape sequence can rewrite a terminal, a direction override can make "14" of
"41", a zero-width character can hide a difference. What is kept as it is: line ends where lines are allowed, no-break
spaces, accents, every letter of every script, and emoji sequences that stand in a known form. Widths and lines are
left to `layout`.
"""

from __future__ import annotations

import re

# Controls (C0 but the line feed, DEL, C1), soft hyphen, joiners and fillers that show nothing, directional marks,
# overrides and isolates, line and paragraph separators, invisible operators, variation selectors, byte order mark,
# annotation marks, lone surrogates, musical and shorthand format controls, tags. Arabic number signs and their like are
# format characters to Unicode too, but are seen: they stay.
HIDDEN = (
    r"\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U00013430-\U0001343f"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""The inside of a regular expression's character class: all that is made visible, or escaped in JSON."""

_EMOJI = (
    r"\xa9\xae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf\u2934\u2935"
    r"\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ONE_EMOJI = rf"[{_EMOJI}][\U0001f3fb-\U0001f3ff]?[\ufe0e\ufe0f]?"
# No emoji in use joins more than four; without a bound a chain of thousands would pass for two cells.
_KEPT = rf"{_ONE_EMOJI}(?:\u200d{_ONE_EMOJI}){{0,4}}|[0-9#*]\ufe0f\u20e3|[{_HAN}][\ufe00-\ufe02\U000e0100-\U000e01ef]"

_ANY_HIDDEN = re.compile(rf"[{HIDDEN}]")
_KEPT_OR_HIDDEN = re.compile(rf"(?P<kept>{_KEPT})|[{HIDDEN}]")


def safe(text: str) -> str:
    """`text` with everything made visible that acts on a terminal or cannot be seen; line feeds stay.

    C0 characters become their control pictures (ESC is "␛"), others their number ("⟨U+202E⟩"). A zero-width joiner
    stays only inside an emoji. Given again, a result comes back unchanged. Linear in the length.
    """
    if (text.isascii() and text.isprintable()) or _ANY_HIDDEN.search(text) is None:
        return text
    return _KEPT_OR_HIDDEN.sub(_visible, text)


def safe_line(text: str) -> str:
    """As `safe`, for what must stay on one line: line feeds become "␊"."""
    return safe(text).replace("\n", "␊")


def _visible(match: re.Match[str]) -> str:
    if match["kept"] is not None:
        return match[0]
    number = ord(match[0])
    if number < 0x20:
        return chr(0x2400 + number)
    return "␡" if number == 0x7F else f"⟨U+{number:04X}⟩"
