"""The report in a real browser, opened from its file: what people do with it, and what it must never do."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import evistat
from evistat.inspect.report import write_report
from evistat.records.schema import Record

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright isn't installed")

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no chromium on this machine")
OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip

HOSTILE = """\
<script>document.title = "owned"</script> 😀 & <img src=x onerror=alert(1)>\u2028of zinc

RESULTS: 😀😀 Mortality </script> fell with <b>zinc</b> (ZNC) compared with placebo \
(hazard ratio 0.71, 95% CI 0.55 to 0.92; P = 0.009). 𝒁inc uptake did not differ (odds ratio 1.04, 95% CI 0.90 to 1.20; P = 0.60).
"""
PLAIN = {
    "knee": """\
Heat for painful knees

RESULTS: Pain was lower with heat than with rest (mean difference -1.5 points, 95% CI -2.3 to -0.7; P < 0.001). \
Stiffness did not differ (risk ratio 0.97, 95% CI 0.81 to 1.16; P = 0.74).
""",
    "stent": """\
Coated stents

RESULTS: Overall survival (OS) was longer with coated stents than with bare stents (hazard ratio 0.80, 95% CI 0.66 to \
0.97; P = 0.02). Bleeding was more frequent with coated stents (hazard ratio 1.30, 95% CI 1.02 to 1.66; P = 0.03). \
OS at two years was 71% vs 64%.
""",
    "none": "A protocol\n\nWe shall ask nurses how they sleep.",
}


@pytest.fixture(scope="module")
def records() -> list[Record]:
    metadata = {
        "authors": ["Lindqvist K", "Okafor B"],
        "journal": "Acta <i>Exempli</i>",
        "doi": "10.1234/a b",
    }
    texts = [("hostile</script>'\"", HOSTILE), *PLAIN.items()]
    found = list(evistat.annotate([{"id": name, "text": text} for name, text in texts]))
    return [
        record.model_copy(update={"metadata": metadata | {"year": 2015 + number}})
        for number, record in enumerate(found)
    ]


@pytest.fixture(scope="module")
def folder(records: list[Record], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("page") / "report #1%"
    write_report(records, str(made), title="Zinc & <heat>", version="0.0")
    return made


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS))
        yield running
        running.close()


Opener = Callable[..., Any]


@pytest.fixture
def open_page(browser: Any, folder: Path) -> Iterator[Opener]:
    """Open the report at an address; at the end nothing was said on the console and nothing was asked elsewhere."""
    said: list[str] = []
    asked: list[str] = []
    contexts = []

    def opened(address: str = "", **options: Any) -> Any:
        context = browser.new_context(
            viewport={"width": 1280, "height": 900}, reduced_motion="reduce", **options
        )
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        context.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        context.on("weberror", lambda error: said.append(str(error.error)))
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.goto(f"{folder.joinpath('index.html').as_uri()}{address}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []
    own = (folder.as_uri() + "/", "blob:", "data:,")
    assert [url for url in asked if not url.startswith(own)] == []


def number_of(folder_records: list[Record], name: str) -> int:
    return [record.doc_id for record in folder_records].index(name) + 1


def counted(page: Any) -> str:
    return str(page.locator(".counted").inner_text())


def marked(page: Any, role: str) -> str:
    """Return the words lit as one part of the chosen finding."""
    return "".join(page.locator(f'.lit[data-role="{role}"]').all_inner_texts())


def test_the_overview_counts_and_leads_to_findings(open_page: Opener, records: list[Record]) -> None:
    page = open_page()
    findings = [finding for record in records for finding in record.findings]
    tiles = page.locator(".tile").all_inner_texts()
    assert any(tile.startswith("4\ndocuments\n1 without") for tile in tiles)
    assert any(tile.startswith(f"{len(findings)}\nfindings") for tile in tiles)
    hazards = sum(finding.measure == "HR" for finding in findings)
    page.locator("a.barline", has_text="hazard ratio").click()
    page.wait_for_selector("table.list")
    assert counted(page) == f"{hazards} of {len(findings)} findings"
    assert "measure=HR" in page.url
    page.go_back()
    page.locator("svg.columns a").first.click()
    assert "from=2015" in page.url


def test_findings_are_filtered_searched_and_sorted(open_page: Opener) -> None:
    page = open_page("#/findings")
    whole = counted(page)
    page.select_option("#filter-significance", "no")
    page.locator(".counted", has_text=f"of {whole}").wait_for()
    outcomes = page.locator("a.outcome").all_inner_texts()
    assert {"Stiffness", "Mortality"} & set(outcomes) == {"Stiffness"}
    page.locator("button", has_text="Clear all").click()
    page.fill("#filter-q", "STIFF heat")
    page.locator(".counted", has_text="1 of").wait_for()
    assert page.locator("a.outcome").all_inner_texts() == ["Stiffness"]
    page.fill("#filter-q", "no such words")
    page.locator(".notice", has_text="No finding fits").wait_for()
    page.goto(page.url.split("#")[0] + "#/findings?ci=with")
    page.locator('button[data-sort="value"]').click()
    page.locator('th[aria-sort="ascending"]').wait_for()
    page.locator('button[data-sort="value"]').click()
    page.locator('th[aria-sort="descending"]').wait_for()
    values = [
        float(words.split()[0].replace("−", "-"))
        for words in page.locator('td[data-label="Estimate"]').all_inner_texts()
    ]
    assert values == sorted(values, reverse=True)
    assert page.evaluate("document.activeElement.dataset.sort") == "value"


def test_a_finding_lights_its_parts_and_a_part_its_finding(open_page: Opener, records: list[Record]) -> None:
    page = open_page(f"#/document/{number_of(records, 'stent')}")
    page.locator(".choose", has_text="Bleeding").click()
    assert marked(page, "outcome") == "Bleeding"
    assert marked(page, "value") == "1.30"
    assert marked(page, "ci") == "95% CI 1.02 to 1.66"
    assert marked(page, "p") == "P = 0.03"
    detail = page.locator(".finding.open").inner_text()
    assert "effect." in detail  # the rule
    assert "✓ estimate inside its interval" in detail
    page.locator("article .quote", has_text="0.80").first.click()
    assert page.locator(".finding.open .outcome").inner_text().startswith("Overall survival")
    assert marked(page, "value") == "0.80"
    assert marked(page, "intervention") == "coated stents"
    assert marked(page, "comparator") == "bare stents"
    page.locator("button.ref").nth(1).click()
    assert marked(page, "outcome") == "Bleeding"
    opened = page.url
    page.reload()
    page.locator(".finding.open").wait_for()
    assert page.url == opened
    assert marked(page, "outcome") == "Bleeding"


def test_the_keyboard_is_enough(open_page: Opener, records: list[Record]) -> None:
    page = open_page(f"#/document/{number_of(records, 'stent')}")
    page.locator(".choose").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.at") == "1"
    page.keyboard.press("a")
    page.locator(".finding.is-accepted").wait_for()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("r")
    page.locator(".finding.is-rejected").wait_for()
    page.keyboard.press("u")
    page.locator(".finding.is-rejected").wait_for(state="detached")
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    assert page.locator("article.text").is_visible()
    # Every control has a name, and every field a label.
    for address in ("", "#/findings", "#/documents", "#/forest", "#/review", "#/document/1"):
        page.goto(page.url.split("#")[0] + address)
        page.wait_for_selector("main > *")
        nameless = page.evaluate(
            """[...document.querySelectorAll('button, a[href], input, select')].filter((control) =>
                !(control.labels?.length || control.innerText?.trim() || control.getAttribute('aria-label')
                  || control.querySelector('title'))).map((control) => control.outerHTML)"""
        )
        assert nameless == [], address
        assert page.locator("h1").count() == 1, address


def test_hostile_text_is_shown_as_text(open_page: Opener, records: list[Record]) -> None:
    page = open_page("#/document/1")
    text = page.locator("article.text")
    text.wait_for()
    assert page.title() != "owned"
    shown = text.evaluate(
        "(article) => [...article.querySelectorAll('p')].map((p) => [...p.childNodes]"
        ".filter((node) => !node.matches?.('.ref')).map((node) => node.textContent).join('')).join('\\n')"
    )
    assert shown.split() == records[0].text.split()
    assert page.locator("main script, main img, main b:not(.fact b, .choose b), main i").count() == 0
    for address in ("#/findings", "#/documents", "#/forest?measure=HR"):
        page.goto(page.url.split("#")[0] + address)
        page.wait_for_selector("main > *")
        assert page.locator("main script, main img, main i").count() == 0
    assert page.locator(".top .name").inner_text() == "Zinc & <heat>"


def test_offsets_are_code_points(open_page: Opener, records: list[Record]) -> None:
    page = open_page("#/document/1")
    page.locator(".choose").first.click()
    assert marked(page, "outcome") == "Mortality"
    assert marked(page, "value") == "0.71"
    page.locator('.finding.open [data-act="edited"]').click()
    page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.querySelector('article.text'), NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf('𝒁inc');
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            const last = walker.nextNode();
            range.setEnd(last, ' uptake'.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
          }
        }"""
    )
    page.locator('[data-take="outcome"]').click()
    assert page.input_value("#edit-outcome") == "𝒁inc uptake"
    page.locator("form.correct button[type=submit]").click()
    page.locator(".finding.is-edited").wait_for()
    stored = page.evaluate("evistat.decisionLines()")
    start = records[0].text.index("𝒁inc")
    assert json.loads(stored)["edits"] == {
        "outcome": {"text": "𝒁inc uptake", "start": start, "end": start + 11}
    }


def test_decisions_are_kept_downloaded_and_applied(
    open_page: Opener, folder: Path, records: list[Record], tmp_path: Path
) -> None:
    from typer.testing import CliRunner

    from evistat.cli.app import app
    from evistat.records.jsonl import record_line

    page = open_page(f"#/document/{number_of(records, 'knee')}", accept_downloads=True)
    page.locator(".choose", has_text="Pain").click()
    page.locator('.finding.open [data-act="edited"]').click()
    page.fill("#edit-value", "minus one")
    page.locator("form.correct button[type=submit]").click()
    page.locator(".problem", has_text="must be a number").wait_for()
    page.fill("#edit-value", "-1.4")
    page.select_option("#edit-direction", "increase")
    page.fill("#edit-note", "table 2 <says> so")
    page.locator("form.correct button[type=submit]").click()
    page.locator(".choose", has_text="Stiffness").click()
    page.locator('.finding.open [data-act="rejected"]').click()
    write_report(records, str(folder), title="Zinc & <heat>", version="0.0", force=True)  # made anew
    page.reload()
    page.locator(".finding.is-rejected").wait_for()
    assert page.locator("#decided").inner_text() == "2"
    page.goto(page.url.split("#")[0] + "#/findings?review=rejected")
    assert page.locator("a.outcome").all_inner_texts() == ["Stiffness"]
    page.locator('nav a[data-view="review"]').click()
    page.fill("#reviewer", "K. Lindqvist")
    with page.expect_download() as waiting:
        page.locator("#download-decisions").click()
    decisions = tmp_path / "decisions.jsonl"
    waiting.value.save_as(decisions)
    lines = [json.loads(line) for line in decisions.read_text("utf-8").splitlines()]
    assert [line["decision"] for line in lines] == ["edited", "rejected"]
    assert lines[0]["edits"] == {"value": "-1.4", "direction": "increase"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", lines[0]["date"])

    source, output = tmp_path / "records.jsonl", tmp_path / "reviewed.jsonl"
    source.write_bytes(b"".join(map(record_line, records)))
    arguments = ["review", "apply", str(source), str(decisions), "--output", str(output), "--by", "K. L."]
    assert CliRunner().invoke(app, arguments, catch_exceptions=False).exit_code == 0
    reviewed = {
        finding["id"]: finding
        for line in output.read_bytes().splitlines()
        for finding in json.loads(line)["findings"]
    }
    assert reviewed[lines[0]["finding"]]["value"] == -1.4
    assert reviewed[lines[0]["finding"]]["review"]["note"] == "table 2 <says> so"
    assert reviewed[lines[1]["finding"]]["review"]["decision"] == "rejected"


def test_decisions_about_findings_that_are_gone_are_told(open_page: Opener) -> None:
    page = open_page("#/review")
    line = {"doc_id": "old", "finding": "0123", "decision": "accepted", "read": "Stay MD <2>"}
    page.set_input_files(
        "#decisions-file",
        {"name": "d.jsonl", "mimeType": "application/jsonl", "buffer": f"{json.dumps(line)}\nno\n".encode()},
    )
    page.locator("section", has_text="No longer there").locator("li", has_text="Stay MD <2>").wait_for()
    assert "1 line not understood" in page.locator("#status").inner_text()
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("button", has_text="Forget all").click()
    page.locator("section", has_text="No longer there").wait_for(state="detached")


def test_the_forest_plot_holds_one_measure(open_page: Opener, records: list[Record]) -> None:
    page = open_page("#/forest", accept_downloads=True)
    plot = page.locator("svg.evistat-forest")
    plot.wait_for()
    hazards = [f for record in records for f in record.findings if f.measure == "HR" and f.ci]
    assert page.locator("#of").input_value() == "HR"
    assert plot.locator("a.row").count() == len(hazards)
    words = plot.locator("text").all_text_contents()
    assert "Hazard ratio, log scale" in words
    assert "0.71 (0.55 to 0.92)" in words
    assert plot.locator('line[stroke-dasharray="3 3"]').count() == 1
    page.select_option("#of", "MD")
    page.locator("svg.evistat-forest a.row").first.wait_for()
    words = plot.locator("text").all_text_contents()
    assert "−1.5 (−2.3 to −0.7)" in words
    assert not any("log scale" in word for word in words)
    assert plot.locator("a.row").count() == 1
    with page.expect_download() as waiting:
        page.locator("button", has_text="Download SVG").click()
    svg = waiting.value.path().read_text("utf-8")
    assert svg.startswith("<svg")
    assert "−1.5" in svg
    plot.locator("a.row").click()
    page.locator(".finding.open").wait_for()
    assert "/document/" in page.url


def test_the_table_is_downloaded_without_formulas(open_page: Opener, records: list[Record]) -> None:
    page = open_page("#/findings", accept_downloads=True)
    with page.expect_download() as waiting:
        page.locator("button", has_text="Download CSV").click()
    table = list(csv.DictReader(waiting.value.path().read_text("utf-8-sig").splitlines()))
    assert [row["finding_id"] for row in table] == [f.id for record in records for f in record.findings]
    assert table[0]["doc_id"] == records[0].doc_id
    for words, cell in (
        ('=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'),
        (" @a", "' @a"),
        ("-1.5", "-1.5"),
        (-1.5, "-1.5"),
        ("- days", "'- days"),
        ("a,b", '"a,b"'),
        (None, ""),
    ):
        assert page.evaluate("evistat.csvCell", words) == cell


def test_the_axis_is_that_of_the_command_line(open_page: Opener) -> None:
    from evistat.inspect.forest_scale import make_axis

    page = open_page()
    for intervals, null, log in (
        ([(0.5, 0.2, 0.9), (1.2, 0.8, 3.0)], 1.0, True),
        ([(0.98, 0.9, 1.1), (1.02, 0.95, None)], 1.0, True),
        ([(3.0, 0.001, 900.0), (2.0, 1.5, 2.6), (1.1, 1.0, 1.2)], 1.0, True),
        ([(-1.5, -3.0, 0.0), (4.0, 2.0, 60.0)], 0.0, False),
        ([(71.0, 60.0, 80.0)], None, False),
        ([(5.0, 5.0, 5.0)], None, False),
    ):
        axis = make_axis(intervals, null=null, log=log)
        ticks, places = page.evaluate(
            "([intervals, scale]) => { const axis = evistat.makeAxis(intervals, scale);"
            " return [axis.ticks, intervals.map(([value]) => axis.place(value))]; }",
            [intervals, {"null": null, "log": log}],
        )
        assert ticks == pytest.approx(list(axis.ticks))
        assert places == pytest.approx([axis.place(value) for value, _, _ in intervals])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_are_legible_and_narrow_screens_hold_all(open_page: Opener, scheme: str) -> None:
    page = open_page("#/document/2", color_scheme=scheme)
    page.locator(".choose").first.click()
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    for address in ("", "#/findings", "#/documents", "#/forest", "#/review", "#/document/2"):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(page.url.split("#")[0] + address)
        page.wait_for_selector("main > *")
        assert page.evaluate(POOR_CONTRAST) == [], address
        page.set_viewport_size({"width": 360, "height": 740})
        page.wait_for_timeout(200)  # the plot is drawn anew
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address


# Words whose colour differs from their ground by less than 4.5 (WCAG 2.2, 1.4.3), hidden ones left out.
POOR_CONTRAST = """() => {
  const channels = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.99) return colour;
    }
    return [255, 255, 255];
  };
  const poor = new Set();
  for (const element of document.querySelectorAll('body *:not(svg *, script, option)')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const style = getComputedStyle(element);
    if (!own || style.visibility === 'hidden' || !element.getClientRects().length || element.closest('.quiet, :disabled')) continue;
    const [a, b] = [light(channels(style.color)), light(ground(element))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) poor.add(`${element.tagName}.${element.className} ${style.color} on ${ground(element)}`);
  }
  return [...poor];
}"""


def test_the_page_works_where_nothing_may_be_stored(browser: Any, folder: Path) -> None:
    context = browser.new_context()
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{folder.joinpath('index.html').as_uri()}#/document/2")
    page.locator(".choose").first.click()
    page.locator('.finding.open [data-act="accepted"]').click()
    page.locator(".finding.is-accepted").wait_for()
    page.locator("#theme").click()
    assert faults == []
    context.close()


def test_the_policy_holds(browser: Any, folder: Path) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(folder.joinpath("index.html").as_uri())
    page.evaluate(
        "() => { const s = document.createElement('style'); s.textContent = '*{}'; document.head.append(s); }"
    )
    refused = page.evaluate(
        """async () => {
          const tried = [];
          try { document.body.innerHTML = '<i></i>'; } catch (error) { tried.push('markup'); }
          try { await fetch('https://example.org/'); } catch (error) { tried.push('network'); }
          try { evistat.trusted.createScriptURL('https://example.org/x.js'); } catch (error) { tried.push('script'); }
          return tried;
        }"""
    )
    assert refused == ["markup", "network", "script"]
    assert any("style" in words and "Content Security Policy" in words for words in said)
    page.close()


def test_paper_shows_the_text_and_all_findings(open_page: Opener) -> None:
    page = open_page("#/document/2")
    page.locator("article.text").wait_for()
    page.emulate_media(media="print")
    assert not page.locator(".top").is_visible()
    assert page.locator("article.text").is_visible()
    assert page.locator(".choose").last.is_visible()


def test_a_corrected_record_is_shown_and_stays_corrected(
    browser: Any, records: list[Record], tmp_path: Path
) -> None:
    from evistat.records.decisions import ReviewDecision
    from evistat.records.review import Applied, apply_decisions

    knee = records[1]
    first = knee.findings[0]
    decision = {
        "doc_id": knee.doc_id,
        "finding": first.id,
        "decision": "edited",
        "by": "K. L.",
        "note": "<b>sic</b>",
    }
    edits = {"value": "-2.3", "outcome": {"text": "Stiffness"}, "direction": "increase"}
    made = ReviewDecision.model_validate(decision | {"edits": edits})
    reviewed = list(apply_decisions([knee], {(knee.doc_id, first.id): made}, Applied()))
    write_report(reviewed, str(tmp_path / "r"), title="again", version="0.0")

    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{(tmp_path / 'r' / 'index.html').as_uri()}#/document/1")
    page.locator(".choose").first.click()
    told = page.locator(".finding.open .reviewed").inner_text()
    assert "corrected by K. L.: <b>sic</b>" in told
    assert re.search(r"outcome\s+had been read as Pain", told)
    assert re.search(r"direction\s+had been read as decrease", told)
    # Whoever finds it right now finds the correction right; who corrects more keeps what was corrected.
    page.locator('[data-act="accepted"]').first.click()
    kept = json.loads(page.evaluate("evistat.decisionLines()"))
    assert kept["decision"] == "edited"
    page.locator('.finding.open [data-act="edited"]').click()
    page.select_option("#edit-measure", "SMD")
    page.locator("form.correct button[type=submit]").click()
    page.locator(".finding.open .reviewed").wait_for()
    more = json.loads(page.evaluate("evistat.decisionLines()"))
    assert more["edits"].keys() == {"value", "outcome", "direction", "measure"}
    for line, measure in ((kept, "MD"), (more, "SMD")):
        again = ReviewDecision.model_validate(line | {"by": "B. O."})
        (record,) = apply_decisions(reviewed, {(knee.doc_id, first.id): again}, Applied())
        found = record.findings[0]
        assert (found.value, found.direction, found.measure) == (-2.3, "increase", measure)
        assert found.outcome == reviewed[0].findings[0].outcome
    page.close()
