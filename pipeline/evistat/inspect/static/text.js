// The text of a document with its marks: sections, entities, abbreviations, findings, what was left over.
"use strict";

evistat.labelClass = (label) =>
  evistat.LABELS.includes(label) ? `label-${label.toLowerCase()}` : "label-other";

evistat.textOf = (page) => {
  const { h } = evistat;
  const seen = new Set(); // findings whose number stands in the text already
  return page.blocks.map(({ label, paragraphs }, place) =>
    h(
      "section.block",
      {
        class: `block ${label ? `block-${label.toLowerCase()}` : ""}`,
        "aria-label": label ? evistat.lower(label) : null,
      },
      label && label !== "OTHER" && label !== page.blocks[place - 1]?.label
        ? h("span.section", { "aria-hidden": "true" }, evistat.lower(label))
        : null,
      paragraphs.map(({ start, segments }) => {
        const paragraph = h("p", { data: { start } });
        for (const segment of segments) {
          if (typeof segment === "string") paragraph.append(segment);
          else evistat.appendSegment(paragraph, page, segment, seen);
        }
        return paragraph;
      }),
    ),
  );
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
        paragraph.append(
          h(
            "button.ref",
            {
              type: "button",
              data: { at: name },
              "aria-label": `Finding ${name + 1}: ${evistat.spoken(page.findings[name])}`,
            },
            name + 1,
          ),
        );
      }
    }
  }
  const short = marks.map((index) => page.marks[index]).find(([kind]) => kind === "short");
  if (short) {
    element = h(
      "abbr",
      { title: [short[1], ...notes].join(" · "), class: element.className, data: element.dataset },
      text,
    );
  } else if (notes.length) element.title = notes.join(" · ");
  paragraph.append(element);
};

// What a screen reader says of a finding.
evistat.spoken = (finding) =>
  [
    finding.outcome ? finding.outcome[0] : "outcome not found",
    finding.measure,
    finding.valueWords,
    finding.ciWords && `interval ${finding.ciWords}`,
    finding.pWords && `p ${finding.pWords}`,
  ]
    .filter(Boolean)
    .join(", ");

evistat.belowText = (page) => {
  const { h } = evistat;
  const left = page.warnings.filter(([code]) => code === "W010");
  const others = page.warnings.filter(([code]) => code !== "W010");
  const list = (title, items) =>
    items.length
      ? [
          h("h3", {}, title),
          h(
            "ul",
            {},
            items.map((words) => h("li", {}, words)),
          ),
        ]
      : null;
  return h(
    "div.below",
    {},
    page.abbreviations.length
      ? [
          h("h3", {}, "Abbreviations"),
          h(
            "dl.abbreviations",
            {},
            page.abbreviations.map(([short, long]) => [h("dt", {}, short), h("dd", {}, long)]),
          ),
        ]
      : null,
    list(
      "Left over",
      left.map(([, message]) => message),
    ),
    list(
      "Notes",
      others.map(([, message]) => message),
    ),
    h("p.faint", {}, `Source: ${page.source}`),
  );
};
