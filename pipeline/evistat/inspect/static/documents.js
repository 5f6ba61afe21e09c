// The list of documents: searched, sorted, a page of it at a time.
"use strict";

evistat.DOCUMENT_COLUMNS = [
  { name: "study", label: "Document", value: (item) => item.study.toLowerCase() },
  { name: "title", label: "Title", value: (item) => (item.title || "").toLowerCase() },
  { name: "year", label: "Year", value: (item) => item.year, number: true },
  { name: "design", label: "Design", value: (item) => item.design || "" },
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
  const search = h("input.search", { id: "filter-documents", type: "search", value: query.q || "", autocomplete: "off", placeholder: "Search titles, studies, ids, journals …",
    oninput: (event) => { clearTimeout(waiting); waiting = setTimeout(() => change({ q: event.target.value.trim(), page: "" }), 150); } });
  draw();
  return h("div.documents", {}, h("h1.quiet", {}, "Documents"),
    h("div.filters", { role: "search", "aria-label": "Search documents" }, h("div.searchline", {}, h("label.quiet", { for: "filter-documents" }, "Search documents"), search)),
    results);
};

evistat.documentsTable = (query, change) => {
  const { h } = evistat;
  const words = (query.q || "").toLowerCase().split(/\s+/).filter(Boolean);
  const text = (item) => [item.id, item.study, item.title, item.journal, item.year, item.design].filter((part) => part !== null).join("\n").toLowerCase();
  let found = words.length ? evistat.documents.filter((item) => { const held = text(item); return words.every((word) => held.includes(word)); }) : evistat.documents;
  const column = evistat.DOCUMENT_COLUMNS.find(({ name }) => name === query.sort);
  if (column) {
    const way = query.order === "down" ? -1 : 1;
    found = [...found].sort((a, b) => {
      const [x, y] = [column.value(a), column.value(b)];
      if (x === null || y === null) return (x === null) - (y === null) || a.index - b.index;
      return (x < y ? -way : x > y ? way : 0) || a.index - b.index;
    });
  }
  const size = evistat.PAGE_SIZES.includes(Number(query.size)) ? Number(query.size) : evistat.PAGE_SIZES[0];
  const pages = Math.max(1, Math.ceil(found.length / size));
  const page = Math.min(Math.max(1, Number(query.page) || 1), pages);
  const head = ({ name, label, number }) => {
    const sorted = query.sort === name;
    const down = sorted && query.order === "down";
    return h("th", { scope: "col", class: number ? "num" : null, "aria-sort": sorted ? (down ? "descending" : "ascending") : null },
      h("button.sort", { type: "button", data: { sort: name }, onclick: () => {
        change(sorted && down ? { sort: "", order: "", page: "" } : { sort: name, order: sorted ? "down" : "up", page: "" });
        document.querySelector(`button.sort[data-sort="${name}"]`)?.focus();
      } }, label, h("span.arrow", { "aria-hidden": "true" }, sorted ? (down ? "▼" : "▲") : "")));
  };
  const cell = (label, properties, ...content) => h("td", { ...properties, data: { label } }, content);
  const row = (item) => h("tr", {},
    cell("Document", { class: "doc" }, h("a", { href: `#/document/${item.index + 1}` }, item.study)),
    cell("Title", { class: "main" }, h("a.outcome", { href: `#/document/${item.index + 1}` }, item.title || item.id), item.journal ? h("span.about", {}, item.journal) : null),
    cell("Year", { class: "num" }, item.year),
    cell("Design", {}, item.design ? item.design.replaceAll("_", " ") : null),
    cell("Findings", { class: "num" }, evistat.count(item.findings)),
    cell("Failed checks", { class: "num" }, item.failed ? h("span.bad", {}, `✗ ${item.failed}`) : h("span.faint", {}, "0")),
    cell("Left over", { class: "num" }, item.leftovers || h("span.faint", {}, "0")));
  const counted = `${evistat.plural(found.length, "document")}${found.length === evistat.documents.length ? "" : ` of ${evistat.count(evistat.documents.length)}`}`;
  evistat.say(counted);
  return h("div", {},
    h("div.tools", {}, h("p.counted", {}, h("strong", {}, counted))),
    found.length ? h("div.scroll", {}, h("table.list", {}, h("caption.quiet", {}, "Documents; a button in each heading sorts"),
      h("thead", {}, h("tr", {}, evistat.DOCUMENT_COLUMNS.map(head))),
      h("tbody", {}, found.slice((page - 1) * size, page * size).map(row)))) : h("p.notice", {}, "No document fits this search."),
    found.length ? evistat.pager({ page, pages, size, change }) : null);
};
