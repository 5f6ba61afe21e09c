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
  for (const [kind, label] of page.marks)
    if (kind === "entity") entityCounts.set(label, (entityCounts.get(label) || 0) + 1);
  return [
    h(
      "header.head",
      {},
      evistat.steps(number),
      h(page.blocks.some(({ label }) => label === "TITLE") ? "h1.quiet" : "h1", {}, page.title || page.id),
      h("p.facts", {}, evistat.metadataWords(page)),
      page.facts.length
        ? h(
            "p.facts",
            {},
            page.facts.map(([name, words]) => h("span.fact", {}, h("b", {}, `${name} `), words)),
          )
        : null,
    ),
    h(
      "div.reading",
      {},
      h(
        "div.side-text",
        {},
        h(
          "div.legend",
          { role: "group", "aria-label": "Marks in the text" },
          h(
            "label.toggle",
            {},
            h("input", { type: "checkbox", id: "show-entities", checked: true }),
            "Entities",
          ),
          [...entityCounts]
            .sort()
            .map(([label, count]) =>
              h(`span.key.entity.${evistat.labelClass(label)}`, {}, `${evistat.lower(label)} ${count}`),
            ),
          page.findings.length ? h("span.key", {}, h("span.quote", {}, "finding")) : null,
          page.warnings.some(([code]) => code === "W010")
            ? h("span.key", {}, h("span.leftover", {}, "left over"))
            : null,
        ),
        h("article.text", { "aria-label": "Text of the document" }, evistat.textOf(page)),
        evistat.belowText(page),
      ),
      h(
        "section.side-findings",
        { "aria-label": "Findings" },
        h("h2", {}, evistat.plural(page.findings.length, "finding")),
        page.findings.length
          ? h(
              "ol.cards",
              { id: "cards" },
              page.findings.map((finding, at) => evistat.findingCard(page, number, finding, at)),
            )
          : h("p.none", {}, "No finding was read in this document."),
      ),
    ),
  ];
};

// Links to the documents before and after, and how this one was reached.
evistat.steps = (number) => {
  const { h } = evistat;
  const link = (to, words, way) =>
    to >= 0 && to < evistat.documents.length
      ? h("a", { href: `#/document/${to + 1}`, rel: way }, words)
      : h("span.faint", {}, words);
  return h(
    "nav.steps",
    { "aria-label": "Documents" },
    link(number - 1, "← Previous", "prev"),
    h("span", {}, `Document ${evistat.count(number + 1)} of ${evistat.count(evistat.documents.length)}`),
    link(number + 1, "Next →", "next"),
  );
};

evistat.metadataWords = (page) => {
  const { h } = evistat;
  const known = new Map(page.metadata);
  const link = (name, pattern, base) => {
    const words = known.get(name);
    if (!words) return null;
    return pattern.test(words)
      ? h(
          "a",
          { href: base + encodeURI(words), rel: "noreferrer noopener", target: "_blank" },
          `${name.toUpperCase()} ${words}`,
        )
      : `${name.toUpperCase()} ${words}`;
  };
  const authors = known.get("authors");
  const few =
    authors && authors.split("; ").length > 4 ? `${authors.split("; ").slice(0, 3).join("; ")} … ` : authors;
  const parts = [
    few && h("span", { title: authors }, few),
    known.get("journal"),
    known.get("year"),
    link("pmid", /^\d{1,9}$/, "https://pubmed.ncbi.nlm.nih.gov/"),
    link("pmcid", /^PMC\d{1,9}$/, "https://pmc.ncbi.nlm.nih.gov/articles/"),
    link("doi", /^10\.\d{4,9}\/[^\s<>"]+$/, "https://doi.org/"),
    page.title ? h("span.id", {}, page.id) : null,
  ];
  return parts.filter(Boolean).map((part) => h("span.fact", {}, part));
};
