// The page of one document: its text with marks, its findings beside it, each leading to the other.
"use strict";

evistat.documentView = (number, findingId) => {
  const { h } = evistat;
  const box = h("div.document", { "aria-busy": "true" }, h("p.notice", {}, "Loading …"));
  evistat.page(number).then(
    (page) => {
      if (!box.isConnected) return;
      box.removeAttribute("aria-busy");
      box.replaceChildren(...evistat.documentParts(page, number));
      evistat.openDocument(box, page, number, findingId);
    },
    (error) => box.replaceChildren(h("p.notice.bad", { role: "alert" }, error.message)),
  );
  return box;
};

evistat.documentParts = (page, number) => {
  const { h } = evistat;
  const entityCounts = new Map();
  for (const [kind, label] of page.marks) if (kind === "entity") entityCounts.set(label, (entityCounts.get(label) || 0) + 1);
  return [
    h("header.head", {},
      evistat.steps(number),
      h("h1", {}, page.title || page.id),
      h("p.facts", {}, evistat.metadataWords(page)),
      page.facts.length ? h("p.facts", {}, page.facts.map(([name, words]) => h("span.fact", {}, h("b", {}, `${name} `), words))) : null),
    h("div.reading", {},
      h("div.side-text", {},
        h("div.legend", { role: "group", "aria-label": "Marks in the text" },
          h("label.toggle", {}, h("input", { type: "checkbox", id: "show-entities", checked: true }), "Entities"),
          [...entityCounts].sort().map(([label, count]) => h(`span.key.entity.${evistat.labelClass(label)}`, {}, `${evistat.lower(label)} ${count}`)),
          page.findings.length ? h("span.key", {}, h("span.quote", {}, "finding")) : null,
          page.warnings.some(([code]) => code === "W010") ? h("span.key", {}, h("span.leftover", {}, "left over")) : null),
        h("article.text", { "aria-label": "Text of the document" }, evistat.textOf(page)),
        evistat.belowText(page)),
      h("section.side-findings", { "aria-label": "Findings" },
        h("h2", {}, evistat.plural(page.findings.length, "finding")),
        page.findings.length
          ? h("ol.cards", { id: "cards" }, page.findings.map((finding, at) => evistat.findingCard(page, number, finding, at)))
          : h("p.none", {}, "No finding was read in this document."))),
  ];
};

// Links to the documents before and after, and how this one was reached.
evistat.steps = (number) => {
  const { h } = evistat;
  const link = (to, words, way) => (to >= 0 && to < evistat.documents.length
    ? h("a", { href: `#/document/${to + 1}`, rel: way }, words) : h("span.faint", {}, words));
  return h("nav.steps", { "aria-label": "Documents" }, link(number - 1, "← Previous", "prev"),
    h("span", {}, `Document ${evistat.count(number + 1)} of ${evistat.count(evistat.documents.length)}`), link(number + 1, "Next →", "next"));
};

evistat.metadataWords = (page) => {
  const { h } = evistat;
  const known = new Map(page.metadata);
  const link = (name, pattern, base) => {
    const words = known.get(name);
    if (!words) return null;
    return pattern.test(words)
      ? h("a", { href: base + encodeURI(words), rel: "noreferrer noopener", target: "_blank" }, `${name.toUpperCase()} ${words}`)
      : `${name.toUpperCase()} ${words}`;
  };
  const authors = known.get("authors");
  const few = authors && authors.split("; ").length > 4 ? `${authors.split("; ").slice(0, 3).join("; ")} … ` : authors;
  const parts = [few && h("span", { title: authors }, few), known.get("journal"), known.get("year"),
    link("pmid", /^\d{1,9}$/, "https://pubmed.ncbi.nlm.nih.gov/"), link("pmcid", /^PMC\d{1,9}$/, "https://pmc.ncbi.nlm.nih.gov/articles/"),
    link("doi", /^10\.\d{4,9}\/[^\s<>"]+$/, "https://doi.org/"), page.title ? h("span.id", {}, page.id) : null];
  return parts.filter(Boolean).map((part) => h("span.fact", {}, part));
};

// -- the text -------------------------------------------------------------------------------------------------

evistat.labelClass = (label) => (evistat.LABELS.includes(label) ? `label-${label.toLowerCase()}` : "label-other");

evistat.textOf = (page) => {
  const { h } = evistat;
  const seen = new Set(); // findings whose number stands in the text already
  return page.blocks.map(({ label, paragraphs }) => h("section.block", { class: `block ${label ? `block-${label.toLowerCase()}` : ""}`, "aria-label": label ? evistat.lower(label) : null },
    label && label !== "OTHER" ? h("span.section", { "aria-hidden": "true" }, evistat.lower(label)) : null,
    paragraphs.map(({ start, segments }) => {
      const paragraph = h("p", { data: { start } });
      for (const segment of segments) {
        if (typeof segment === "string") paragraph.append(segment);
        else evistat.appendSegment(paragraph, page, segment, seen);
      }
      return paragraph;
    })));
};

evistat.appendSegment = (paragraph, page, [text, ...marks], seen) => {
  const { h } = evistat;
  let element = h("span.m", { data: { marks: marks.join(" ") } }, text);
  const notes = [];
  for (const index of marks) {
    const [kind, name, ...more] = page.marks[index];
    if (kind === "heading") element.classList.add("heading");
    else if (kind === "entity") {
      element.classList.add("entity", evistat.labelClass(name));
      notes.push([evistat.lower(name), ...more].join(", "));
    } else if (kind === "leftover") {
      element.classList.add("leftover");
      notes.push(page.warnings[name][1]);
    } else if (kind === "finding" && more[0] === "quote") {
      element.classList.add("quote");
      if (!seen.has(name)) {
        seen.add(name);
        paragraph.append(h("button.ref", { type: "button", data: { at: name }, "aria-label": `Finding ${name + 1}: ${evistat.spoken(page.findings[name])}` }, name + 1));
      }
    }
  }
  const short = marks.map((index) => page.marks[index]).find(([kind]) => kind === "short");
  if (short) {
    const abbreviation = h("abbr", { title: short[1], class: element.className, data: element.dataset }, text);
    element = abbreviation;
  } else if (notes.length) element.title = notes.join(" · ");
  paragraph.append(element);
};

// What a screen reader says of a finding.
evistat.spoken = (finding) => [finding.outcome ? finding.outcome[0] : "outcome not found", finding.measure, finding.valueWords,
  finding.ciWords && `interval ${finding.ciWords}`, finding.pWords && `p ${finding.pWords}`].filter(Boolean).join(", ");

evistat.belowText = (page) => {
  const { h } = evistat;
  const left = page.warnings.filter(([code]) => code === "W010");
  const others = page.warnings.filter(([code]) => code !== "W010");
  const list = (title, items) => (items.length ? [h("h3", {}, title), h("ul", {}, items.map((words) => h("li", {}, words)))] : null);
  return h("div.below", {},
    page.abbreviations.length ? [h("h3", {}, "Abbreviations"), h("dl.abbreviations", {}, page.abbreviations.map(([short, long]) => [h("dt", {}, short), h("dd", {}, long)]))] : null,
    list("Left over", left.map(([, message]) => message)),
    list("Notes", others.map(([, message]) => message)),
    h("p.faint", {}, `Source: ${page.source}`));
};

// -- the cards ------------------------------------------------------------------------------------------------

evistat.findingCard = (page, number, finding, at) => {
  const { h } = evistat;
  const card = h("li.finding", { data: { at }, tabindex: "-1" });
  evistat.drawCard(card, page, number, finding, at);
  return card;
};

evistat.drawCard = (card, page, number, finding, at) => {
  const { h } = evistat;
  const row = evistat.rowAt(number, at);
  const verdict = evistat.verdictOf(row);
  const failed = finding.checks.filter(([, ok]) => !ok);
  card.className = `finding${verdict ? ` is-${verdict}` : ""}${card.classList.contains("open") ? " open" : ""}`;
  const arms = finding.intervention || finding.comparator
    ? [finding.intervention, finding.comparator].filter(Boolean).map(([text]) => text).join(" vs ") : finding.predictor && finding.predictor[0];
  const effect = [finding.measure && h("abbr.code", { title: evistat.measureName(finding.measure) }, finding.measure), h("b", {}, finding.valueWords),
    finding.ciWords && h("span.ci", {}, `[${finding.ciWords}]`), finding.pWords && h("span.p", {}, /^\d/.test(finding.pWords) ? `p = ${finding.pWords}` : `p ${finding.pWords}`)];
  card.replaceChildren(
    h("button.choose", { type: "button", "aria-expanded": String(card.classList.contains("open")), data: { at } },
      h("span.number", {}, at + 1),
      h("span.what", {},
        h("span.outcome", {}, finding.outcome ? finding.outcome[0] : h("em", {}, "outcome not found"),
          finding.direction ? h("span.direction", { title: evistat.DIRECTIONS[finding.direction] }, ` ${evistat.ARROWS[finding.direction]}`, h("span.quiet", {}, ` ${evistat.DIRECTIONS[finding.direction]}`)) : null),
        h("span.effect", {}, effect.some(Boolean) && (finding.valueWords || finding.pWords || finding.ciWords) ? effect : h("span.faint", {}, "stated without a number")),
        arms ? h("span.arms", {}, arms) : null,
        h("span.flags", {}, verdict ? h(`span.verdict.${verdict}`, {}, `${evistat.SIGNS[verdict]} ${evistat.DECISIONS[verdict]}`) : null,
          failed.length ? h("span.bad", {}, `✗ ${evistat.plural(failed.length, "failed check")}`) : null,
          finding.repeats ? h("span.flag", {}, "repeats an earlier finding") : null))),
    h("div.detail", {}, evistat.cardDetail(page, number, finding, at, row)));
};

evistat.rowAt = (number, at) => {
  if (!evistat.firstRows) {
    evistat.firstRows = new Map();
    for (const row of evistat.findings) if (row.at === 0) evistat.firstRows.set(row.doc, row.index);
  }
  return evistat.findings[evistat.firstRows.get(number) + at];
};

evistat.cardDetail = (page, number, finding, at, row) => {
  const { h } = evistat;
  const entry = (name, role, value) => (value ? [h("dt", { class: role ? `role-${role}` : null }, name), h("dd", {}, value)] : null);
  const mention = (value) => value && (value[1] ? `${value[0]} (${value[1]})` : value[0]);
  const yes = [finding.adjusted && "adjusted", finding.adjusted === false && "unadjusted", finding.hedged && "hedged", finding.negated && "negated"].filter(Boolean).join(", ");
  const repeated = finding.repeats ? page.findings.findIndex(({ id }) => id === finding.repeats) : -1;
  const decision = evistat.decisionOf(row);
  return [
    h("dl.entries", {},
      entry("outcome", "outcome", mention(finding.outcome)),
      entry("predictor", "arm", mention(finding.predictor)),
      entry("intervention", "arm", mention(finding.intervention)),
      entry("comparator", "arm", mention(finding.comparator)),
      entry("in whom", "where", mention(finding.population)),
      entry("when", "where", mention(finding.timepoint)),
      entry("measure", "value", finding.measure && evistat.measureName(finding.measure)),
      entry("estimate", "value", finding.value && finding.valueWords),
      entry("interval", "ci", finding.ciWords && `${finding.ciWords}${finding.level ? `, level ${finding.level} %` : ", level not printed"}`),
      entry("p", "p", finding.pWords && `${finding.pWords}${finding.pKind ? ` for ${finding.pKind}` : ""}`),
      entry("test", "value", finding.test),
      entry("direction", null, finding.direction && evistat.DIRECTIONS[finding.direction]),
      entry("significant", null, finding.significant === null ? "not said" : finding.significant ? "yes" : "no"),
      entry("wording", null, yes),
      entry("cues", "cue", finding.cues.join(", ")),
      repeated >= 0 ? [h("dt", {}, "repeats"), h("dd", {}, h("a", { href: `#/document/${number + 1}/${encodeURIComponent(finding.repeats)}` }, `finding ${repeated + 1}`))] : null),
    finding.groups.length ? h("table.groups", {}, h("caption.quiet", {}, "Groups"),
      h("thead", {}, h("tr", {}, ["group", "value", "spread", "n"].map((words) => h("th", { scope: "col" }, words)))),
      h("tbody", {}, finding.groups.map((cells) => h("tr", {}, cells.map((words, place) => h("td", { class: place ? "num" : null }, words || (place ? "" : "–"))))))) : null,
    finding.checks.length ? h("ul.checks", { "aria-label": "Checks" }, finding.checks.map(([code, ok, detail]) =>
      h("li", { class: ok ? "good" : "bad" }, `${ok ? "✓" : "✗"} ${evistat.checkName(code)}`, h("span.quiet", {}, ok ? ": passed" : ": failed"), detail ? h("span.why", {}, ` – ${detail}`) : null))) : null,
    h("p.rule", {}, h("span", {}, `${finding.kind} · ${evistat.lower(finding.section)}`), h("code", { title: "the rules that read the numbers" }, finding.rule), h("code.faint", { title: "id of the finding" }, finding.id)),
    evistat.reviewWords(finding, decision),
    h("div.acts", { role: "group", "aria-label": `Decide about finding ${at + 1}` },
      ["accepted", "rejected", "edited"].map((verdict) => h(`button.act.${verdict}`, { type: "button", data: { act: verdict }, "aria-pressed": String(evistat.verdictOf(row) === verdict) },
        `${evistat.SIGNS[verdict]} ${{ accepted: "Accept", rejected: "Reject", edited: "Correct" }[verdict]}`)),
      decision ? h("button.plain", { type: "button", data: { act: "undo" } }, "Undo") : null),
  ];
};

evistat.reviewWords = (finding, decision) => {
  const { h } = evistat;
  const told = decision || finding.review;
  if (!told) return null;
  const edits = decision ? Object.entries(decision.edits || {}).map(([name, value]) => [name, evistat.editWords(value)])
    : Object.entries(finding.review.edited).map(([name, value]) => [name, `had been read as ${evistat.editWords(value)}`]);
  return h("div.reviewed", {},
    h("p", {}, `${evistat.DECISIONS[told.decision]}${told.by ? ` by ${told.by}` : ""}${told.date ? `, ${told.date}` : ""}${told.note ? `: ${told.note}` : ""}`),
    edits.length ? h("dl.entries", {}, edits.map(([name, words]) => [h("dt", {}, name), h("dd", {}, words)])) : null);
};

evistat.editWords = (value) => {
  if (value === null || value === "") return "nothing";
  if (typeof value !== "object") return String(value);
  if ("text" in value && !("op" in value)) return value.text;
  if ("op" in value) return value.op === "ns" ? "NS" : `${value.op} ${value.value}`;
  if ("lower" in value) return `${value.lower ?? "?"} to ${value.upper ?? "?"}`;
  return JSON.stringify(value);
};

// -- choosing, both ways --------------------------------------------------------------------------------------

evistat.openDocument = (box, page, number, findingId) => {
  const text = box.querySelector("article.text");
  const cards = box.querySelector("#cards");
  const places = evistat.placesOf(page, text);
  const state = { box, page, number, text, cards, places, chosen: null };
  evistat.opened = state;
  box.querySelector("#show-entities").addEventListener("change", (event) => text.classList.toggle("without-entities", !event.target.checked));
  text.addEventListener("click", (event) => evistat.chooseInText(state, event));
  if (cards) {
    cards.addEventListener("click", (event) => evistat.clickCard(state, event));
    cards.addEventListener("keydown", (event) => evistat.keyOnCard(state, event));
  }
  const at = page.findings.findIndex(({ id }) => id === findingId);
  if (at >= 0) evistat.choose(state, at, { focus: true });
  else if (findingId) evistat.say("That finding is no longer in this document.");
  else box.closest("main")?.focus({ preventScroll: true });
};

// Finding → the elements of each of its roles.
evistat.placesOf = (page, text) => {
  const places = page.findings.map(() => []);
  for (const element of text.querySelectorAll("[data-marks]")) {
    for (const index of element.dataset.marks.split(" ")) {
      const [kind, at, role] = page.marks[index];
      if (kind === "finding") places[at].push({ element, role, mark: index });
    }
  }
  return places;
};

evistat.WEIGHT = ["quote", "cue", "unit", "measure", "group", "test", "timepoint", "population", "predictor", "comparator", "intervention", "outcome", "ci", "p", "value"];

evistat.choose = (state, at, { focus = false, scroll = true } = {}) => {
  evistat.clear(state);
  state.chosen = at;
  const named = new Set();
  for (const role of evistat.WEIGHT) {
    for (const { element, role: found, mark } of state.places[at]) {
      if (found !== role) continue;
      element.classList.add("lit");
      if (role === "quote") continue;
      element.dataset.role = role;
      if (named.has(mark) || role === "cue" || role === "unit" || role === "measure") element.removeAttribute("data-name");
      else element.dataset.name = evistat.ROLES[role];
      named.add(mark);
    }
  }
  state.text.querySelector(`.ref[data-at="${at}"]`)?.classList.add("on");
  const card = state.cards.children[at];
  card.classList.add("open");
  const button = card.querySelector(".choose");
  button.setAttribute("aria-expanded", "true");
  history.replaceState(null, "", `#/document/${state.number + 1}/${encodeURIComponent(state.page.findings[at].id)}`);
  if (scroll) {
    const first = state.text.querySelector(`.ref[data-at="${at}"]`) || state.places[at][0]?.element;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    evistat.bringIntoView(first, calm);
    card.scrollIntoView({ block: "nearest", behavior: "auto" });
  }
  if (focus) button.focus({ preventScroll: true });
};

// Scroll only where the place isn't in sight already, under the bar and above the findings on a phone.
evistat.bringIntoView = (element, behavior) => {
  if (!element) return;
  const { top, bottom } = element.getBoundingClientRect();
  const side = document.querySelector(".side-findings").getBoundingClientRect();
  const low = side.top > window.innerHeight * 0.4 && side.top < window.innerHeight ? side.top : window.innerHeight;
  if (top < 90 || bottom > low - 40) window.scrollTo({ top: window.scrollY + top - Math.max(110, low * 0.3), behavior });
};

evistat.clear = (state) => {
  for (const element of state.text.querySelectorAll(".lit")) {
    element.classList.remove("lit");
    element.removeAttribute("data-role");
    element.removeAttribute("data-name");
  }
  state.text.querySelector(".ref.on")?.classList.remove("on");
  const open = state.cards?.querySelector(".finding.open");
  if (open) {
    open.classList.remove("open");
    open.querySelector(".choose").setAttribute("aria-expanded", "false");
    if (open.querySelector("form")) evistat.drawCard(open, state.page, state.number, state.page.findings[state.chosen], state.chosen);
  }
  state.chosen = null;
};

// A click in the text chooses the finding there; where several lie over each other, one after the other.
evistat.chooseInText = (state, event) => {
  const ref = event.target.closest(".ref");
  if (ref) { evistat.choose(state, Number(ref.dataset.at), { scroll: true }); return; }
  if (!window.getSelection().isCollapsed) return; // somebody selects text
  const element = event.target.closest("[data-marks]");
  if (!element) return;
  const marks = element.dataset.marks.split(" ").map((index) => state.page.marks[index]).filter(([kind]) => kind === "finding");
  const rank = ([, , role]) => (role === "quote" ? 1 : role === "cue" ? 2 : 0);
  const here = [...new Set(marks.sort((a, b) => rank(a) - rank(b) || a[1] - b[1]).map(([, at]) => at))];
  if (here.length) evistat.choose(state, here[(here.indexOf(state.chosen) + 1) % here.length], { scroll: true });
};

evistat.clickCard = (state, event) => {
  const act = event.target.closest("[data-act]");
  const card = event.target.closest(".finding");
  if (!card) return;
  const at = Number(card.dataset.at);
  if (act) evistat.act(state, at, act.dataset.act);
  else if (event.target.closest(".choose")) {
    if (state.chosen === at && !card.querySelector("form")) {
      evistat.clear(state);
      history.replaceState(null, "", `#/document/${state.number + 1}`);
    } else evistat.choose(state, at);
  }
};

// Keys count only while a finding's card has the focus, and never in a field.
evistat.keyOnCard = (state, event) => {
  const { target, key } = event;
  if (target.matches("input, select, textarea")) {
    if (key === "Escape") evistat.redraw(state, Number(target.closest(".finding").dataset.at), { focus: true });
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || !target.closest(".finding")) return;
  const at = Number(target.closest(".finding").dataset.at);
  const go = (to) => { if (to >= 0 && to < state.page.findings.length) evistat.choose(state, to, { focus: true }); };
  const acts = {
    ArrowDown: () => go(at + 1), ArrowUp: () => go(at - 1), j: () => go(at + 1), k: () => go(at - 1),
    a: () => evistat.act(state, at, "accepted"), r: () => evistat.act(state, at, "rejected"),
    e: () => evistat.act(state, at, "edited"), u: () => evistat.act(state, at, "undo"),
  };
  if (!Object.hasOwn(acts, key) || (target.matches(".act, .plain") && key.startsWith("Arrow"))) return;
  event.preventDefault();
  acts[key]();
};

evistat.act = (state, at, act) => {
  const row = evistat.rowAt(state.number, at);
  if (act === "edited") { evistat.openForm(state, at); return; }
  if (act === "undo") evistat.decide(row, null);
  else evistat.decide(row, act);
  evistat.redraw(state, at, { focus: true });
  evistat.say(`Finding ${at + 1} ${act === "undo" ? "undecided" : evistat.DECISIONS[act]}.`);
};

evistat.redraw = (state, at, { focus = false } = {}) => {
  const card = state.cards.children[at];
  evistat.drawCard(card, state.page, state.number, state.page.findings[at], at);
  if (focus) card.querySelector(".choose").focus({ preventScroll: true });
};
