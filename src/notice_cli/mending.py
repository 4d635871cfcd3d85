"""Scanned texts: words that rules look for are found by their letters alone.

A scanner errs most in tone marks and hats, and what it makes of a word is often another
word, so a single one proves nothing. Where several known phrases stand in a text with
other marks, the text was scanned; such phrases are then put right in what is matched,
position for position, and the text itself stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from notice_cli.signs import Digits, Small
from notice_cli.syllables import syllables
from notice_cli.text import FoldedBy

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from notice_cli.rules import Pack

# Words and numbers; a phrase may say that a number follows.
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_WORD = re.compile(r"[^\W\d_]+")
_MARKS = re.compile("[\u0300-\u036f]")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_NUMBER = "0"
# What may stand between the words of a phrase, and how it is known.
_BETWEEN = {" ": " ", ", ": ", ", ",": ", ", " - ": "-", "- ": "-", " -": "-", "-": "-"}
# What a letter costs that is often taken for another, and one that seldom is.
OFTEN, SELDOM = 1, 3
# A phrase of so many words stands out by itself.
LONG = 3
# No phrase of more words is looked for.
LONGEST = 9
# So many phrases, and this share of all that are known, must stand with other marks.
FEWEST = 3
SHARE = 0.007
# So much of a text is looked at to tell.
SAMPLE = 6_000


class _Token(NamedTuple):
    """A word or a number: where it stands, in small letters, and these without marks."""

    start: int
    end: int
    word: str
    bare: str


class Misreadings:
    """Which letter a scanner makes of which, and how that is weighed."""

    def __init__(self, often: Mapping[str, str], seldom: Mapping[str, str]) -> None:
        """The letters that each letter is read as, often and seldom."""
        self._cost = {(was, as_): SELDOM for was, some in seldom.items() for as_ in some}
        self._cost |= {(was, as_): OFTEN for was, some in often.items() for as_ in some}

    def cost(self, word: str, read: str) -> int | None:
        """How far ``read`` is from a word of the same letters; None where it is too far.

        A letter may always have lost its tone, or all of its marks.
        """
        total = 0
        for was, as_ in zip(word, read, strict=True):
            if was == as_:
                continue
            cost = self._cost.get((was, as_))
            if cost is None:
                if as_ not in _stripped(was):
                    return None
                cost = SELDOM
            total += cost
        return total


class Mender:
    """Puts words right that differ from known ones in nothing but marks.

    ``phrases`` are known; of each also any two and more words that follow each other.
    ``common`` words may stand alone; ``heads`` are words that stand before names;
    ``spelled`` has all words that can be written.
    """

    def __init__(
        self,
        phrases: Iterable[str],
        misreadings: Misreadings,
        *,
        common: Iterable[str] = (),
        heads: Iterable[str] = (),
        spelled: Container[str] = (),
    ) -> None:
        """Know the phrases."""
        self._misreadings = misreadings
        self._spelled = spelled
        # By the letters: the known phrases that have them.
        self._forms: dict[str, set[str]] = {}
        self._words: dict[str, set[str]] = {}
        self._common: dict[str, set[str]] = {}
        # By the first word: how many words the phrases have that begin with it.
        self._counts: dict[str, set[int]] = {}
        # Those of the forms that are names: each of their words has a capital somewhere.
        self._names: set[str] = set()
        for phrase in phrases:
            self._learn(phrase)
        for word in common:
            _know(self._common, word.translate(BARE_LETTERS), word)
            _know(self._words, word.translate(BARE_LETTERS), word)
        self._heads = {head.lower().translate(BARE_LETTERS): head.lower() for head in heads}

    def _learn(self, phrase: str) -> None:
        lower = phrase.lower()
        tokens = list(_tokens(lower))
        for i, token in enumerate(tokens):
            if token.word != _NUMBER:
                _know(self._words, token.bare, token.word)
            for count in range(2, min(LONGEST, len(tokens) - i) + 1):
                words, bare = _joined(lower, tokens[i : i + count])
                if not words:
                    break
                if _is_name(phrase, tokens[i : i + count]):
                    self._names.add(words)
                _know(self._forms, bare, words)
                self._counts.setdefault(token.bare, set()).add(count)

    def __call__(self, value: str) -> str:
        """``value`` with known words in it put right; as long as before."""
        changes = self._changes(value)[0]
        if not changes:
            return value
        pieces: list[str] = []
        done = 0
        for token, word in changes:
            pieces += [value[done : token.start], _like(word, value[token.start : token.end])]
            done = token.end
        return "".join([*pieces, value[done:]])

    def knows(self, phrase: str) -> bool:
        """Whether a phrase is known, as it stands or put right."""
        lower = phrase.lower()
        tokens = list(_tokens(lower))
        if len(tokens) < 2 or len(lower) != len(phrase):  # noqa: PLR2004 - a phrase has two
            return False
        words, bare = _joined(lower, tokens)
        forms = self._forms.get(bare, ())
        return words in forms or self._best(forms, tokens, 0) is not None

    def spells(self, word: str) -> bool:
        """Whether a word in small letters can be written."""
        return word in self._spelled

    def parted(self, word: str) -> int:
        """Where two known words run together, 0 for one word.

        They are a known phrase, or the word can be cut in no other place.
        """
        lower = word.lower()
        if lower in self._spelled:
            return 0
        cuts = range(2, len(word) - 1)
        phrase = next((cut for cut in cuts if self.knows(f"{word[:cut]} {word[cut:]}")), 0)
        if phrase or lower.isascii():
            return phrase
        known = [cut for cut in cuts if self._is_known(lower[:cut]) and self._is_known(lower[cut:])]
        return known[0] if len(known) == 1 else 0

    def _is_known(self, word: str) -> bool:
        """Whether a word of small letters stands in a known phrase, or is a common one."""
        return word in self._words.get(word.translate(BARE_LETTERS), ())

    def is_scanned(self, value: str) -> bool:
        """Whether enough known phrases stand in ``value`` with other marks."""
        changes, right = self._changes(value[:SAMPLE])
        return len(changes) >= FEWEST and len(changes) > SHARE * (right + len(changes))

    def share(self, value: str) -> float:
        """The share of words that could be words as they stand and are known with other marks."""
        changed = sum(self.spells(token.word) for token, _ in self._changes(value)[0])
        return changed / max(1, len(_WORD.findall(value)))

    def _changes(self, value: str) -> tuple[list[tuple[_Token, str]], int]:
        """Words to be put right, in order, and how many are known to be right.

        What is part of a known phrase as it stands is right and stays; of phrases that
        could be put right the longest counts.
        """
        lower = value.lower()
        if len(lower) != len(value):
            return [], 0
        tokens = list(_tokens(lower))
        right: set[int] = set()
        found: list[tuple[int, int, int, dict[int, str]]] = []
        for i in range(len(tokens)):
            for count, words, known_forms in self._known(lower, tokens, i):
                is_name = _is_name(value, tokens[i : i + count])
                forms = known_forms & self._names if is_name else known_forms
                if words in forms:
                    right.update(range(i, i + count))
                    continue
                capitals = _capitals(value, tokens, i, count)
                if best := self._best(forms, tokens, i, capitals=capitals):
                    found.append((-count, best[0], i, best[1]))
        changed: dict[int, str] = {}
        known = len(right)
        for count, _, i, wanted in sorted(found, key=lambda some: some[:3]):
            if not right & wanted.keys():
                changed |= wanted
                right.update(range(i, i - count))
        changed |= self._alone(value, tokens, right)
        return [(tokens[i], changed[i]) for i in sorted(changed)], known

    def _known(
        self, lower: str, tokens: list[_Token], i: int
    ) -> Iterator[tuple[int, str, set[str]]]:
        """Phrases that begin at a word, by their letters: length, as it stands, as it is known."""
        counts = self._counts.get(tokens[i].bare)
        if not counts:
            return
        words, bare = tokens[i].word, tokens[i].bare
        for count in range(2, min(max(counts), len(tokens) - i) + 1):
            last, token = tokens[i + count - 2], tokens[i + count - 1]
            between = _BETWEEN.get(lower[last.end : token.start])
            if between is None:
                return
            words += between + token.word
            bare += between + token.bare
            if count in counts and (forms := self._forms.get(bare)):
                yield count, words, forms

    def _best(
        self, forms: Iterable[str], tokens: list[_Token], i: int, *, capitals: bool = False
    ) -> tuple[int, dict[int, str]] | None:
        """What a phrase was printed as, if one known phrase is nearer than all others."""
        near = []
        for form in forms:
            wanted = _TOKEN.findall(form)
            wrong = {i + k: word for k, word in enumerate(wanted) if word != tokens[i + k].word}
            cost = self._cost(wrong, tokens, LONG if capitals else len(wanted))
            if cost is not None and not (capitals and self._other_place(form, tokens, wrong, cost)):
                near.append((cost, wrong))
        near.sort(key=lambda some: some[0])
        if not near or (len(near) > 1 and near[0][0] == near[1][0]):
            return None
        return near[0]

    def _other_place(
        self, form: str, tokens: list[_Token], wrong: dict[int, str], cost: int
    ) -> bool:
        """Whether a name of two words can as well be another one, as places have them."""
        spelled = all(self.spells(tokens[at].word) for at in wrong)
        return form in self._names and form.count(" ") == 1 and spelled and cost > OFTEN

    def _cost(self, wrong: dict[int, str], tokens: list[_Token], count: int) -> int | None:
        """What it takes to read a phrase as it stands; None where it is another phrase.

        Words that are known as they stand are hardly damaged: at most one of a long phrase,
        or one letter that is often misread.
        """
        total = real = 0
        for at, word in wrong.items():
            token = tokens[at]
            cost = self._misreadings.cost(word, token.word)
            if cost is None:
                return None
            total += cost
            real += token.word in self._words.get(token.bare, ())
        if real and len(wrong) == real and (real > 1 or (count < LONG and total > OFTEN)):
            return None
        return total

    def _alone(self, value: str, tokens: list[_Token], right: set[int]) -> dict[int, str]:
        """Words that are put right one by one."""
        changed: dict[int, str] = {}
        for i, token in enumerate(tokens):
            if i in right or len(token.word) == 1:
                continue
            head = self._heads.get(token.bare)
            if head and value[token.start].isupper() and i + 1 in right:
                named = value[tokens[i + 1].start].isupper()
                apart = value[token.end : tokens[i + 1].start] == " "
                known = token.word in self._words.get(token.bare, ())
                cost = self._misreadings.cost(head, token.word)
                if named and apart and cost and (cost <= OFTEN or not known):
                    changed[i] = head
            elif value[token.start].islower() and (word := self._common_word(token)):
                changed[i] = word
        return changed

    def _common_word(self, token: _Token) -> str | None:
        """The common word that an unknown one was, if one is nearer than all others.

        A syllable that could be a word has one letter changed, and one that often is.
        """
        if token.word in self._words.get(token.bare, ()):
            return None
        most = OFTEN if token.word in self._spelled else OFTEN + SELDOM
        costs = sorted(
            (cost, word)
            for word in self._common.get(token.bare, ())
            if (cost := self._misreadings.cost(word, token.word)) is not None and cost <= most
        )
        if not costs or (len(costs) > 1 and costs[0][0] == costs[1][0]):
            return None
        return costs[0][1]


def _capitals(value: str, tokens: list[_Token], i: int, count: int) -> bool:
    """Whether a phrase, or a short form in it, stands in capitals: another one is not likely."""
    if value[tokens[i].start : tokens[i + count - 1].end].isupper():
        return True
    words = (value[token.start : token.end] for token in tokens[i : i + count])
    return any(len(word) >= LONG and word.isupper() for word in words)


def _is_name(value: str, tokens: Iterable[_Token]) -> bool:
    """Whether each word begins with a capital, and is not printed in capitals."""
    words = [value[token.start : token.end] for token in tokens]
    return all(word[0].isupper() for word in words) and not all(word.isupper() for word in words)


def _know(known: dict[str, set[str]], bare: str, words: str) -> None:
    known.setdefault(bare, set()).add(words)


def _stripped(letter: str) -> set[str]:
    """A letter that lost its tone, or all of its marks."""
    apart = unicodedata.normalize("NFD", letter)
    toneless = unicodedata.normalize("NFC", _TONES.sub("", apart))
    return {toneless, letter.translate(BARE_LETTERS)}


def _tokens(lower: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(lower):
        word = match.group()
        if word[0].isdecimal():
            yield _Token(match.start(), match.end(), _NUMBER, _NUMBER)
        else:
            yield _Token(match.start(), match.end(), word, word.translate(BARE_LETTERS))


def _joined(lower: str, tokens: list[_Token]) -> tuple[str, str]:
    """A phrase as it is known, and by its letters; empty where something else parts its words."""
    words, bare = tokens[0].word, tokens[0].bare
    for last, token in pairwise(tokens):
        between = _BETWEEN.get(lower[last.end : token.start])
        if between is None:
            return "", ""
        words += between + token.word
        bare += between + token.bare
    return words, bare


@lru_cache(maxsize=4)
def mended(pack: Pack) -> Pack:
    """The same pack, matching known words by their letters alone."""
    mend = mender(pack)
    return pack.for_scanned(FoldedBy(pack.fold, Digits(pack), Small(mend.knows), mend), mend)


@lru_cache(maxsize=4)
def mender(pack: Pack) -> Mender:
    """What puts words right for a pack, made once: all that its rules look for."""
    tables = [pack.table(name) for name in pack.table("mend_tables", [])]
    phrases = [*pack.phrases, *_strings(tables), *pack.table("mend_words", [])]
    return Mender(
        map(pack.fold, phrases),
        _misreadings(pack),
        common=pack.words("frequent_syllables"),
        heads=map(pack.fold, pack.table("mend_heads", [])),
        spelled=syllables(pack),
    )


class Doubts:
    """Tells, at the cost of a look at each word, whether a text may have been scanned."""

    def __init__(self, pack: Pack) -> None:
        """Know the words of the patterns, and the commonest by their letters."""
        words = set(_WORD.findall(pack.fold("\n".join(pack.phrases)).lower()))
        common = pack.words("frequent_syllables")
        self._known = words | common
        self._misread = {
            word[:at] + read + word[at + 1 :]
            for word in common
            for at, letter in enumerate(word)
            for read in pack.table("misread_often").get(letter, "")
        } - self._known

    def arise(self, value: str) -> bool:
        """Whether some unknown word is a common one with a letter that is often misread."""
        return not self._misread.isdisjoint(_WORD.findall(value.lower()))


@lru_cache(maxsize=4)
def doubts(pack: Pack) -> Doubts:
    """What tells that a text may have been scanned, made once."""
    return Doubts(pack)


def _misreadings(pack: Pack) -> Misreadings:
    return Misreadings(pack.table("misread_often"), pack.table("misread_seldom"))


def _strings(value: object) -> Iterator[str]:
    """All texts of tables, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _plain_letters() -> dict[int, str]:
    """Each letter with marks to the same without, so far as it is one character."""
    table = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        plain = _MARKS.sub("", unicodedata.normalize("NFD", chr(code)))
        if len(plain) == 1 and plain != chr(code):
            table[code] = plain
    # The stroke of a d is no mark to Unicode.
    return table | {0x111: "d"}


BARE_LETTERS = _plain_letters()


def _like(word: str, value: str) -> str:
    """A known word with the capitals of the one that it stands for."""
    return "".join(
        known.upper() if char.isupper() else known for known, char in zip(word, value, strict=True)
    )
