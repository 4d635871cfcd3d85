"""Shapes of letters: some lines in an old font, in a text that is Unicode otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from old_encodings import encode, mojibake, western

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from laid import Laid

# One paragraph in so many is in the old font.
SOME = 7
# So many words with a letter beyond ASCII show which font a paragraph was in.
TELLING = 4


def typed(line: str, font: str) -> str:
    """A line as it looks when the font is gone and its bytes are taken for Western letters."""
    return mojibake(line) if font == "mojibake" else western(encode(line, font))


def in_blocks(font: str, kinds: str) -> Callable[[Laid], Laid]:
    """All lines of some blocks in an old font."""
    return lambda laid: laid.each(
        lambda kind, group: [typed(line, font) for line in group] if kind in kinds else group
    )


def in_some(font: str) -> Callable[[Laid], Laid]:
    """Some paragraphs in an old font, as where they were pasted from old files."""

    def shape(laid: Laid) -> Laid:
        count = 0

        def change(kind: str, group: Sequence[str]) -> Sequence[str]:
            nonlocal count
            # A word or two tell no font, to nobody.
            enough = sum(not word.isascii() for word in " ".join(group).split()) >= TELLING
            count += kind == "b" and enough
            pasted = kind == "b" and enough and count % SOME == SOME // 2
            return [typed(line, font) for line in group] if pasted else group

        return laid.each(change)

    return shape


def abc_titles(laid: Laid) -> Laid:
    """The lines in capitals, of header and ending, in an ABC font."""
    return laid.each(
        lambda kind, group: [
            typed(line, "tcvn3") if kind in "he" and line.isupper() else line for line in group
        ]
    )


def abc_titles_in_small_letters(laid: Laid) -> Laid:
    """The same in the font that draws capitals from small letters."""
    if laid.language != "vi":
        return laid
    return laid.each(
        lambda kind, group: [
            typed(line.lower(), "tcvn3") if kind in "he" and line.isupper() else line
            for line in group
        ]
    )


FONTS: dict[str, Callable[[Laid], Laid]] = {
    "abc_header": in_blocks("tcvn3", "h"),
    "abc_ending": in_blocks("tcvn3", "e"),
    "abc_some": in_some("tcvn3"),
    "abc_titles": abc_titles,
    "abc_titles_in_small_letters": abc_titles_in_small_letters,
    "vni_header": in_blocks("vni", "h"),
    "viscii_header": in_blocks("viscii", "h"),
    "vni_body": in_blocks("vni", "b"),
    "vni_some": in_some("vni"),
    "mojibake_some": in_some("mojibake"),
}
