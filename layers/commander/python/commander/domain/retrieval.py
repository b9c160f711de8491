"""Texts cut into passages and ranked by their words: BM25 (Robertson and Zaragoza, "The Probabilistic Relevance
Framework: BM25 and Beyond", 2009).

What the product finds with when no search service answers. It knows nothing of meaning: a text that shares no word
with the question is not found.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_SATURATION = 1.2
"""k1: how soon one more mention of a word says nothing more."""
_LENGTH = 0.75
"""b: how much a long text has to mention a word oftener, from 0 to 1."""
_LONGEST_QUERY = 400
"""Words of a question that count. A question as long as a log would make every text fit it."""
_LONGEST_SECTION = 1_500
"""Characters of a passage; a single paragraph may be longer."""

_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
"""Where a name such as `ReplicaLag` or `HTTPCode` has its next word."""
_FILLERS = frozenset(
    _WORD.findall(
        "a an and are as at be been by did do does for from has have how if in is it its no not of on or that the "
        "their then there this to was we were what when where which who why will with"
    )
)
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*")
_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})(.*)")


class Ranking:
    """An index over texts, made once and asked often."""

    def __init__(self, texts: Sequence[str]) -> None:
        counted = [Counter(words(text)) for text in texts]
        self._lengths = [sum(counts.values()) for counts in counted]
        self._mean = sum(self._lengths) / len(texts) if texts else 0.0
        self._postings: dict[str, list[tuple[int, int]]] = {}
        for place, counts in enumerate(counted):
            for word, count in counts.items():
                self._postings.setdefault(word, []).append((place, count))

    def best(self, query: str, most: int) -> list[tuple[int, float]]:
        """Place and score of the texts that fit best, the best first and of equals the earlier.

        A score is the share, from 0 to 1, of what a text could score that mentions every word of the query without
        end; texts that share no word with the query are left out.
        """
        asked = dict.fromkeys(words(query)[:_LONGEST_QUERY])
        scores: dict[int, float] = {}
        whole = 0.0
        for word in asked:
            postings = self._postings.get(word, [])
            weight = self._weight(len(postings))
            whole += weight * (_SATURATION + 1)
            for place, count in postings:
                long = 1 - _LENGTH + _LENGTH * self._lengths[place] / self._mean
                share = count * (_SATURATION + 1) / (count + _SATURATION * long)
                scores[place] = scores.get(place, 0.0) + weight * share
        found = sorted(scores.items(), key=lambda one: (-one[1], one[0]))[: max(0, most)]
        return [(place, score / whole) for place, score in found]

    def _weight(self, texts_with_it: int) -> float:
        """How much a word tells: the rarer, the more, and never nothing."""
        return math.log(1 + (len(self._lengths) - texts_with_it + 0.5) / (texts_with_it + 0.5))


def words(text: str) -> list[str]:
    """The words of a text as they are compared.

    Compatible characters and case are folded, the words inside a camel-case name are added to it, a plural's s is
    taken off, and words that tell nothing are left out.
    """
    found: list[str] = []
    for word in _WORD.findall(unicodedata.normalize("NFKC", text)):
        humps = _HUMP.split(word)
        found += [word, *humps] if len(humps) > 1 else [word]
    folded = (word.casefold() for word in found)
    return [_singular(word) for word in folded if word not in _FILLERS]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@dataclass(frozen=True)
class Section:
    """A part of a Markdown page under its headings, the outermost first."""

    headings: tuple[str, ...]
    text: str


def sections(markdown: str) -> list[Section]:
    """A page in passages: cut at headings, and a long section at blank lines; blocks of code are left out.

    What is in a block is for machines, and its words would drown those that are for people.
    """
    return list(_cut(markdown))


def _cut(markdown: str) -> Iterator[Section]:
    headings: list[tuple[int, str]] = []
    paragraphs: list[list[str]] = [[]]
    fence = ""
    for line in markdown.splitlines():
        mark = _FENCE.fullmatch(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence) and not mark[2].strip():
            fence = ""
        elif fence:
            continue
        elif heading := _HEADING.fullmatch(line):
            yield from _packed(headings, paragraphs)
            headings = [*(above for above in headings if above[0] < len(heading[1])), (len(heading[1]), heading[2])]
            paragraphs = [[]]
        elif line.strip():
            paragraphs[-1].append(line)
        else:
            paragraphs.append([])
    yield from _packed(headings, paragraphs)


def _packed(headings: Sequence[tuple[int, str]], paragraphs: Sequence[Sequence[str]]) -> Iterator[Section]:
    titles, packed = tuple(title for _, title in headings), ""
    for paragraph in ("\n".join(lines) for lines in paragraphs if lines):
        if packed and len(packed) + len(paragraph) > _LONGEST_SECTION:
            yield Section(titles, packed)
            packed = ""
        packed = f"{packed}\n\n{paragraph}" if packed else paragraph
    if packed:
        yield Section(titles, packed)
