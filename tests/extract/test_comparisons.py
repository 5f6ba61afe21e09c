"""The two sides of a comparison as the rules read them, from whole sentences with their statistics."""

from __future__ import annotations

from typing import Any

import pytest

from evistat.extract.context import Context, SectionSpan
from evistat.extract.findings import find_findings
from evistat.extract.roles import RulesAlone
from evistat.read.typography import fold
from evistat.tokenise.sections import find_sections
from evistat.tokenise.sentences import find_sentences

Pair = tuple[str | None, str | None]


def _sides(text: str) -> list[Pair]:
    folded = fold(text)
    sections = find_sections(text)
    context = Context(
        text=text,
        folded=folded,
        sentences=tuple(find_sentences(text, folded, sections)),
        sections=tuple(SectionSpan(one.label, one.body_start, one.end) for one in sections),
    )
    found = [one for one in find_findings(context, RulesAlone).findings if one["kind"] != "statement"]

    def name(one: dict[str, Any], side: str) -> str | None:
        return one[side]["text"] if one[side] else None

    return [(name(one, "intervention"), name(one, "comparator")) for one in found]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("At baseline all were asked. Pain fell from 7.3 to 5.7 at 3 weeks (P = 0.01).", [("3 weeks", "baseline")]),
        ("Itch eased (multivariable HR for the top tenth vs the bottom tenth = 0.78; 95% CI 0.67-0.91).", [("top tenth", "bottom tenth")]),
        ("Older patients and younger patients were asked. Older patients were colder (10.1% vs 22.8%, P < 0.001).", [("Older patients", "younger patients")]),
        ("All smokers and non-smokers were asked. Hiccups were commoner in smokers (P = 0.001).", [("smokers", "non-smokers")]),
        ("Patients with gout and those without gout were asked. Patients with gout slept less (P = 0.001).", [("Patients with gout", "without gout")]),
        ("Sway was shorter in group P than in group R (P < 0.05).", [("group P", "group R")]),
        ("There was no difference in sway between arms A and B (P = 0.9).", [("arms A", "B")]),
        ("Sway favoured clogs over boots (12% vs 31%; P = 0.03).", [("clogs", "boots")]),
        ("There was a difference in sway (P = 0.02) favouring the clog group.", [("clog group", None)]),
        ("Relief came later with gel versus placebo with tea (P = 0.02).", [("gel", "placebo")]),
        ("More dancers reached the goal in the EG versus CG (13.1% vs 5.0%; P = 0.01).", [("EG", "CG")]),
        ("Dancers ≥ 50 years of age swayed more than dancers < 50 years of age (P = 0.01).", [("Dancers ≥ 50 years of age", "dancers < 50 years of age")]),
        ("Bathing time was similar for tubbers and showerers (12.1 vs 12.4 min, P = 0.8).", [("tubbers", "showerers")]),
        ("Pain was 3.7 (95% CI 3.1-4.2) in all.", [(None, None)]),
        ("The dose was given. Sleep was longer (P = 0.02 vs placebo).", [(None, "placebo")]),
        ("The cramp rate among loggers and millers was 21% (95% CI 18-24%) and 42% (95% CI 39-45%), respectively.", [("loggers", "millers"), ("loggers", None), ("millers", None)]),
        ("From 2003 to 2011 the rate of gout rose by 12% (95% CI 10-14%).", [("2011", "2003")]),
        ("Gout rose from 12.1% (2009-2010) to 15.4% (2015-2016) (P < 0.001).", [("2015-2016", "2009-2010")]),
        ("Chilblains were more frequent in 2007 than in 2002 (30.6% versus 26.9%, P < 0.001).", [("2007", "2002")]),
        ("Bathing became rarer during this period (from 17.9% to 12.9%, P < 0.05).", [(None, None)]),
        ("In the first night (0-6 h) catnip reduced sneezing (P = 0.01).", [("catnip", None)]),
        ("The difference in sway between Norlanders and Sudlanders was small (P = 0.1).", [("Norlanders", "Sudlanders")]),
        ("Relief was seen in 54% (95% CI 42-67) of those in the gel arm and 69% (95% CI 57-80) of those in the gauze arm (P = 0.1).", [("gel arm", "gauze arm"), ("gel arm", None), ("gauze arm", None)]),
        ("Women were randomised to gel or gauze. Itching decreased significantly in the gel group (P = 0.01). Scaling decreased, too (P = 0.03).", [("gel group", None), ("gel group", None)]),
        ("Women were randomised to gel or gauze. Itching fell more in the gel group (P = 0.01).", [("gel group", "gauze")]),
        ("Older loggers slept less than their counterparts (P = 0.01).", [(None, None)]),
        ("Women were randomised to gel or placebo. Gel cut falls by 49% (P = 0.01), with an incidence of 43 versus 22 per 1000 women.", [("Gel", "placebo"), ("Gel", "placebo")]),
        ("Sway was 26% and 29% lower in the clog and the boot group, respectively, compared with barefoot dancers.", [("clog", "barefoot dancers"), ("boot group", "barefoot dancers")]),
        ("Compared with the oat meal, hunger was greater after the rye and barley meals (P = 0.04 and P = 0.02, respectively).", [("rye", "oat meal"), ("barley meals", "oat meal")]),
        ("Clogs and boots were associated with more falls (OR 1.5, 95% CI 1.2-1.9) compared with slippers.", [("Clogs", "slippers")]),
        ("In the swimming group 44% of the women fell against 31% in the resting group (P = 0.03).", [("swimming group", "resting group")]),
    ],
)  # fmt: skip
def test_sides(text: str, sides: list[Pair]) -> None:
    assert _sides(text) == sides
