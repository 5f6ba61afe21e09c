// Tables that are sorted by their headings and shown a page at a time, for findings and documents alike.
"use strict";

evistat.PAGE_SIZES = [50, 100, 250];

// Sort by the column asked for, what has no value last whichever way; the order of the records decides ties.
evistat.sorted = (items, columns, query) => {
  const column = columns.find(({ name }) => name === query.sort);
  if (!column) return items;
  const way = query.order === "down" ? -1 : 1;
  const keys = new Map(items.map((item) => [item, column.value(item)]));
  const none = (key) => key === null || key === undefined || key === "";
  return [...items].sort((a, b) => {
    const [x, y] = [keys.get(a), keys.get(b)];
    if (none(x) || none(y)) return none(x) - none(y) || a.index - b.index;
    return (x < y ? -way : x > y ? way : 0) || a.index - b.index;
  });
};

// The page of items that the query asks for.
evistat.pageOf = (items, query) => {
  const size = evistat.PAGE_SIZES.includes(Number(query.size)) ? Number(query.size) : evistat.PAGE_SIZES[0];
  const pages = Math.max(1, Math.ceil(items.length / size));
  const page = Math.min(Math.max(1, Math.floor(Number(query.page)) || 1), pages);
  return { shown: items.slice((page - 1) * size, page * size), page, pages, size };
};

// A heading's button sorts up, then down, then not.
evistat.listTable = ({ columns, query, change, caption, rows }) => {
  const { h } = evistat;
  const head = ({ name, label, number, title }) => {
    const sorted = query.sort === name;
    const down = sorted && query.order === "down";
    const sort = () => {
      change(
        sorted && down
          ? { sort: "", order: "", page: "" }
          : { sort: name, order: sorted ? "down" : "up", page: "" },
      );
      document.querySelector(`button.sort[data-sort="${name}"]`)?.focus();
    };
    return h(
      "th",
      {
        scope: "col",
        class: number ? "num" : null,
        "aria-sort": sorted ? (down ? "descending" : "ascending") : null,
      },
      h(
        "button.sort",
        { type: "button", title, onclick: sort, data: { sort: name } },
        label,
        h("span.arrow", { "aria-hidden": "true" }, sorted ? (down ? "▼" : "▲") : ""),
      ),
    );
  };
  return h(
    "div.scroll",
    { tabindex: "0", role: "region", "aria-label": caption },
    h(
      "table.list",
      {},
      h("caption.quiet", {}, `${caption}; the button in a heading sorts`),
      h("thead", {}, h("tr", {}, columns.map(head))),
      h("tbody", {}, rows),
    ),
  );
};

evistat.cell = (label, properties, ...content) =>
  evistat.h("td", { ...properties, data: { label } }, content);

evistat.pager = ({ page, pages, size }, change) => {
  const { h } = evistat;
  if (pages === 1 && size === evistat.PAGE_SIZES[0]) return "";
  const go = (to) => {
    change({ page: to === 1 ? "" : to });
    window.scrollTo(0, 0);
  };
  const button = (words, to) =>
    h(
      "button",
      { type: "button", disabled: to < 1 || to > pages || to === page, onclick: () => go(to) },
      words,
    );
  return h(
    "nav.pager",
    { "aria-label": "Pages of the table" },
    button("First", 1),
    button("Previous", page - 1),
    h("span", {}, `Page ${evistat.count(page)} of ${evistat.count(pages)}`),
    button("Next", page + 1),
    button("Last", pages),
    h(
      "label",
      {},
      "Rows ",
      h(
        "select",
        { onchange: (event) => change({ size: event.target.value, page: "" }) },
        evistat.PAGE_SIZES.map((number) => h("option", { value: number, selected: number === size }, number)),
      ),
    ),
  );
};

// The words before a table: how many there are of how many.
evistat.counted = (part, whole, one) => {
  const words =
    part === whole ? evistat.plural(part, one) : `${evistat.count(part)} of ${evistat.plural(whole, one)}`;
  evistat.say(words);
  return evistat.h("p.counted", {}, evistat.h("strong", {}, words));
};
