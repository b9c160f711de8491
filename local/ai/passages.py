"""Texts cut into passages and ranked by BM25: what the stand-ins of retrieval have in common."""

import hashlib
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

LONGEST = 1_500
"""Characters of a passage, about the 300 tokens of the service's default; a single paragraph may be longer."""

_WORD = re.compile(r"[^\W_]+")
_FILLERS = frozenset(
    _WORD.findall(
        "a an and are as at be been by did do does for from has have how if in is it its of on or that the their "
        "then there this to was we were what when where which who why will with"
    )
)
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*")
_FENCE = re.compile(r"\s{0,3}(```|~~~)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a document under its headings; `source` is the document's path below the folder."""

    source: str
    headings: tuple[str, ...]
    text: str

    @property
    def id(self) -> str:
        """The same for the same passage in each reading."""
        return hashlib.sha256("\n".join((self.source, *self.headings, self.text)).encode()).hexdigest()[:32]


class Ranking:
    """BM25 over texts. A score is the share of the query's weight that a text carries, from 0 to 1."""

    K1, B = 1.2, 0.75

    def __init__(self, texts: Sequence[str]) -> None:
        self._counts = [Counter(words(text)) for text in texts]
        self._lengths = [sum(counts.values()) for counts in self._counts]
        self._mean = sum(self._lengths) / len(texts) if texts else 0.0
        self._spread = Counter(word for counts in self._counts for word in counts)

    def best(self, query: str, count: int) -> list[tuple[int, float]]:
        """Index and score of the best texts, the best first; a text that shares no word with the query is none."""
        weights = {word: self._weight(word) for word in words(query)}
        whole = sum(weights.values()) * (self.K1 + 1)
        scores = ((index, self._score(index, weights) / whole) for index in range(len(self._counts)) if whole)
        return sorted((found for found in scores if found[1] > 0.0), key=lambda found: (-found[1], found[0]))[:count]

    def _weight(self, word: str) -> float:
        return math.log(1 + (len(self._counts) - self._spread[word] + 0.5) / (self._spread[word] + 0.5))

    def _score(self, index: int, weights: dict[str, float]) -> float:
        counts = self._counts[index]
        damping = self.K1 * (1 - self.B + self.B * self._lengths[index] / self._mean) if self._mean else 0.0
        return sum(
            weight * counts[word] * (self.K1 + 1) / (counts[word] + damping)
            for word, weight in weights.items()
            if counts[word]
        )


def words(text: str) -> list[str]:
    """Words as they are compared: compatible forms and case folded, the plural's s taken off, fillers left out."""
    found = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    telling = (word for word in found if word not in _FILLERS)
    return [word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word for word in telling]


def read(folder: Path) -> dict[str, tuple[Passage, ...]]:
    """The passages of each Markdown file below the folder, by the file's path; none where there is no folder."""
    files = sorted(folder.rglob("*.md")) if folder.is_dir() else []
    return {
        source: tuple(cut(source, file.read_text(encoding="utf-8", errors="replace")))
        for file in files
        if (source := file.relative_to(folder).as_posix())
    }


def cut(source: str, markdown: str) -> Iterator[Passage]:
    """Passages by headings; a long section is cut further at blank lines, never inside a block of code."""
    headings: list[tuple[int, str]] = []
    paragraphs: list[str] = []
    lines: list[str] = []
    fence = ""
    for line in [*markdown.splitlines(), "# "]:
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1] == fence:
            fence = ""
        heading = None if fence or mark else _HEADING.fullmatch(line)
        if heading or not (line.strip() or fence):
            paragraphs += ["\n".join(lines)] if lines else []
            lines = []
        else:
            lines.append(line)
        if heading:
            yield from _packed(source, tuple(title for _, title in headings), paragraphs)
            paragraphs = []
            headings = [*(above for above in headings if above[0] < len(heading[1])), (len(heading[1]), heading[2])]
    # A fence that is never closed reaches to the end, the line added above included.
    rest = [*paragraphs, "\n".join(lines[:-1])] if len(lines) > 1 else paragraphs
    yield from _packed(source, tuple(title for _, title in headings), rest)


def _packed(source: str, headings: tuple[str, ...], paragraphs: Sequence[str]) -> Iterator[Passage]:
    packed = ""
    for paragraph in paragraphs:
        if packed and len(packed) + len(paragraph) > LONGEST:
            yield Passage(source, headings, packed)
            packed = ""
        packed = f"{packed}\n\n{paragraph}" if packed else paragraph
    if packed:
        yield Passage(source, headings, packed)
