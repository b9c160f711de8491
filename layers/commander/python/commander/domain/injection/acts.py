"""Speech acts aimed at whoever reads: which classes of words together, how near, make each of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from commander.domain.injection.classes import BITS, bits
from commander.domain.injection.suspicion import Technique
from commander.domain.injection.words import Word

_DOING = "APPROVE|EXEC|DESTROY|DISREGARD|JUDGE|ESCALATE|REVEAL|SEND|SKIP"
USED = ~(BITS["FOREIGN"] | BITS["LONG"] | BITS["CIPHER"] | BITS["GLUED"] | BITS["LEET"])
"""The classes of which acts are made."""
_FOREIGN, _NOT = BITS["FOREIGN"], BITS["NOT"]


@dataclass(frozen=True, slots=True)
class Act:
    """Words of each of `needs` within `span` places, in that order if `ordered`, and none of `barred` among them.

    A `positive` act is none after a `not`. One that is not `whole` may be told by several texts together.
    """

    says: str
    technique: Technique
    needs: tuple[int, ...]
    span: int
    ordered: bool
    barred: int
    positive: bool
    whole: bool

    @property
    def all_needs(self) -> int:
        """One mask of everything that it can use."""
        found = 0
        for need in self.needs:
            found |= need
        return found


def _act(
    technique: Technique,
    says: str,
    needs: str,
    span: int,
    ordered: bool = False,
    barred: str = "",
    positive: bool = True,
    whole: bool = True,
) -> Act:
    return Act(
        says,
        technique,
        tuple(bits(need) for need in needs.split()),
        span,
        ordered,
        bits(barred) if barred else 0,
        positive,
        whole,
    )


@cache
def acts() -> tuple[Act, ...]:
    """Every act that is known."""
    return (
        # Earlier instructions
        _act("direct_order", "an order to set earlier instructions aside", "DISREGARD GUIDE EARLIER|YOUR|YOU|AI", 9, whole=False),
        _act("direct_order", "an order to set rules or evidence aside", "FORGET RULE EARLIER|YOUR|AI", 6, whole=False),
        _act("direct_order", "an order to set rules aside", "DISREGARD RULE YOUR|AI", 6),
        _act("direct_order", "a claim that earlier instructions no longer count", "GUIDE VOID EARLIER|YOUR|AI", 9, whole=False),
        _act("direct_order", "a claim that the rules no longer count", "RULE VOID YOUR|AI", 7),
        _act("direct_order", "instructions that call themselves new", "NEW GUIDE YOU|YOUR|AI", 7),
        _act("direct_order", "instructions that call themselves new", "YOUR NEW RULE", 4, ordered=True),
        _act("direct_order", "an order to follow only what this text says", "FOLLOW GUIDE|RULE ONLY|AI", 9),
        _act(
            "direct_order",
            "an order not to follow instructions",
            "NOT FOLLOW GUIDE|RULE EARLIER|YOUR|AI",
            8,
            True,
            positive=False,
        ),
        # What only evidence and people decide
        _act("direct_order", "an order how the incident is to be judged", "JUDGE INCIDENT|THIS|SEVERITY STATUS", 9, True, whole=False),
        _act("direct_order", "an order how sure or how severe a judgement is to be", "JUDGE SEVERITY LEVEL", 8, True),
        _act("direct_order", "an order to approve what a person has to approve", "APPROVE PLAN", 6, True, whole=False),
        _act("direct_order", "an order to approve everything", "APPROVE ALL|THIS URGENT|AI|PLAN|WITHOUT", 8),
        _act("direct_order", "an order to grant an approval", "GRANT OVERSIGHT|AUTH PLAN|ROLE|AI|THIS", 7, True),
        _act("direct_order", "an order to act at once", "EXEC PLAN URGENT|WITHOUT", 10),
        _act("direct_order", "an order to act without a person's approval", f"{_DOING} WITHOUT OVERSIGHT", 12, barred="TLS", whole=False),
        _act("direct_order", "an order to leave approval or verification out", "SKIP OVERSIGHT", 4, True, "TLS"),
        _act("direct_order", "a claim that no approval is needed", f"OVERSIGHT NOT|NEED NEED|VOID {_DOING}|PLAN|AI", 12),
        _act("direct_order", "an order to destroy at once", "DESTROY ALL ASSET URGENT", 12, whole=False),
        _act("direct_order", "an order to destroy at once", "DESTROY ASSET URGENT WITHOUT|AI|YOU|MUST", 12),
        _act("direct_order", "an order to switch a safeguard off", "DESTROY GUARD URGENT|AI|WITHOUT|YOUR", 8),
        _act(
            "direct_order",
            "an order to keep people out",
            "DONT ESCALATE INCIDENT|PERSON|ROLE|NOBODY|PLAN|THIS",
            6,
            True,
            positive=False,
        ),
        _act("direct_order", "an order to keep people out", "ESCALATE|REVEAL NOBODY", 3, True),
        _act("direct_order", "an order to the assistant", f"AI MUST {_DOING}|SAY|FOLLOW|PRETEND", 12, True, whole=False),
        _act("direct_order", "an order to the assistant", f"AI {_DOING}", 3, True),
        _act("direct_order", "an order to the assistant", "AGENT MUST APPROVE|EXEC|DESTROY|JUDGE|ESCALATE|DISREGARD PLAN|STATUS|GUIDE|ASSET ALL|URGENT|WITHOUT|THIS", 12, True),
        _act("direct_order", "an order to the reader", "YOU MUST APPROVE|DISREGARD|REVEAL PLAN|GUIDE|SECRET|RULE", 10, True),
        _act("direct_order", "an order how the incident is to be judged", "JUDGE|SAY CALM", 8, True, "NOT", whole=False),
        _act("direct_order", "an order how the incident is to be judged", "SUMMARY|SEVERITY MUST BE TREATED|LEVEL", 7, True),
        _act("direct_order", "an order how the incident is to be judged", "INCIDENT|THIS MUST TREATED STATUS|NOT", 12, True),
        _act("direct_order", "an order not to tell something", "DONT MENTION", 2, True, positive=False),
        _act("direct_order", "an order to look no further", "HALT", 1, positive=False),
        _act("direct_order", "an order to set earlier instructions aside", "FORGET GUIDE", 4, True),
        _act("direct_order", "another task for the reader", "YOUR TASK NEW|NOW", 5, True),
        _act("direct_order", "a call on an assistant", f"VOCATIVE {_DOING}|FOLLOW|PRETEND|SAY", 4, True),
        _act("direct_order", "a call on an agent", "CALLED APPROVE|DISREGARD|ESCALATE|JUDGE", 3, True),
        _act("direct_order", "safeguards that are said to be off", "GUARD|LIMIT|OVERSIGHT LIFTED TURN|MODE|AI", 16),
        _act("direct_order", "limits that are said to be lifted", "LIMIT|OVERSIGHT|GUIDE LIFTED EARLIER|YOUR|TURN|ROLE|AI", 10),
        _act("direct_order", "an order to approve what a person has to approve", "AI PLAN MUST APPROVED", 20, True),
        # Words for whoever happens to read
        _act("indirect_instruction", "a condition that holds for an assistant only", "WHEN YOU|READER|AGENT AI", 8),
        _act("indirect_instruction", "words for an assistant that reads this", "AI READ THIS|INCIDENT|CONTENT", 5, True),
        _act("indirect_instruction", "words for whoever reads this", f"READER READ MUST {_DOING}|SAY", 12, True),
        _act("indirect_instruction", "words for whoever reads this", f"AGENT|READER READ THIS|INCIDENT MUST|NOTE|ROLE {_DOING}|SAY", 14, True),
        _act("indirect_instruction", "words addressed to an assistant", "NOTE AI", 4, True),
        _act("indirect_instruction", "what is to be said when this is read", "WHEN READ SAY|JUDGE INCIDENT|SUMMARY|STATUS|AI|PLAN", 11, whole=False),
        _act("indirect_instruction", "what is to be said of the incident", "SUMMARY MUST SAY|JUDGE", 5, True),
        _act("indirect_instruction", "what is to be said of the incident", "SUMMARY MUST BE STATUS", 8, True),
        _act("indirect_instruction", "which judgement is said to be right", "CORRECT SUMMARY BE", 6, True),
        _act("indirect_instruction", "which judgement is said to be right", "CORRECT SUMMARY STATUS", 10),
        _act("indirect_instruction", "a wish that something be approved", "WOULD AI|AGENT|YOU|READER APPROVED PLAN", 14),
        _act("indirect_instruction", "what an answer is to say", "REPLY MUST SAY WORDING|STATUS|APPROVED|PLAN|INCIDENT", 14, True),
        _act("indirect_instruction", "what an answer is to say", "REPLY SAYS WORDING APPROVED|STATUS|PLAN|INCIDENT", 14),
        _act("indirect_instruction", "what an answer is to say", "MUST REPLY SAYS STATUS|PLAN|CALM", 14),
        _act("indirect_instruction", "what an answer is to say", "SAY SUMMARY STATUS", 14),
        _act("indirect_instruction", "something destructive that is said to be right", "RIGHT PLAN|FIX|REFERENCE|AGENT|AI BE|MUST WRECK ASSET|GUARD", 16, True),
        _act("indirect_instruction", "something destructive that is said to be right", "AI WOULD WRECK|APPROVE|EXEC", 14, True),
        _act("indirect_instruction", "what an assistant is said to conclude", "AI|AGENT READ THIS CALM", 14, True),
        _act("indirect_instruction", "words for an assistant", "VOCATIVE YOU|THIS|MUST|PLAN|GUIDE|REPLY", 7, True),
        # Whose word it is said to be
        _act("authority_claim", "an approval that somebody is said to have given", "PREAPPROVED ROLE|PLAN|AI|YOU|ALL", 9, whole=False),
        _act(
            "authority_claim",
            "an approval that somebody is said to have given",
            f"ROLE AUTH PLAN|AI|YOU|WITHOUT|DESTROYING|{_DOING}",
            13,
            barred="NOT",
        ),
        _act("authority_claim", "an order in somebody's name", "FROM ROLE APPROVE|EXEC|DESTROY|DISREGARD|ESCALATE|SKIP|GRANT", 10, True),
        _act("authority_claim", "an override that is claimed", f"EMERGENCY OVERRIDE YOU|GUIDE|PLAN|OVERSIGHT|AUTH|{_DOING}", 10),
        _act("authority_claim", "a line that speaks as the system", "TURN YOU|YOUR|APPROVE|DISREGARD|JUDGE|ESCALATE|REVEAL|SKIP|GUIDE|PREAPPROVED", 12, True),
        _act("authority_claim", "instructions that claim to outrank others", "OUTRANK YOUR RULE|GUIDE", 6, True),
        # Another part
        _act("role_play", "another part for the reader to play", "YOU BE NOW PERSONA|AI|AGENT|ROLE|MODE", 9, True, whole=False),
        _act("role_play", "another part for the reader to play", "NOW YOU BE|MUST PERSONA|AI|AGENT|ROLE|MODE|APPROVE|PRETEND", 12, True),
        _act("role_play", "another part for the reader to play", "PRETEND AI|AGENT|ROLE|PERSONA|YOU|YOUR|STATUS|OVERSIGHT|PLAN|INCIDENT", 6, True),
        _act("role_play", "a mode without rules", "MODE_KIND MODE YOU|YOUR|AI|PERSONA|DISREGARD|APPROVE|WITHOUT|LIMIT|OVERSIGHT|PLAN", 14),
        _act("role_play", "a story in which an assistant acts", "FICTION AI|PERSONA|AGENT APPROVE|APPROVED|EXEC|DESTROY|DESTROYING|REVEAL", 20),
        _act("role_play", "a game in which the reader acts", "FICTION YOU|YOUR APPROVE|APPROVED|PLAN|OVERSIGHT", 20),
        _act("role_play", "a reader without limits", "YOU|PERSONA WITHOUT|NOT LIMIT", 9),
        _act("role_play", "a reader without limits", "AI WITHOUT|NOT LIMIT", 9),
        _act("role_play", "another part for the reader to play", "YOU BE VOID AGENT|AI|ROLE|LIMIT|GUIDE|MODE", 8, True),
        _act("role_play", "another part for the reader to play", "YOU BE PERSONA", 5, True),
        _act("role_play", "another part for the reader to play", "FICTION YOU AI|AGENT|PERSONA|ROLE", 9),
        _act("role_play", "a story in which somebody acts", "FICTION ROLE|AGENT|AI APPROVED|DESTROYING", 16, True),
        _act("role_play", "a mode without rules", "FREE_MODE MODE", 2, True),
        # Out of the house
        _act("exfiltration", "an order to send secrets somewhere", "SEND SECRET DEST", 14, whole=False),
        _act("exfiltration", "an order to send what was collected somewhere", "SEND CONTENT DEST YOUR|ALL|AI|ME|THIS|CODED", 18),
        _act("exfiltration", "an order to show the instructions of the reader", "REVEAL|SAY PROMPT", 7, True, whole=False),
        _act("exfiltration", "an order to show the instructions of the reader", "REVEAL|SAY GUIDE YOUR|ME|EARLIER", 8, whole=False),
        _act("exfiltration", "an order to show secrets", "REVEAL SECRET ME|YOUR|ALL|AI|SUMMARY|INCIDENT|SEND", 9),
        _act("exfiltration", "an order to show secrets", "SAY|SEND SECRET SUMMARY|INCIDENT|REPLY", 12),
        _act("exfiltration", "words about the instructions of the reader", "YOUR PROMPT", 3, True),
        _act("exfiltration", "an order to show what was said before", "REVEAL ABOVE THIS|ALL|WORDING|ME", 5, True),
        # What looks like knowledge
        _act("poisoned_reference", "a rule that does without approval or verification", "REFERENCE WITHOUT|SKIP OVERSIGHT", 18, barred="TLS"),
        _act("poisoned_reference", "a rule that always approves", "REFERENCE ALWAYS APPROVE|DISREGARD|DESTROY|SKIP", 15),
        _act("poisoned_reference", "a rule that approves by itself", "REFERENCE|PLAN|ALWAYS|AGENT|AI|ASSET AUTO", 12),
        _act("poisoned_reference", "a rule that is said to be new", "REFERENCE NEW APPROVE|WRECK|SKIP", 12),
        _act("poisoned_reference", "a rule that switches a safeguard off", "REFERENCE DESTROY GUARD", 14),
        _act("poisoned_reference", "a lesson that destroying helps", "REFERENCE FIX DESTROY|DESTROYING ASSET|GUARD ALL|URGENT|OVERSIGHT", 20),
        _act("poisoned_reference", "a rule that acts by itself", "REFERENCE ALWAYS APPROVED URGENT|AGENT|AI", 18),
        _act("poisoned_reference", "a rule that acts by itself", "CLOSE THIS|INCIDENT URGENT REFERENCE|INCIDENT|ALWAYS", 14),
        _act("poisoned_reference", "a rule that does without approval or verification", "OVERSIGHT MUST SKIPPED", 6, True, "NOT"),
        _act("poisoned_reference", "a lesson that destroying helps", "REFERENCE FIX DESTROYING AGAIN|ALWAYS", 20),
        _act("poisoned_reference", "a rule how sure to be", "REFERENCE SEVERITY ALWAYS LEVEL", 12),
        _act("poisoned_reference", "a rule against looking twice", "REFERENCE NOT VERIFY", 8, True, positive=False),
        _act("poisoned_reference", "an approval of old that is to be given again", "AGENT|AI APPROVED AGAIN", 16),
        # Hidden words
        _act("encoding", "an order to decode and obey", "DECODE|CODED FOLLOW|EXEC GUIDE|THIS|CONTENT|RULE", 12),
    )


@cache
def partial_acts() -> tuple[Act, ...]:
    """Those that may be told by several texts together."""
    return tuple(act for act in acts() if not act.whole)


@cache
def _gates() -> tuple[tuple[int, ...], ...]:
    return tuple(act.needs for act in acts())


class _Gate(dict[int, bool]):
    """Whether words of these classes together could be an act."""

    def __missing__(self, mask: int) -> bool:
        found = any(all(mask & need for need in needs) for needs in _gates())
        if len(self) < 1 << 16:
            self[mask] = found
        return found


gate = _Gate()


def acts_in(words: Sequence[Word], known: Iterable[Act] | None = None) -> list[tuple[Act, list[Word]]]:
    """The acts that the words make, each once, with the words that make it."""
    found: list[tuple[Act, list[Word]]] = []
    total = 0
    for word in words:
        total |= word.mask
    for act in acts() if known is None else known:
        if all(total & need for need in act.needs):
            used = _made_of(act, words)
            if used:
                found.append((act, used))
    return found


def _made_of(act: Act, words: Sequence[Word]) -> list[Word]:
    any_need = act.all_needs | act.barred | _NOT
    near = [word for word in words if word.mask & any_need]
    for at, word in enumerate(near):
        used = _from(act, near, at) if word.mask & act.all_needs else []
        if used and _holds(act, near, at, used):
            return used
    return []


def _from(act: Act, near: Sequence[Word], at: int) -> list[Word]:
    """The words that meet the needs from there on, or none. Other languages have orders of their own."""
    within = [word for word in near[at : at + 40] if word.place - near[at].place <= act.span]
    if act.ordered:
        used = _in_order(act.needs, within)
        if used or not any(word.mask & _FOREIGN for word in within):
            return used
    return _in_any_order(act.needs, within) or _in_any_order(act.needs[::-1], within)


def _in_order(needs: Sequence[int], within: Sequence[Word]) -> list[Word]:
    used: list[Word] = []
    for word in within:
        if word.mask & needs[len(used)]:
            used.append(word)
            if len(used) == len(needs):
                return used
        elif not used:
            return []
    return []


def _in_any_order(needs: Sequence[int], within: Sequence[Word]) -> list[Word]:
    left = list(needs)
    used: list[Word] = []
    for word in within:
        for need in left:
            if word.mask & need:
                left.remove(need)
                used.append(word)
                break
        else:
            if not used:
                return []
        if not left:
            return used
    return []


def _holds(act: Act, near: Sequence[Word], at: int, used: Sequence[Word]) -> bool:
    foreign = [word for word in used if word.mask & _FOREIGN]
    in_order = all(word.mask & need for word, need in zip(used, act.needs, strict=True))
    if act.ordered and not foreign and not in_order:
        return False
    if foreign and not _one_language(used, foreign):
        return False
    first, last = used[0].place, used[-1].place
    if act.barred and any(word.mask & act.barred and first <= word.place <= last + 2 and word not in used for word in near):
        return False
    return not act.positive or bool(foreign) or not _denied(near, at, used)


def _denied(near: Sequence[Word], at: int, used: Sequence[Word]) -> bool:
    """Whether what is told is not to be done: `do not approve the plan`."""
    first = used[0].place
    return any(word.mask & _NOT and word not in used and 0 <= first - word.place <= 3 for word in near[max(0, at - 3) : at])


def _one_language(used: Sequence[Word], foreign: Sequence[Word]) -> bool:
    """Words of another language are one text's only if two are of the same, a verb or a noun of some length with it."""
    if any(not word.text.isascii() for word in foreign):
        return len([word for word in foreign if not word.text.isascii()]) > 1
    for language in {name for word in foreign for name in word.languages}:
        both = [word for word in used if language in word.languages]
        long = [word for word in both if word.mask & _FOREIGN and len(word.text) >= 5]
        if len(both) > 1 and long:
            return True
    return False


