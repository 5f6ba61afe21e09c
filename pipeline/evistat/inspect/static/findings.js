// The table of findings: filtered, sorted, a page of it at a time.
"use strict";

evistat.FINDING_COLUMNS = [
  { name: "study", label: "Document", value: (row) => evistat.documents[row.doc].study.toLowerCase() },
  { name: "outcome", label: "Outcome", value: (row) => row.outcome && row.outcome.toLowerCase() },
  { name: "arms", label: "Arms or predictor", value: (row) => row.arms && row.arms.toLowerCase() },
  { name: "measure", label: "Measure", value: (row) => row.measure },
  { name: "value", label: "Estimate", value: (row) => row.value, number: true },
  {
    name: "ci",
    label: "Interval",
    value: (row) => (row.lower === null || row.upper === null ? null : row.upper - row.lower),
    title: "Sorts by width",
  },
  { name: "p", label: "P", value: (row) => (row.pOp === "ns" ? 1.1 : row.p), number: true },
  { name: "direction", label: "Direction", value: (row) => row.direction },
  { name: "checks", label: "Checks", value: (row) => -row.failed.length },
  { name: "review", label: "Review", value: (row) => evistat.verdictOf(row) },
];

evistat.findingsView = (query) => {
  const { h } = evistat;
  const results = h("div.results");
  let state = { ...query };
  const draw = () => results.replaceChildren(evistat.findingsTable(state, change));
  const change = (changed) => {
    state = { ...state, ...changed };
    history.replaceState(null, "", evistat.address("findings", state));
    draw();
  };
  const form = evistat.filterForm(query, (filters) => {
    state = { sort: state.sort, order: state.order, size: state.size };
    change(filters);
  });
  draw();
  return h("div.findings", {}, h("h1.quiet", {}, "Findings"), form, results);
};

evistat.findingsTable = (query, change) => {
  const { h } = evistat;
  const rows = evistat.sorted(evistat.filtered(query), evistat.FINDING_COLUMNS, query);
  const paged = evistat.pageOf(rows, query);
  const { sort, order, size, page, ...filters } = query;
  return h(
    "div",
    {},
    h(
      "div.tools",
      {},
      evistat.counted(rows.length, evistat.findings.length, "finding"),
      h("a.button", { href: evistat.address("forest", filters) }, "Forest plot of these"),
      h("button", { type: "button", onclick: () => evistat.downloadTable(rows) }, "Download CSV"),
    ),
    rows.length
      ? evistat.listTable({
          columns: evistat.FINDING_COLUMNS,
          query,
          change,
          caption: "Findings",
          rows: paged.shown.map(evistat.rowOf),
        })
      : h("p.notice", {}, "No finding fits these filters."),
    evistat.pager(paged, change),
  );
};

evistat.rowOf = (row) => {
  const { h, cell } = evistat;
  const source = evistat.documents[row.doc];
  const verdict = evistat.verdictOf(row);
  return h(
    "tr",
    {
      class:
        [verdict === "rejected" && "rejected", row.repeats && "repeats"].filter(Boolean).join(" ") || null,
      data: { finding: row.id },
    },
    cell(
      "Document",
      { class: "doc" },
      h("a", { href: `#/document/${row.doc + 1}`, title: source.title || source.id }, source.study),
    ),
    cell(
      "Outcome",
      { class: "main" },
      h("a.outcome", { href: evistat.findingAddress(row) }, row.outcome || h("em", {}, "outcome not found")),
      row.about ? h("span.about", {}, row.about) : null,
    ),
    cell("Arms or predictor", { class: "arms" }, row.arms),
    cell(
      "Measure",
      {},
      row.measure
        ? h("abbr.code", { title: evistat.measureName(row.measure) }, row.measure)
        : h("span.faint", {}, row.kind),
    ),
    cell("Estimate", { class: "num" }, row.valueWords),
    cell("Interval", { class: "ci" }, row.ciWords),
    cell("P", { class: row.significant ? "num sig" : "num" }, row.pWords),
    cell(
      "Direction",
      {},
      row.direction
        ? h(
            "span.direction",
            {},
            h("span", { "aria-hidden": "true" }, `${evistat.ARROWS[row.direction]} `),
            evistat.DIRECTIONS[row.direction],
          )
        : null,
    ),
    cell(
      "Checks",
      {},
      row.failed.length
        ? h(
            "span.bad",
            { title: row.failed.map(evistat.checkName).join("; ") },
            `✗ ${row.failed.length} failed`,
          )
        : null,
    ),
    cell(
      "Review",
      {},
      verdict
        ? h(`span.verdict.${verdict}`, {}, `${evistat.SIGNS[verdict]} ${evistat.DECISIONS[verdict]}`)
        : null,
    ),
  );
};

// A cell of CSV; words that a spreadsheet would take for a formula get an apostrophe before them.
evistat.csvCell = (value) => {
  if (value === null || value === undefined) return "";
  let words = String(value);
  if (typeof value === "string" && /^\s*[=+\-@]|^[\t\r]/.test(words) && Number.isNaN(Number(words)))
    words = `'${words}`;
  return /[",\r\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words;
};

evistat.downloadTable = (rows) => {
  const names = [
    "doc_id",
    "study",
    "year",
    "finding_id",
    "kind",
    "section",
    "outcome",
    "arms",
    "measure",
    "value",
    "value_text",
    "ci_lower",
    "ci_upper",
    "ci_level",
    "p_op",
    "p_value",
    "direction",
    "significant",
    "checks_failed",
    "review",
  ];
  const line = (row) => {
    const source = evistat.documents[row.doc];
    return [
      source.id,
      source.study,
      source.year,
      row.id,
      row.kind,
      row.section,
      row.outcome,
      row.arms,
      row.measure,
      row.value,
      row.valueWords,
      row.lower,
      row.upper,
      row.level,
      row.pOp,
      row.p,
      row.direction,
      row.significant,
      row.failed.join("; "),
      evistat.verdictOf(row),
    ];
  };
  const lines = [names, ...rows.map(line)].map((cells) => cells.map(evistat.csvCell).join(","));
  evistat.download("findings.csv", `\ufeff${lines.join("\r\n")}\r\n`, "text/csv");
};
