"""Tells whether one text gives orders to its reader, and how it hides that."""

from collections.abc import Iterator

from commander.domain.injection.acts import acts_in, gate
from commander.domain.injection.characters import folded, hiding, look_alikes, unseen
from commander.domain.injection.classes import BITS
from commander.domain.injection.encodings import blobs_in
from commander.domain.injection.forms import comments_in, forms_in
from commander.domain.injection.hiding import foreign_letters, hides, is_borrowed, layers, respelled, styled
from commander.domain.injection.known_acts import Act
from commander.domain.injection.lexicon import english
from commander.domain.injection.signs import explained, signs_in, telling, weight_of
from commander.domain.injection.suspicion import Suspicion, Technique
from commander.domain.injection.words import Word, first_look, mask_of, words_of

_DEPTH = 3
_SEVERAL = 2
_COVERED, _ENCODED = frozenset({"hidden"}), frozenset({"encoded"})
_CIPHER, _FOREIGN, _LONG = BITS["CIPHER"], BITS["FOREIGN"], BITS["LONG"]
_LOOKED_AT = BITS["CIPHER"] | BITS["LEET"]


def suspicions(text: str) -> list[Suspicion]:
    """What in a text gives orders to its reader, one suspicion for each technique; nothing for an ordinary text."""
    plain = folded(text)
    return read(text, plain, mask_of(plain))


def read(text: str, plain: str, mask: int) -> list[Suspicion]:
    """The same for a text that is folded already, the classes of whose words are known."""
    if not _worth_reading(text, plain, mask):
        return []
    found: dict[Technique, str] = {}
    for technique, says in _found(text, plain, _DEPTH):
        found.setdefault(technique, says)
    return [Suspicion(technique, f"The text holds {says}.") for technique, says in found.items()]


def _worth_reading(text: str, plain: str, mask: int) -> bool:
    """The first look: whether the words together, or signs of something hidden, are worth a second."""
    if mask & _LOOKED_AT or gate[mask] or any(map(telling, signs_in(plain))):
        return True
    if not text.isascii() and (unseen().search(text) or styled(text) or foreign_letters(text)):
        return True
    if mask & _LONG and blobs_in(text):
        return True
    return hides(text) or bool(forms_in(plain)) or "<!--" in text or "/*" in text


def _found(text: str, plain: str, depth: int, besides: frozenset[str] = frozenset()) -> Iterator[tuple[Technique, str]]:
    seen = False
    for technique, says in _told(plain, besides):
        seen = True
        yield technique, says
    if not text.isascii():
        yield from _disguised(text, plain)
    for variant in respelled(plain):
        told = list(_told(variant))
        if told and not seen:
            yield "invisible_characters", f"{told[0][1]}, in letters that are set apart or replaced by signs"
    if depth:
        for how, layer in layers(text, plain):
            hidden = next(iter(_found(layer, folded(layer), depth - 1, _ENCODED)), None)
            if hidden:
                yield (
                    ("invisible_characters" if how == "carried by unseen characters" else "encoding"),
                    f"{_bare(hidden[1])}, {how}",
                )
    covered = comments_in(plain)
    if covered:
        told = list(_told(covered, _COVERED))
        if told:
            yield "markup", f"{told[0][1]}, in a comment that is not shown"
    if not seen and "\n" in plain:
        told = list(_told(plain.replace("\n", "")))
        if told:
            yield "split_lines", f"{told[0][1]}, cut into lines"


def _bare(says: str) -> str:
    return says.removesuffix(".")


def _told(plain: str, besides: frozenset[str] = frozenset()) -> Iterator[tuple[Technique, str]]:
    """What a folded text tells its reader to do: speech acts, forms and signs, if they are enough together."""
    found = acts_in(words_of(plain)) if gate[mask_of(plain)] else []
    shapes = forms_in(plain)
    signs = besides | _signs_of_acts([act for act, _ in found]) | {shape.sign for shape in shapes}
    signs |= max(signs_in(plain) or [frozenset()], key=lambda window: weight_of(signs | window))
    if not telling(signs):
        return
    for act, used in found:
        yield act.technique, act.says
        yield from _how_told(act, used, plain)
    for shape in shapes:
        yield shape.technique, shape.says
    if not found and not shapes:
        technique, says = explained(signs)
        yield technique, says
        if "foreign" in signs:
            yield "other_language", says


def _signs_of_acts(acts: list[Act]) -> frozenset[str]:
    """The speech acts as signs: any, several, and of which technique."""
    techniques = {act.technique for act in acts}
    found = {f"speech_{technique}" for technique in techniques} | ({"speech"} if acts else set())
    return frozenset(found | ({"speeches"} if len(techniques) > 1 or len(acts) > _SEVERAL else set()))


def _how_told(act: Act, used: list[Word], plain: str) -> Iterator[tuple[Technique, str]]:
    foreign = [word for word in used if word.mask & _FOREIGN]
    if foreign:
        names = [name for name in foreign[0].languages if all(name in word.languages for word in foreign)]
        yield "other_language", f"{act.says}, in {(names or ['another language'])[0]}"
    if "\n" in plain and _lines_of(used, plain) > 2:
        yield "split_lines", f"{act.says}, cut into lines"


def _lines_of(used: list[Word], plain: str) -> int:
    """On how many lines the words stand, in a text whose lines are short."""
    lines = plain.splitlines()
    if len(lines) > 200 or len(plain) > 28 * len(lines):
        return 0
    return len({at for word in used for at, line in enumerate(lines) if word.text in line})


def _disguised(text: str, plain: str) -> Iterator[tuple[Technique, str]]:
    """Letters that are not what they look like."""
    if hiding().search(text):
        yield "invisible_characters", "characters that are not seen and hide what it says"
    borrowed = [word for word in first_look(plain) if not word.isascii() and is_borrowed(word)]
    if len(borrowed) > 1 or any(word.translate(look_alikes()) in english() for word in borrowed if len(word) > 4):
        yield "invisible_characters", "words with letters of another alphabet that look alike"
    elif unseen().search(text) or borrowed or styled(text):
        told = next(iter(_told(plain, _ENCODED)), None)
        if told:
            yield "invisible_characters", f"{told[1]}, in letters that are not what they look like"
