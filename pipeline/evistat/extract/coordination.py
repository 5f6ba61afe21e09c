"""An outcome's place in its sentence → all outcomes it is coordinated with ("weight, BMI and waist (P < 0.05)").

A p-value printed once for several outcomes belongs to each of them. Where an ellipsis leaves an outcome without words
of its own ("systolic and diastolic blood pressure"), it gets the shortest stretch that holds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from evistat.extract.clauses import read_sentence
from evistat.extract.context import Context
from evistat.extract.finding import Mention, Result
from evistat.extract.list_items import adjective_endings, is_group, items_of_list
from evistat.extract.phrases import base_phrases, phrase_at
from evistat.extract.sentence_comparisons import merged
from evistat.extract.words import Word
from evistat.lexicons import lexicon, word_set

MOST_OUTCOMES = 16
_FINDINGS = word_set("coordination", "findings")
_ANNOUNCING = word_set("coordination", "announcing")
_COMPARATIVES = word_set("closed_class", "comparative")
Range = tuple[int, int]


def coordinated_outcomes(
    context: Context, result: Result, outcome: Mention, results: Mapping[int, Sequence[Result]]
) -> list[Mention]:
    """Return ``outcome`` and the outcomes coordinated with it, in order of the text; alone where there are none.

    ``results`` are the document's, by the number of their sentence: a list of outcomes doesn't reach over another result's numbers.
    """
    if result.groups:
        return [outcome]
    near = results.get(context.sentence_at(outcome.start), ())
    return listed_with(context, outcome, {(other.start, other.end) for other in near})


def listed_with(context: Context, outcome: Mention, statistics: Iterable[Range]) -> list[Mention]:
    """Return ``outcome`` and what is coordinated with it, which doesn't reach over any of the ``statistics``."""
    number = context.sentence_at(outcome.start)
    start, end = context.sentences[number]
    if outcome.end > end:
        return [outcome]
    if halves := _half_words(context, outcome, start):
        return [named(context, outcome, *span) for span in halves]
    inside = sorted({span for span in statistics if start <= span[0] and span[1] <= end})
    sentence = read_sentence(context.folded, start, end, merged(inside))
    words = _with_suffixes(sentence.words)
    first = next((i for i, word in enumerate(words) if word.end > outcome.start), None)
    last = next((i for i in range(len(words) - 1, -1, -1) if words[i].start < outcome.end), None)
    if first is None or last is None or last < first:
        return [outcome]
    if bracketed := _bracketed(context, words, last + 1):
        return [named(context, outcome, *span) for span in bracketed]
    examples = _examples(words, last + 1)
    items = examples or [
        *_before(words, _phrase_start(words, first)),
        *_inside(words, first, last + 1),
        *_after(words, _past_complement(words, _phrase_end(words, last + 1))),
    ]
    longer = items_of_list(words, first, last + 1)
    if len(longer) > len(items) and not examples:
        items = longer
    if len(items) < 2 or len(items) > MOST_OUTCOMES:
        return [outcome]
    ranges = _with_ellipsis(words, items)
    if _in_one_name(context, [(words[begin].start, words[stop - 1].end) for begin, stop in ranges]):
        return [outcome]
    if any(
        _A_TIME.fullmatch(context.folded, words[begin].start, words[stop - 1].end) for begin, stop in ranges
    ):
        return [outcome]
    return [_mention(context, outcome, words, where) for where in ranges]


# "at the 1st, 6th and 24th hour", "in groups 1 and 2": times and numbers name no outcome
_A_TIME = re.compile(
    r"(?:the )?\d+(?:st|nd|rd|th)?(?:[ -](?:min|h|d)\w{0,8}|[ -](?:weeks?|months?|mo|years?|yrs?))?",
    re.IGNORECASE,
)
_HALF_WORD = re.compile(r"\b[A-Za-z]{2,12}- (?:and|or) (?=[\w]+-\w)")


def _half_words(context: Context, outcome: Mention, sentence: int) -> list[Range]:
    """Return the two places of "first- and second-phase secretion", whose first word waits for its second half."""
    near = max(sentence, outcome.start - 24)
    for match in _HALF_WORD.finditer(context.folded, near, outcome.end):
        if match.end() == outcome.start or match.start() == outcome.start:
            return [(match.start(), outcome.end), (match.end(), outcome.end)]
    return []


def _in_one_name(context: Context, spans: Sequence[Range]) -> bool:
    """Tell whether an "and" stands inside the long form of one short form ("Acute Physiology and Chronic Health …")."""
    return any(
        sum(start < form.long_end and form.long_start < end for start, end in spans) > 1
        for form in context.abbreviations
    )


def _with_suffixes(words: Sequence[Word]) -> Sequence[Word]:
    """Make nouns of what follows the bracket of a short form: "tumour necrosis factor (TNF)-alpha, interleukin (IL)-6"."""
    tagged = list(words)
    for index in range(1, len(words)):
        word = words[index]
        if words[index - 1].tag == "bracket" and words[index - 1].end == word.start and word.text[0] in "-+":
            tagged[index] = replace(word, tag="noun")
    return tagged


def _phrase_start(words: Sequence[Word], first: int) -> int:
    """Return where the noun phrase begins in whose middle an outcome begins ("independent physical functioning")."""
    begin = first
    while begin > 0 and words[begin - 1].tag in {"noun", "adj", "bracket"}:
        begin -= 1
    while begin < first and words[begin].tag == "bracket":
        begin += 1
    return begin


def _phrase_end(words: Sequence[Word], end: int) -> int:
    """Return where the noun phrase ends in whose middle an outcome ends ("blood sugar and cholesterol levels")."""
    stop = end
    while stop < len(words) and words[stop].tag == "noun":
        stop += 1
    return stop


def _joins(words: Sequence[Word], index: int) -> int:
    """Return how many words from ``index`` on join two items (a comma, "and", "as well as"), 0 where they don't."""
    count = 0
    while index + count < len(words) and (
        words[index + count].tag in {"comma", "conj", "bracket"}
        or words[index + count].lemma in {"as", "well", "both"}
    ):
        if words[index + count].lemma in {"but", "than", "nor", "including"}:
            return 0
        count += 1
    joined = words[index : index + count]
    return count if any(word.tag in {"comma", "conj"} for word in joined) else 0


def _after(words: Sequence[Word], index: int) -> list[Range]:
    items: list[Range] = []
    while count := _joins(words, index):
        phrase = phrase_at(words, index + count)
        if phrase is None:
            break
        begin, stop = _told_to_change(words, *phrase)
        stop = _with_complement(words, stop)
        if is_group(words, begin, stop) or not _ends_item(words, stop) or _is_finding(words, stop):
            break
        if stop - begin == 1 and _says_more_or_less(words[begin]):
            break
        items.append(_without_determiner(words, begin, stop))
        index = _past_complement(words, stop)
    # The last item must be joined by a conjunction: a comma alone is an apposition, two before a verb are a list.
    if items and not any(word.tag == "conj" for word in words[: items[-1][0]][-3:]):
        said = index < len(words) and words[index].tag in {"verb", "be", "have", "aux", "adv", "stat"}
        return items if (len(items) > 1 and said) or _said_of_two(words, items) else []
    return items


def _told_to_change(words: Sequence[Word], begin: int, stop: int) -> Range:
    """Return the phrase of which a change is told: "a rise in weight and *an improvement in mood*, sleep and pain"."""
    if words[stop - 1].lemma in _ANNOUNCING and stop < len(words) and words[stop].lemma in {"in", "of"}:
        return phrase_at(words, stop + 1) or (begin, stop)
    return begin, stop


def _said_of_two(words: Sequence[Word], items: Sequence[Range]) -> bool:
    """Tell whether a comma alone joins two outcomes of which more is said: "pulse, PaO2 in the felt group were higher"."""
    stop = items[0][1]
    if len(items) > 1 or stop >= len(words) or words[stop].lemma != "in":
        return False
    group = phrase_at(words, stop + 1)
    if group is None or not is_group(words, *group) or group[1] >= len(words):
        return False
    return words[group[1]].tag in {"be", "verb", "adv", "have"}


def _with_complement(words: Sequence[Word], stop: int) -> int:
    """Return where an item of a list ends with what its name needs: "quality of life", "time to recovery"."""
    while stop + 1 < len(words) and words[stop].lemma in {"of", "to"} and words[stop].tag in {"prep", "to"}:
        phrase = phrase_at(words, stop + 1)
        if phrase is None or is_group(words, *phrase):
            break
        stop = phrase[1]
    return stop


_COMPLEMENT = frozenset({"on", "for", "in", "of", "to", "at", "during"})


def _past_complement(words: Sequence[Word], stop: int) -> int:
    """Return where the next item of a list is joined, past what completes this one ("information on risks, advice on diet")."""
    if stop >= len(words) or words[stop].tag not in {"prep", "to"}:
        return stop
    phrase = phrase_at(words, stop + 1)
    if phrase is None or is_group(words, *phrase):
        return stop
    end = phrase[1]
    joined = end + _joins(words, end)
    following = phrase_at(words, joined)
    if following is None or joined == end:
        return stop
    after = words[following[1]].lemma if following[1] < len(words) else ""
    listed = words[joined - 1].tag == "comma" or (words[end].tag == "comma" and joined > end + 1)
    return end if after in _COMPLEMENT or listed else stop


def _examples(words: Sequence[Word], index: int) -> list[Range]:
    """Return the outcomes that a general word only introduces ("co-morbidities such as A and B", "markers, including A and B")."""
    begin = index
    while begin < len(words) and (words[begin].tag in {"comma", "bracket"}):
        begin += 1
    if begin + 2 >= len(words):
        return []
    if words[begin].lemma == "such" and words[begin + 1].lemma == "as":
        begin += 2
    elif words[begin].lemma in {"including", "namely"}:
        begin += 1
    else:
        return []
    phrase = phrase_at(words, begin)
    if phrase is None:
        return []
    first = _without_determiner(words, *phrase)
    others = _after(words, phrase[1])
    return [first, *others] if others else []


_INNER_JOINT = re.compile(r"(?:(?<!\s)\s+)?(?:,\s*(?:and|&)\s|,|;|\s(?:and|&)\s)\s*")
_INNER_ITEM = re.compile(r"[A-Za-z][\w'/+-]*(?: [\w'/+()-]+){0,5}")
_NO_ITEM = re.compile(
    rf"\b(?:{'|'.join(lexicon('coordination')['no_item'])})\b|^(?:{'|'.join(lexicon('coordination')['no_item_alone'])})$",
    re.IGNORECASE,
)


def _bracketed(context: Context, words: Sequence[Word], index: int) -> list[Range]:
    """Return the outcomes that a bracket after a general name lists ("motor skills (reaction, balance and grip)")."""
    if index >= len(words) or words[index].tag != "bracket":
        return []
    start, end = words[index].start + 1, words[index].end - 1
    inside = context.folded[start:end]
    if not 8 <= len(inside) <= 260:
        return []
    spans: list[Range] = []
    place = 0
    plain = _BRACKET.sub(lambda match: " " * len(match[0]), inside)  # "[A (long name) and B (long name)]"
    for joint in [*_INNER_JOINT.finditer(plain), None]:
        stop = joint.start() if joint else len(plain)
        item = plain[place:stop].rstrip()
        if _INNER_ITEM.fullmatch(item) is None or _NO_ITEM.search(item):
            return []
        spans.append((start + place, start + place + len(item)))
        place = joint.end() if joint else stop
    several = len(spans) > 2 or (len(spans) == 2 and re.search(r"\band\b", plain) is not None)
    shorts = {form.short for form in context.abbreviations if form.long_end <= start}
    alone = sum(context.text[begin:stop] in shorts for begin, stop in spans) == 1 and len(spans) == 2
    return spans if several and not alone and len(spans) <= MOST_OUTCOMES else []


_BRACKET = re.compile(r"[(\[][^()\[\]]*[)\]]")


def _ends_item(words: Sequence[Word], index: int) -> bool:
    if index >= len(words):
        return True
    return words[index].tag in {
        "comma",
        "conj",
        "bracket",
        "stat",
        "stop",
        "verb",
        "be",
        "have",
        "aux",
        "prep",
        "adv",
        "to",
        "rel",
    }


def _before(words: Sequence[Word], first: int) -> list[Range]:
    items: list[Range] = []
    index = _governed(words, first)
    governed = index != first
    while index > 0:
        join = _before_verb(words, index)
        while join > 0 and (
            words[join - 1].tag in {"comma", "conj", "bracket"} or words[join - 1].tag == "det"
        ):
            join -= 1
        joined = words[join:index]
        if not any(word.tag in {"comma", "conj"} for word in joined) or any(
            word.lemma in {"but", "than"} for word in joined
        ):
            break
        if (
            not items
            and not any(word.tag == "conj" for word in joined)
            and not _conjunction_follows(words, index)
        ):
            break
        phrases = [phrase for phrase in base_phrases(words, max(0, join - 12), join) if phrase[1] == join]
        if not phrases:
            break
        begin, stop = phrases[-1]
        if governed and stop - begin == 2 and words[begin].lemma in {"a", "an"}:
            break  # "an immediate and significant drop in pressure"
        previous = words[begin - 1].tag if begin else "stop"
        if is_group(words, begin, stop) or previous in {"rel", "sub", "stat"}:
            break  # after a statistic: a word of the item before it ("Mobility (P = 0.05) scales, and …")
        if previous == "prep" and (_opens(words, begin) or words[begin - 1].lemma not in _BEFORE_LISTS):
            break
        items.insert(0, _without_determiner(words, begin, stop))
        index = begin if previous in {"comma", "conj"} else _governed(words, begin)
        if index == begin and previous not in {"comma", "conj"}:
            break
    return items


def _opens(words: Sequence[Word], begin: int) -> bool:
    """Tell whether a phrase belongs to what opens its sentence: "In all analyses, age and …", "Among men in the trial, age and …"."""
    place = begin - 1
    while place > 0 and words[place - 1].tag in {"noun", "adj", "det", "num", "prep", "bracket"}:
        place -= 1
    return words[place].tag == "prep" and (place == 0 or words[place - 1].tag == "stop")


def _before_verb(words: Sequence[Word], index: int) -> int:
    """Return the place before the second verb of "increased A and decreased B" or the repeated word of "in A and in B"."""
    place = index - 1 if words[index - 1].tag == "det" else index
    if place < 2 or words[place - 2].tag != "conj" or words[place - 2].lemma != "and":
        return index
    before = words[place - 1]
    changes = before.tag == "verb" and "change" in before.verb_class.split()
    again = before.tag in {"prep", "to"} and before.lemma in {*_COMPLEMENT, "with"}
    return place - 1 if changes or again else index


def _governed(words: Sequence[Word], begin: int) -> int:
    """Return where an item of a list begins whose name follows a general word ("a higher likelihood of relapse")."""
    if begin < 2 or words[begin - 1].lemma not in {"of", "in"}:
        return begin
    end = begin - 1
    phrases = [one for one in base_phrases(words, max(0, end - 5), end) if one[1] == end]
    if not phrases or is_group(words, *phrases[-1]):
        return begin
    start = phrases[-1][0]
    return (
        start
        if start and words[start - 1].tag in {"comma", "conj", "prep"} and _listed_before(words, start)
        else begin
    )


def _listed_before(words: Sequence[Word], start: int) -> bool:
    """Tell whether another item of a list ends before a place."""
    before = words[start - 1]
    return before.tag in {"comma", "conj"} or (start > 1 and words[start - 2].tag == "conj")


_BEFORE_LISTS = frozenset({"in", "of", "for", "on", "to", "with", "by", "concerning", "regarding", "about"})


def _conjunction_follows(words: Sequence[Word], index: int) -> bool:
    """Tell whether the list that an item stands in has its "and" further on."""
    for word in words[index : index + 14]:
        if word.tag == "conj" and word.lemma in {"and", "or"}:
            return True
        if word.tag in {"verb", "be", "stop", "prep"} and word.lemma != "of":
            return False
    return False


def _inside(words: Sequence[Word], first: int, end: int) -> list[Range]:
    """Split an outcome that itself holds a coordination."""
    cuts = [
        i for i in range(first + 1, end - 1) if words[i].tag == "conj" and words[i].lemma in {"and", "or"}
    ]
    if len(cuts) != 1:
        return [(first, end)]
    pieces: list[Range] = []
    begin = first
    for index in range(first, end):
        if (words[index].tag == "comma" and index < cuts[0]) or index == cuts[0]:
            pieces.append((begin, index))
            begin = index + 1
    pieces.append((begin, end))
    pieces = [(s, e) for s, e in pieces if e > s]
    if any(is_group(words, s, e) for s, e in pieces) or not all(
        words[e - 1].tag in {"noun", "ing", "adj"} for _, e in pieces
    ):
        return [(first, end)]
    return pieces


def _says_more_or_less(word: Word) -> bool:
    """Tell whether a word says what became of a list and is none of its items ("…, and admission, increased significantly")."""
    return word.lemma in _COMPARATIVES or (
        word.tag in {"adj", "verb"} and "change" in word.verb_class.split()
    )


def _is_finding(words: Sequence[Word], stop: int) -> bool:
    """Tell whether a phrase begins a finding of its own ("…, and a negative correlation with pneumonia")."""
    return words[stop - 1].lemma in _FINDINGS


def _without_determiner(words: Sequence[Word], begin: int, stop: int) -> Range:
    while begin < stop - 1 and (
        words[begin].tag in {"det", "bracket"} or words[begin].lemma in _COMPARATIVES
    ):
        begin += 1
    return begin, stop


def _with_ellipsis(words: Sequence[Word], items: Sequence[Range]) -> list[Range]:
    """Stretch an item that is only an adjective ("systolic and diastolic blood pressure") to where its noun stands."""
    last_begin, last_stop = items[-1]
    result = []
    for index, (begin, stop) in enumerate(items):
        alone = stop - begin == 1 and adjective_endings().search(words[begin].text.lower()) is not None
        if index < len(items) - 1 and alone and last_stop - last_begin > 1:
            result.append((begin, next(e for b, e in items[index + 1 :] if e - b > 1)))
        else:
            result.append((begin, stop))
    return result


def _mention(context: Context, outcome: Mention, words: Sequence[Word], where: Range) -> Mention:
    return named(context, outcome, words[where[0]].start, words[where[1] - 1].end)


def named(context: Context, outcome: Mention, start: int, end: int) -> Mention:
    """Return the mention of another outcome at a place, the given one where it is the same."""
    if (start, end) == (outcome.start, outcome.end):
        return outcome
    text = context.text[start:end]
    long_form = next((form.long for form in context.abbreviations if form.short == text), None)
    entities = tuple(entity.id for entity in context.entities if entity.start < end and start < entity.end)
    return replace(outcome, text=text, start=start, end=end, long_form=long_form, entities=entities)
