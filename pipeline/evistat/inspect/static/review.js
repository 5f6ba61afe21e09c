// The page of decisions: who decides, how far it went, how right the findings were, and the file to take away.
"use strict";

evistat.reviewView = () => {
  const { h, count, plural } = evistat;
  const gone = evistat.goneDecisions();
  const decided = evistat.findings.filter(evistat.verdictOf);
  const draw = () => {
    document.getElementById("main").replaceChildren(evistat.reviewView());
  };
  const name = h("input", {
    id: "reviewer",
    type: "text",
    value: evistat.reviewer,
    autocomplete: "name",
    placeholder: "Your name or initials",
    oninput: (event) => {
      evistat.reviewer = event.target.value.trim();
      evistat.store("evistat.reviewer", evistat.reviewer);
    },
  });
  const file = h("input", {
    id: "decisions-file",
    type: "file",
    accept: ".jsonl,application/jsonl,application/json",
    onchange: async (event) => {
      const lines = await event.target.files[0].text();
      const { taken, unread } = evistat.readDecisions(lines);
      evistat.saveDecisions();
      draw();
      evistat.say(
        `${plural(taken, "decision")} read${unread ? `, ${plural(unread, "line")} not understood` : ""}.`,
      );
    },
  });
  return h(
    "div.review",
    {},
    h("h1", {}, "Review"),
    h(
      "p.lead",
      {},
      "Accept, reject or correct findings in their documents. Decisions stay in this browser; download them and merge them into the records:",
    ),
    h("pre", {}, "evistat review apply records.jsonl decisions.jsonl --output reviewed.jsonl"),
    h(
      "div.cards",
      {},
      evistat.card(
        "Decisions",
        null,
        h(
          "p",
          {},
          h("strong", {}, `${count(decided.length)} of ${plural(evistat.findings.length, "finding")}`),
          " decided.",
        ),
        evistat.progressBar(decided.length, evistat.findings.length),
        h("div.line", {}, h("label", { for: "reviewer" }, "Who decides"), name),
        h(
          "div.tools",
          {},
          h(
            "button.primary",
            {
              type: "button",
              id: "download-decisions",
              disabled: evistat.decisions.size === 0,
              onclick: () =>
                evistat.download("decisions.jsonl", evistat.decisionLines(), "application/jsonl"),
            },
            "Download decisions",
          ),
          h("a.button", { href: evistat.address("findings", { review: "open" }) }, "Undecided findings"),
          h(
            "button.plain",
            {
              type: "button",
              disabled: evistat.decisions.size === 0,
              onclick: () => {
                if (
                  window.confirm(
                    `Forget ${plural(evistat.decisions.size, "decision")} in this browser? What you downloaded stays.`,
                  )
                ) {
                  evistat.decisions.clear();
                  evistat.saveDecisions();
                  draw();
                }
              },
            },
            "Forget all",
          ),
        ),
        h("div.line", {}, h("label", { for: "decisions-file" }, "Take decisions from a file"), file),
      ),
      evistat.precisionCard("Precision by measure", (row) => [row.measure || "no measure"]),
      evistat.precisionCard("Precision by rule", (row) => row.rule.split("+")),
      gone.length
        ? evistat.card(
            "No longer there",
            `${plural(gone.length, "decision")} about findings that these records don't hold; the download keeps them`,
            h(
              "ul",
              {},
              gone
                .slice(0, 50)
                .map((decision) =>
                  h(
                    "li",
                    {},
                    `${evistat.DECISIONS[decision.decision]}: ${decision.read || decision.finding} `,
                    h("span.faint", {}, decision.doc_id),
                  ),
                ),
            ),
          )
        : null,
    ),
  );
};

evistat.progressBar = (part, whole) =>
  evistat.h(
    "div.progress",
    { role: "img", "aria-label": evistat.percent(part, whole) },
    evistat.h("span", { "width%": whole ? (100 * part) / whole : 0 }),
  );

// Precision: of the findings decided, the share accepted as they were read.
evistat.precisionCard = (title, namesOf) => {
  const { h, count, percent } = evistat;
  const table = new Map();
  for (const row of evistat.findings) {
    const verdict = evistat.verdictOf(row);
    if (!verdict) continue;
    for (const name of new Set(namesOf(row))) {
      if (!table.has(name)) table.set(name, { accepted: 0, edited: 0, rejected: 0 });
      table.get(name)[verdict] += 1;
    }
  }
  const lines = [...table]
    .map(([name, counts]) => ({ name, ...counts, all: counts.accepted + counts.edited + counts.rejected }))
    .sort((a, b) => b.all - a.all || (a.name < b.name ? -1 : 1));
  return evistat.card(
    title,
    lines.length ? "of the findings decided, the share that was right as read" : null,
    lines.length
      ? h(
          "table.small",
          {},
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              ["", "right", "corrected", "wrong", "precision"].map((words, place) =>
                h("th", { scope: "col", class: place ? "num" : null }, words),
              ),
            ),
          ),
          h(
            "tbody",
            {},
            lines.map((line) =>
              h(
                "tr",
                {},
                h("th", { scope: "row" }, line.name),
                h("td.num", {}, count(line.accepted)),
                h("td.num", {}, count(line.edited)),
                h("td.num", {}, count(line.rejected)),
                h("td.num", {}, percent(line.accepted, line.all)),
              ),
            ),
          ),
        )
      : h("p.none", {}, "Nothing decided yet."),
  );
};
