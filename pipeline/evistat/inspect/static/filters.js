// The filters of findings: their controls, their place in the address, and which findings they let through.
"use strict";

evistat.parseAddress = () => {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  let parts;
  try {
    parts = path.split("/").map(decodeURIComponent);
  } catch {
    parts = [""];
  }
  return {
    view: parts[0] || "overview",
    rest: parts.slice(1),
    query: Object.fromEntries(new URLSearchParams(query)),
  };
};

evistat.address = (view, query = {}) => {
  const kept = Object.entries(query).filter(
    ([, value]) => value !== "" && value !== null && value !== undefined,
  );
  return `#/${view}${kept.length ? `?${new URLSearchParams(kept)}` : ""}`;
};

evistat.findingAddress = (row) => `#/document/${row.doc + 1}/${encodeURIComponent(row.id)}`;

evistat.filterFields = () => {
  const { summary } = evistat;
  const coded = (list, name) =>
    list.filter(([code]) => code).map(([code, count]) => [code, `${name(code)} (${evistat.count(count)})`]);
  return [
    {
      name: "measure",
      label: "Measure",
      options: [
        ...coded(summary.measures, (code) => `${code} · ${evistat.measureName(code)}`),
        ["none", "no measure"],
      ],
    },
    {
      name: "significance",
      label: "Significance",
      options: [
        ["yes", "significant"],
        ["no", "not significant"],
        ["unsaid", "not said"],
      ],
    },
    {
      name: "ci",
      label: "Interval",
      options: [
        ["with", "with CI"],
        ["without", "without CI"],
      ],
    },
    {
      name: "p",
      label: "P-value",
      options: [
        ["0.05", "p < 0.05"],
        ["0.01", "p < 0.01"],
        ["0.001", "p < 0.001"],
        ["above", "p ≥ 0.05 or NS"],
        ["none", "no p-value"],
      ],
    },
    {
      name: "direction",
      label: "Direction",
      options: [
        ["increase", "↑ increase"],
        ["decrease", "↓ decrease"],
        ["no_difference", "= no difference"],
        ["unsaid", "not said"],
      ],
    },
    { name: "kind", label: "Kind", options: coded(summary.kinds, (code) => code) },
    { name: "section", label: "Section", options: coded(summary.sections, evistat.lower) },
    {
      name: "checks",
      label: "Checks",
      options: [
        ["failed", "any failed"],
        ["passed", "none failed"],
        ...summary.checks
          .filter(([, , failed]) => failed)
          .map(([code, , failed]) => [code, `failed: ${evistat.checkName(code)} (${evistat.count(failed)})`]),
      ],
    },
    {
      name: "repeats",
      label: "Repeats",
      options: [
        ["without", "leave out"],
        ["only", "only repeats"],
      ],
    },
    {
      name: "review",
      label: "Review",
      options: [
        ["open", "undecided"],
        ["accepted", "accepted"],
        ["edited", "corrected"],
        ["rejected", "rejected"],
        ["kept", "not rejected"],
      ],
    },
  ];
};

// Build the form; change(query) is called with the filters whenever one changes.
evistat.filterForm = (query, change) => {
  const { h } = evistat;
  const id = (name) => `filter-${name}`;
  const years = evistat.summary.years.map(([year]) => year);
  const field = (name, label, control) =>
    h("div.field", { data: { filter: name } }, h("label", { for: id(name) }, label), control);
  const select = ({ name, label, options }) =>
    field(
      name,
      label,
      h(
        "select",
        { id: id(name), name },
        h("option", { value: "" }, "any"),
        options.map(([value, words]) => h("option", { value, selected: query[name] === value }, words)),
      ),
    );
  const year = (name, label) =>
    field(
      name,
      label,
      h("input", {
        id: id(name),
        name,
        type: "number",
        inputmode: "numeric",
        value: query[name] || "",
        placeholder: name === "from" ? years[0] : years[years.length - 1],
        min: 1500,
        max: 2100,
      }),
    );
  const set =
    evistat.filterFields().filter(({ name }) => query[name]).length + Boolean(query.from) + Boolean(query.to);
  const form = h(
    "form.filters",
    { role: "search", "aria-label": "Filter findings" },
    h(
      "div.searchline",
      {},
      h("label.quiet", { for: id("q") }, "Search findings"),
      h("input.search", {
        id: id("q"),
        name: "q",
        type: "search",
        value: query.q || "",
        autocomplete: "off",
        placeholder: "Search outcomes, arms, titles, ids, rules …",
      }),
      h(
        "button",
        {
          type: "button",
          class: "plain",
          onclick: () => {
            location.hash = evistat.address(evistat.parseAddress().view);
            evistat.render();
          },
        },
        "Clear all",
      ),
    ),
    h(
      "details.more",
      { open: matchMedia("(min-width: 60rem)").matches },
      h("summary", {}, "Filters", set ? ` · ${set} set` : ""),
      h(
        "div.fields",
        {},
        evistat.filterFields().map(select),
        years.length ? [year("from", "From year"), year("to", "To year")] : null,
      ),
    ),
  );
  const read = () =>
    change(Object.fromEntries([...new FormData(form)].filter(([, value]) => String(value).trim())));
  let waiting;
  form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(read, event.target.name === "q" ? 150 : 0);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    read();
  });
  return form;
};

evistat.searched = (row) => {
  if (row.searched === undefined) {
    const document = evistat.documents[row.doc];
    row.searched = [
      row.outcome,
      row.arms,
      row.about,
      row.measure,
      row.rule,
      row.id,
      document.id,
      document.study,
      document.title,
      document.journal,
    ]
      .filter(Boolean)
      .join("\n")
      .toLowerCase();
  }
  return row.searched;
};

evistat.PASSES = {
  measure: (row, wanted) => (wanted === "none" ? !row.measure : row.measure === wanted),
  kind: (row, wanted) => row.kind === wanted,
  section: (row, wanted) => row.section === wanted,
  direction: (row, wanted) => (wanted === "unsaid" ? !row.direction : row.direction === wanted),
  significance: (row, wanted) =>
    ({ yes: row.significant === true, no: row.significant === false, unsaid: row.significant === null })[
      wanted
    ],
  ci: (row, wanted) => (row.ciWords !== null) === (wanted === "with"),
  p: (row, wanted) => {
    if (wanted === "none") return row.pOp === null;
    if (row.pOp === null) return false;
    if (wanted === "above") return row.pOp === "ns" || (row.pOp !== "<" && row.pOp !== "<=" && row.p >= 0.05);
    const limit = Number(wanted);
    return row.pOp === "<" ? row.p <= limit : (row.pOp === "=" || row.pOp === "<=") && row.p < limit;
  },
  checks: (row, wanted) =>
    wanted === "failed"
      ? row.failed.length > 0
      : wanted === "passed"
        ? row.failed.length === 0
        : row.failed.includes(wanted),
  repeats: (row, wanted) => row.repeats === (wanted === "only"),
  review: (row, wanted) => {
    const verdict = evistat.verdictOf(row);
    return wanted === "open" ? !verdict : wanted === "kept" ? verdict !== "rejected" : verdict === wanted;
  },
  from: (row, wanted) =>
    evistat.documents[row.doc].year !== null && evistat.documents[row.doc].year >= Number(wanted),
  to: (row, wanted) =>
    evistat.documents[row.doc].year !== null && evistat.documents[row.doc].year <= Number(wanted),
};

evistat.filtered = (query) => {
  const asked = Object.entries(query).filter(([name, value]) => value && Object.hasOwn(evistat.PASSES, name));
  const words = (query.q || "").toLowerCase().split(/\s+/).filter(Boolean);
  return evistat.findings.filter(
    (row) =>
      asked.every(([name, value]) => evistat.PASSES[name](row, value)) &&
      (!words.length || words.every((word) => evistat.searched(row).includes(word))),
  );
};
