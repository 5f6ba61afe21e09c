// The list of documents: searched, sorted, a page of it at a time.
"use strict";

evistat.DOCUMENT_COLUMNS = [
  { name: "study", label: "Document", value: (item) => item.study.toLowerCase() },
  { name: "title", label: "Title", value: (item) => item.title && item.title.toLowerCase() },
  { name: "year", label: "Year", value: (item) => item.year, number: true },
  { name: "design", label: "Design", value: (item) => item.design },
  { name: "findings", label: "Findings", value: (item) => -item.findings, number: true },
  { name: "failed", label: "Failed checks", value: (item) => -item.failed, number: true },
  { name: "leftovers", label: "Left over", value: (item) => -item.leftovers, number: true },
];

evistat.documentsView = (query) => {
  const { h } = evistat;
  let state = { ...query };
  const results = h("div.results");
  const draw = () => results.replaceChildren(evistat.documentsTable(state, change));
  const change = (changed) => {
    state = { ...state, ...changed };
    history.replaceState(null, "", evistat.address("documents", state));
    draw();
  };
  let waiting;
  const search = h("input.search", {
    id: "filter-documents",
    type: "search",
    value: query.q || "",
    autocomplete: "off",
    placeholder: "Search titles, studies, ids, journals …",
    oninput: (event) => {
      clearTimeout(waiting);
      waiting = setTimeout(() => change({ q: event.target.value.trim(), page: "" }), 150);
    },
  });
  draw();
  return h(
    "div.documents",
    {},
    h("h1.quiet", {}, "Documents"),
    h(
      "div.filters",
      { role: "search", "aria-label": "Search documents" },
      h("div.searchline", {}, h("label.quiet", { for: "filter-documents" }, "Search documents"), search),
    ),
    results,
  );
};

evistat.documentsTable = (query, change) => {
  const { h } = evistat;
  const words = (query.q || "").toLowerCase().split(/\s+/).filter(Boolean);
  const held = (item) =>
    [item.id, item.study, item.title, item.journal, item.year, item.design]
      .filter((part) => part !== null)
      .join("\n")
      .toLowerCase();
  const found = words.length
    ? evistat.documents.filter((item) => {
        const text = held(item);
        return words.every((word) => text.includes(word));
      })
    : evistat.documents;
  const paged = evistat.pageOf(evistat.sorted(found, evistat.DOCUMENT_COLUMNS, query), query);
  return h(
    "div",
    {},
    h("div.tools", {}, evistat.counted(found.length, evistat.documents.length, "document")),
    found.length
      ? evistat.listTable({
          columns: evistat.DOCUMENT_COLUMNS,
          query,
          change,
          caption: "Documents",
          rows: paged.shown.map(evistat.documentRow),
        })
      : h("p.notice", {}, "No document fits this search."),
    evistat.pager(paged, change),
  );
};

evistat.documentRow = (item) => {
  const { h, cell, count } = evistat;
  const href = `#/document/${item.index + 1}`;
  return h(
    "tr",
    {},
    cell("Document", { class: "doc" }, h("a", { href, title: item.id }, item.study)),
    cell(
      "Title",
      { class: "main" },
      h("a.outcome", { href }, item.title || item.id),
      item.journal ? h("span.about", {}, item.journal) : null,
    ),
    cell("Year", { class: "num" }, item.year),
    cell("Design", {}, item.design ? item.design.replaceAll("_", " ") : null),
    cell("Findings", { class: "num" }, count(item.findings)),
    cell(
      "Failed checks",
      { class: "num" },
      item.failed ? h("span.bad", {}, `✗ ${count(item.failed)}`) : h("span.faint", {}, "0"),
    ),
    cell("Left over", { class: "num" }, item.leftovers ? count(item.leftovers) : h("span.faint", {}, "0")),
  );
};
