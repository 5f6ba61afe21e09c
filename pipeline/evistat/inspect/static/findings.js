// The table of findings: filtered, sorted, a page of it at a time.
"use strict";

evistat.PAGE_SIZES = [50, 100, 250];
evistat.COLUMNS = [
  { name: "study", label: "Document", value: (row) => evistat.documents[row.doc].study.toLowerCase() },
  { name: "outcome", label: "Outcome", value: (row) => row.outcome && row.outcome.toLowerCase() },
  { name: "arms", label: "Arms or predictor", value: (row) => row.arms && row.arms.toLowerCase() },
  { name: "measure", label: "Measure", value: (row) => row.measure },
  { name: "value", label: "Estimate", value: (row) => row.value, number: true },
  { name: "ci", label: "Interval", value: (row) => (row.lower === null || row.upper === null ? null : row.upper - row.lower), title: "sorts by width" },
  { name: "p", label: "P", value: (row) => (row.pOp === "ns" ? 1.1 : row.p), number: true },
  { name: "direction", label: "Direction", value: (row) => row.direction },
  { name: "checks", label: "Checks", value: (row) => -row.failed.length },
  { name: "review", label: "Review", value: (row) => evistat.verdictOf(row) },
];

// Sort by a column, what has no value last whichever way; the order of the records decides ties.
evistat.sorted = (rows, query) => {
  const column = evistat.COLUMNS.find(({ name }) => name === query.sort);
  if (!column) return rows;
  const way = query.order === "down" ? -1 : 1;
  const keys = new Map(rows.map((row) => [row, column.value(row)]));
  const none = (key) => key === null || key === undefined || key === "";
  return [...rows].sort((a, b) => {
    const [x, y] = [keys.get(a), keys.get(b)];
    if (none(x) || none(y)) return none(x) - none(y) || a.index - b.index;
    return (x < y ? -way : x > y ? way : 0) || a.index - b.index;
  });
};

evistat.findingsView = (query) => {
  const { h } = evistat;
  const results = h("div.results");
  let state = { ...query };
  const show = () => {
    history.replaceState(null, "", evistat.address("findings", state));
    results.replaceChildren(evistat.findingsTable(state, (change) => { state = { ...state, ...change }; show(); }));
  };
  const form = evistat.filterForm(query, (filters) => {
    state = { ...filters, sort: state.sort, order: state.order, size: state.size };
    show();
  });
  results.replaceChildren(evistat.findingsTable(state, (change) => { state = { ...state, ...change }; show(); }));
  return h("div.findings", {}, h("h1.quiet", {}, "Findings"), form, results);
};

evistat.findingsTable = (query, change) => {
  const { h } = evistat;
  const rows = evistat.sorted(evistat.filtered(query), query);
  evistat.chosen = rows; // next and previous in a document's page go through these
  const size = evistat.PAGE_SIZES.includes(Number(query.size)) ? Number(query.size) : evistat.PAGE_SIZES[0];
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const page = Math.min(Math.max(1, Number(query.page) || 1), pages);
  const shown = rows.slice((page - 1) * size, page * size);
  const { sort, order, size: _, page: __, ...filters } = query;
  const counted = `${evistat.plural(rows.length, "finding")}${rows.length === evistat.findings.length ? "" : ` of ${evistat.count(evistat.findings.length)}`}`;
  evistat.say(counted);
  return h("div", {},
    h("div.tools", {},
      h("p.counted", {}, h("strong", {}, counted)),
      h("a.button", { href: evistat.address("forest", filters) }, "Forest plot of these"),
      h("button", { type: "button", onclick: () => evistat.downloadTable(rows) }, "Download CSV")),
    rows.length ? evistat.tableOf(shown, query, change) : h("p.notice", {}, "No finding fits these filters."),
    rows.length ? evistat.pager({ page, pages, size, change }) : null);
};

evistat.tableOf = (rows, query, change) => {
  const { h } = evistat;
  const head = ({ name, label, number, title }) => {
    const sorted = query.sort === name;
    const down = sorted && query.order === "down";
    return h("th", { scope: "col", class: number ? "num" : null, "aria-sort": sorted ? (down ? "descending" : "ascending") : null },
      h("button.sort", { type: "button", title, onclick: () => {
        change(sorted && down ? { sort: "", order: "", page: "" } : { sort: name, order: sorted ? "down" : "up", page: "" });
        document.querySelector(`button.sort[data-sort="${name}"]`)?.focus();
      }, data: { sort: name } }, label, h("span.arrow", { "aria-hidden": "true" }, sorted ? (down ? "▼" : "▲") : "")));
  };
  return h("div.scroll", {}, h("table.list", {},
    h("caption.quiet", {}, "Findings; a button in each heading sorts"),
    h("thead", {}, h("tr", {}, evistat.COLUMNS.map(head))),
    h("tbody", {}, rows.map(evistat.rowOf))));
};

evistat.rowOf = (row) => {
  const { h } = evistat;
  const source = evistat.documents[row.doc];
  const verdict = evistat.verdictOf(row);
  const cell = (label, properties, ...content) => h("td", { ...properties, data: { label } }, content);
  return h("tr", { class: [verdict === "rejected" ? "rejected" : "", row.repeats ? "repeats" : ""].join(" ").trim() || null, data: { finding: row.id } },
    cell("Document", { class: "doc" }, h("a", { href: `#/document/${row.doc + 1}`, title: source.title || source.id }, source.study)),
    cell("Outcome", { class: "main" }, h("a.outcome", { href: evistat.findingAddress(row) }, row.outcome || h("em", {}, "outcome not found")),
      row.about ? h("span.about", {}, row.about) : null),
    cell("Arms or predictor", { class: "arms" }, row.arms),
    cell("Measure", {}, row.measure ? h("abbr.code", { title: evistat.measureName(row.measure) }, row.measure) : h("span.faint", {}, row.kind)),
    cell("Estimate", { class: "num" }, row.valueWords),
    cell("Interval", { class: "ci" }, row.ciWords),
    cell("P", { class: row.significant ? "num sig" : "num" }, row.pWords),
    cell("Direction", {}, row.direction ? h("span.direction", {}, h("span", { "aria-hidden": "true" }, `${evistat.ARROWS[row.direction]} `), evistat.DIRECTIONS[row.direction]) : null),
    cell("Checks", {}, row.failed.length ? h("span.bad", { title: row.failed.map(evistat.checkName).join("; ") }, `✗ ${row.failed.length} failed`) : null),
    cell("Review", {}, verdict ? h(`span.verdict.${verdict}`, {}, `${evistat.SIGNS[verdict]} ${evistat.DECISIONS[verdict]}`) : null));
};

evistat.pager = ({ page, pages, size, change }) => {
  const { h } = evistat;
  const go = (to) => { change({ page: to === 1 ? "" : to }); window.scrollTo(0, 0); };
  return h("nav.pager", { "aria-label": "Pages of the table" },
    h("button", { type: "button", disabled: page === 1, onclick: () => go(1) }, "First"),
    h("button", { type: "button", disabled: page === 1, onclick: () => go(page - 1) }, "Previous"),
    h("span", {}, `Page ${evistat.count(page)} of ${evistat.count(pages)}`),
    h("button", { type: "button", disabled: page === pages, onclick: () => go(page + 1) }, "Next"),
    h("button", { type: "button", disabled: page === pages, onclick: () => go(pages) }, "Last"),
    h("label", {}, "Rows ", h("select", { onchange: (event) => change({ size: event.target.value, page: "" }) },
      evistat.PAGE_SIZES.map((number) => h("option", { value: number, selected: number === size }, number)))));
};

// The table as a file; a cell that a spreadsheet would take for a formula gets an apostrophe before it.
evistat.downloadTable = (rows) => {
  const cell = (value) => {
    if (value === null || value === undefined) return "";
    let words = String(value);
    if (typeof value === "string" && /^[=+\-@\t\r]/.test(words) && Number.isNaN(Number(words))) words = `'${words}`;
    return /[",\r\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words;
  };
  const names = ["doc_id", "study", "year", "finding_id", "kind", "section", "outcome", "arms", "measure", "value", "value_text",
    "ci_lower", "ci_upper", "ci_level", "p_op", "p_value", "direction", "significant", "checks_failed", "review"];
  const line = (row) => {
    const source = evistat.documents[row.doc];
    return [source.id, source.study, source.year, row.id, row.kind, row.section, row.outcome, row.arms, row.measure, row.value, row.valueWords,
      row.lower, row.upper, row.level, row.pOp, row.p, row.direction, row.significant, row.failed.join("; "), evistat.verdictOf(row)];
  };
  const lines = [names, ...rows.map(line)].map((cells) => cells.map(cell).join(","));
  evistat.download("findings.csv", `\ufeff${lines.join("\r\n")}\r\n`, "text/csv");
};
