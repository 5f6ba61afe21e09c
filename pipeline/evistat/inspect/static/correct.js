// The form that corrects a finding: words typed or taken from the text, each change beside what was read.
"use strict";

evistat.MENTIONS = [
  ["outcome", "Outcome"],
  ["predictor", "Predictor"],
  ["intervention", "Intervention"],
  ["comparator", "Comparator"],
  ["population", "In whom"],
  ["timepoint", "When"],
];

evistat.openForm = (state, at) => {
  const { h } = evistat;
  if (state.chosen !== at) evistat.choose(state, at);
  const finding = state.page.findings[at];
  const row = evistat.rowAt(state.number, at);
  const edits = evistat.decisionOf(row)?.edits || {};
  const now = (name, read) => (Object.hasOwn(edits, name) ? edits[name] : read);
  const id = (name) => `edit-${name}`;
  const line = (name, label, control) => h("div.line", {}, h("label", { for: id(name) }, label), control);
  const input = (name, value, extra) =>
    h("input", {
      id: id(name),
      name,
      type: "text",
      value: evistat.spaced(String(value ?? "")),
      autocomplete: "off",
      spellcheck: "false",
      ...extra,
    });
  const select = (name, value, options) =>
    h(
      "select",
      { id: id(name), name },
      options.map(([code, words]) => h("option", { value: code, selected: code === (value ?? "") }, words)),
    );
  const mention = ([name, label]) => {
    const edited = now(name, undefined);
    const text = edited === undefined ? finding[name] && finding[name][0] : edited && edited.text;
    const [start, end] =
      edited === undefined ? (finding[name] || []).slice(2) : edited ? [edited.start, edited.end] : [];
    const field = input(
      name,
      text,
      start === undefined ? {} : { data: { start, end, taken: evistat.spaced(text) } },
    );
    return h(
      "div.line",
      {},
      h("label", { for: id(name) }, label),
      h(
        "div.take",
        {},
        field,
        h(
          "button.plain",
          { type: "button", title: "Select words in the text, then take them", data: { take: name } },
          "Take selection",
        ),
      ),
    );
  };
  const p = now("p", finding.pOp ? { op: finding.pOp, value: finding.p } : null);
  const measures = ["", ...Object.keys(evistat.summary.scales)].map((code) => [
    code,
    code ? `${code} · ${evistat.measureName(code)}` : "none",
  ]);
  const significant = now("significant", finding.significant);
  const form = h(
    "form.correct",
    { "aria-label": `Correct finding ${at + 1}` },
    evistat.MENTIONS.map(mention),
    line("measure", "Measure", select("measure", now("measure", finding.measure), measures)),
    line("value", "Estimate", input("value", now("value", finding.value))),
    h(
      "div.pair",
      {},
      line("lower", "Interval from", input("lower", now("lower", finding.lower))),
      line("upper", "to", input("upper", now("upper", finding.upper))),
    ),
    h(
      "div.pair",
      {},
      line(
        "pOp",
        "P",
        select("pOp", p && p.op, [
          ["", "none"],
          ["=", "="],
          ["<", "<"],
          [">", ">"],
          ["<=", "≤"],
          [">=", "≥"],
          ["ns", "NS"],
        ]),
      ),
      line("pValue", "value", input("pValue", p && p.value, { inputmode: "decimal" })),
    ),
    h(
      "div.pair",
      {},
      line(
        "direction",
        "Direction",
        select("direction", now("direction", finding.direction), [
          ["", "not said"],
          ...Object.entries(evistat.DIRECTIONS),
        ]),
      ),
      line(
        "significant",
        "Significant",
        select("significant", significant === null ? "" : String(significant), [
          ["", "not said"],
          ["true", "yes"],
          ["false", "no"],
        ]),
      ),
    ),
    line("note", "Note", input("note", evistat.decisionOf(row)?.note, { spellcheck: "true" })),
    h("p.problem.bad", { role: "alert", hidden: true }),
    h(
      "div.acts",
      {},
      h("button.act.primary", { type: "submit" }, "Save"),
      h("button.plain", { type: "button", data: { cancel: "" } }, "Cancel"),
    ),
  );
  // Taking the focus would drop the selection in some browsers: it is read as the button goes down.
  form.addEventListener("mousedown", (event) => {
    if (event.target.closest("[data-take]")) event.preventDefault();
  });
  form.addEventListener("click", (event) => {
    const take = event.target.closest("[data-take]");
    if (take) evistat.takeSelection(state, form, take.dataset.take);
    if (event.target.closest("[data-cancel]")) evistat.redraw(state, at, { focus: true });
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { found, problem } = evistat.formEdits(form, finding.review ? finding.review.read : finding);
    const told = form.querySelector(".problem");
    told.hidden = !problem;
    told.textContent = problem || "";
    if (problem) return;
    const note = form.elements.note.value.trim();
    if (!Object.keys(found).length && !note) {
      evistat.redraw(state, at, { focus: true });
      return;
    }
    evistat.decide(row, Object.keys(found).length ? "edited" : "accepted", { edits: found, note });
    evistat.redraw(state, at, { focus: true });
    evistat.say(`Finding ${at + 1} corrected.`);
  });
  state.cards.children[at].querySelector(".detail").replaceChildren(form);
  form.querySelector("input").focus();
};

// Put the words selected in the text into a field, with their place in code points.
evistat.takeSelection = (state, form, name) => {
  const selection = window.getSelection();
  const range = selection.rangeCount ? selection.getRangeAt(0) : null;
  const place = range && !range.collapsed && evistat.offsetsOf(state.text, range);
  if (!place) {
    evistat.say("Select words in the text first.");
    return;
  }
  const field = form.elements[name];
  field.value = evistat.spaced(place.text); // a field drops line ends
  Object.assign(field.dataset, { start: place.start, end: place.end, taken: field.value });
  evistat.say(`${name}: ${place.text}`);
};

// A selection → its text and place in the document's text; only inside one paragraph, without outer spaces.
evistat.offsetsOf = (text, range) => {
  const paragraphOf = (node) =>
    (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement).closest("p[data-start]");
  const paragraph = paragraphOf(range.startContainer);
  if (!paragraph || !text.contains(paragraph) || paragraph !== paragraphOf(range.endContainer)) return null;
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  let at = Number(paragraph.dataset.start);
  let start = null;
  let words = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest(".ref")) continue; // the number of a finding is no part of the text
    const from =
      node === range.startContainer
        ? range.startOffset
        : range.comparePoint(node, 0) < 0
          ? node.data.length
          : 0;
    const to =
      node === range.endContainer
        ? range.endOffset
        : range.comparePoint(node, node.data.length) > 0
          ? 0
          : node.data.length;
    if (range.intersectsNode(node) && from < to) {
      if (start === null) start = at + [...node.data.slice(0, from)].length;
      words += node.data.slice(from, to);
    }
    at += [...node.data].length;
  }
  if (start === null || !words.trim()) return null;
  start += [...words].length - [...words.trimStart()].length;
  words = words.trim();
  return { text: words, start, end: start + [...words].length };
};

evistat.spaced = (words) => (words || "").replace(/\s/g, " ");

// The fields that differ from what was read, or why they can't be taken.
evistat.formEdits = (form, finding) => {
  const value = (name) => form.elements[name].value.trim();
  const found = {};
  for (const [name] of evistat.MENTIONS) {
    const field = form.elements[name];
    const text = value(name);
    const [read, , start] = finding[name] || ["", "", undefined];
    const placed = field.dataset.taken === text;
    if (text === evistat.spaced(read).trim() && (!placed || !text || Number(field.dataset.start) === start))
      continue;
    if (!text) found[name] = null;
    else if (placed)
      found[name] = { text, start: Number(field.dataset.start), end: Number(field.dataset.end) };
    else found[name] = { text };
  }
  if (value("measure") !== (finding.measure || "")) found.measure = value("measure") || null;
  for (const [name, label] of [
    ["value", "The estimate"],
    ["lower", "The lower bound"],
    ["upper", "The upper bound"],
  ]) {
    if (value(name) === finding[name]) continue;
    if (value(name) && !evistat.isNumber(value(name)))
      return { problem: `${label} must be a number, as printed: ${value(name)}` };
    found[name] = value(name) || null;
  }
  if (
    value("lower")
      ? !value("upper") && "lower" in found
      : value("upper") && "upper" in found && "lower" in found
  ) {
    return { problem: "An interval needs both its bounds." };
  }
  const op = value("pOp");
  if (op !== finding.pOp || (op && op !== "ns" && value("pValue") !== finding.p)) {
    if (
      op &&
      op !== "ns" &&
      !(evistat.isNumber(value("pValue")) && Number(evistat.plainNumber(value("pValue"))) <= 1)
    )
      return { problem: "P needs a value between 0 and 1." };
    found.p = op ? { op, value: op === "ns" ? null : value("pValue") } : null;
  }
  if (value("direction") !== (finding.direction || "")) found.direction = value("direction") || null;
  const significant = { true: true, false: false }[value("significant")] ?? null;
  if (significant !== finding.significant) found.significant = significant;
  return { found };
};

evistat.plainNumber = (words) =>
  words
    .replace(/[−–‐‑]/g, "-")
    .replace(/·/g, ".")
    .replace(/,(?=\d{3}\b)/g, "")
    .replace(",", ".")
    .replace(/%$/, "")
    .trim();
evistat.isNumber = (words) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(evistat.plainNumber(words));
