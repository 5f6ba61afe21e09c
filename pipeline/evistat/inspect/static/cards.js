// The cards of a document's findings: what was read, its checks, its rule, what a person decided.
"use strict";

evistat.findingCard = (page, number, finding, at) => {
  const { h } = evistat;
  const card = h("li.finding", { data: { at }, tabindex: "-1" });
  evistat.drawCard(card, page, number, finding, at);
  return card;
};

evistat.drawCard = (card, page, number, finding, at) => {
  const { h } = evistat;
  const row = evistat.rowAt(number, at);
  const verdict = evistat.verdictOf(row);
  const failed = finding.checks.filter(([, ok]) => !ok);
  card.className = `finding${verdict ? ` is-${verdict}` : ""}${card.classList.contains("open") ? " open" : ""}`;
  const arms =
    finding.intervention || finding.comparator
      ? [finding.intervention, finding.comparator]
          .filter(Boolean)
          .map(([text]) => text)
          .join(" vs ")
      : finding.predictor && finding.predictor[0];
  const effect = [
    finding.measure && h("abbr.code", { title: evistat.measureName(finding.measure) }, finding.measure),
    finding.valueWords && h("b", {}, finding.valueWords),
    finding.ciWords && h("span.ci", {}, `[${finding.ciWords}]`),
    finding.pWords &&
      h("span.p", {}, /^\d/.test(finding.pWords) ? `p = ${finding.pWords}` : `p ${finding.pWords}`),
  ];
  card.replaceChildren(
    h(
      "button.choose",
      { type: "button", "aria-expanded": String(card.classList.contains("open")), data: { at } },
      h("span.number", {}, at + 1),
      h(
        "span.what",
        {},
        h(
          "span.outcome",
          {},
          finding.outcome ? finding.outcome[0] : h("em", {}, "outcome not found"),
          finding.direction
            ? h(
                "span.direction",
                { title: evistat.DIRECTIONS[finding.direction] },
                ` ${evistat.ARROWS[finding.direction]}`,
                h("span.quiet", {}, ` ${evistat.DIRECTIONS[finding.direction]}`),
              )
            : null,
        ),
        h(
          "span.effect",
          {},
          finding.valueWords || finding.pWords || finding.ciWords
            ? effect
            : h("span.faint", {}, "stated without a number"),
        ),
        arms ? h("span.arms", {}, arms) : null,
        h(
          "span.flags",
          {},
          verdict
            ? h(`span.verdict.${verdict}`, {}, `${evistat.SIGNS[verdict]} ${evistat.DECISIONS[verdict]}`)
            : null,
          failed.length ? h("span.bad", {}, `✗ ${evistat.plural(failed.length, "failed check")}`) : null,
          finding.repeats ? h("span.flag", {}, "repeats an earlier finding") : null,
        ),
      ),
    ),
    h("div.detail", {}, evistat.cardDetail(page, number, finding, at, row)),
  );
};

evistat.rowAt = (number, at) => {
  if (!evistat.firstRows) {
    evistat.firstRows = new Map();
    for (const row of evistat.findings) if (row.at === 0) evistat.firstRows.set(row.doc, row.index);
  }
  return evistat.findings[evistat.firstRows.get(number) + at];
};

evistat.cardDetail = (page, number, finding, at, row) => {
  const { h } = evistat;
  const entry = (name, role, value) =>
    value ? [h("dt", { class: role ? `role-${role}` : null }, name), h("dd", {}, value)] : null;
  const mention = (value) => value && (value[1] ? `${value[0]} (${value[1]})` : value[0]);
  const yes = [
    finding.adjusted && "adjusted",
    finding.adjusted === false && "unadjusted",
    finding.hedged && "hedged",
    finding.negated && "negated",
  ]
    .filter(Boolean)
    .join(", ");
  const repeated = finding.repeats ? page.findings.findIndex(({ id }) => id === finding.repeats) : -1;
  const decision = evistat.decisionOf(row);
  return [
    h(
      "dl.entries",
      {},
      entry("outcome", "outcome", mention(finding.outcome)),
      entry("predictor", "arm", mention(finding.predictor)),
      entry("intervention", "arm", mention(finding.intervention)),
      entry("comparator", "arm", mention(finding.comparator)),
      entry("in whom", "where", mention(finding.population)),
      entry("when", "where", mention(finding.timepoint)),
      entry("measure", "value", finding.measure && evistat.measureName(finding.measure)),
      entry("estimate", "value", finding.value && finding.valueWords),
      entry(
        "interval",
        "ci",
        finding.ciWords &&
          `${finding.ciWords}${finding.level ? `, level ${finding.level}%` : ", level not printed"}`,
      ),
      entry("p", "p", finding.pWords && `${finding.pWords}${finding.pKind ? ` for ${finding.pKind}` : ""}`),
      entry("test", "value", finding.test),
      entry("direction", null, finding.direction && evistat.DIRECTIONS[finding.direction]),
      entry(
        "significant",
        null,
        finding.significant === null ? "not said" : finding.significant ? "yes" : "no",
      ),
      entry("wording", null, yes),
      entry("cues", "cue", finding.cues.join(", ")),
      repeated >= 0
        ? [
            h("dt", {}, "repeats"),
            h(
              "dd",
              {},
              h(
                "a",
                { href: `#/document/${number + 1}/${encodeURIComponent(finding.repeats)}` },
                `finding ${repeated + 1}`,
              ),
            ),
          ]
        : null,
    ),
    finding.groups.length ? evistat.groupsTable(finding.groups) : null,
    finding.checks.length
      ? h(
          "ul.checks",
          { "aria-label": "Checks" },
          finding.checks.map(([code, ok, detail]) =>
            h(
              "li",
              { class: ok ? "good" : "bad" },
              `${ok ? "✓" : "✗"} ${evistat.checkName(code)}`,
              h("span.quiet", {}, ok ? ": passed" : ": failed"),
              detail ? h("span.why", {}, ` – ${detail}`) : null,
            ),
          ),
        )
      : null,
    h(
      "p.rule",
      {},
      h("span", {}, `${finding.kind} · ${evistat.lower(finding.section)}`),
      h("code", { title: "the rules that read the numbers" }, finding.rule),
      h("code.faint", { title: "id of the finding" }, finding.id),
    ),
    evistat.reviewWords(finding, decision),
    h(
      "div.acts",
      { role: "group", "aria-label": `Decide about finding ${at + 1}` },
      ["accepted", "rejected", "edited"].map((verdict) =>
        h(
          `button.act.${verdict}`,
          {
            type: "button",
            data: { act: verdict },
            "aria-pressed": String(evistat.verdictOf(row) === verdict),
          },
          `${evistat.SIGNS[verdict]} ${{ accepted: "Accept", rejected: "Reject", edited: "Correct" }[verdict]}`,
        ),
      ),
      decision ? h("button.plain", { type: "button", data: { act: "undo" } }, "Undo") : null,
    ),
  ];
};

// The groups' values; a column that says nothing of any group is left out.
evistat.groupsTable = (groups) => {
  const { h } = evistat;
  const columns = ["group", "value", "spread", "n"]
    .map((name, place) => [name, place])
    .filter(([, place]) => place === 0 || groups.some((cells) => cells[place]));
  return h(
    "table.groups",
    {},
    h("caption.quiet", {}, "Groups"),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        columns.map(([name]) => h("th", { scope: "col" }, name)),
      ),
    ),
    h(
      "tbody",
      {},
      groups.map((cells) =>
        h(
          "tr",
          {},
          columns.map(([, place]) => h("td", { class: place ? "num" : null }, cells[place] || "–")),
        ),
      ),
    ),
  );
};

evistat.reviewWords = (finding, decision) => {
  const { h } = evistat;
  const told = decision || finding.review;
  if (!told) return null;
  const edits = decision
    ? Object.entries(decision.edits || {}).map(([name, value]) => [name, evistat.editWords(value)])
    : finding.review.words.map(([name, words]) => [name, `had been read as ${words}`]);
  return h(
    "div.reviewed",
    {},
    h(
      "p",
      {},
      `${evistat.DECISIONS[told.decision]}${told.by ? ` by ${told.by}` : ""}${told.date ? `, ${told.date}` : ""}${told.note ? `: ${told.note}` : ""}`,
    ),
    edits.length
      ? h(
          "dl.entries",
          {},
          edits.map(([name, words]) => [h("dt", {}, name), h("dd", {}, words)]),
        )
      : null,
  );
};

evistat.editWords = (value) => {
  if (value === null || value === "") return "nothing";
  if (typeof value !== "object") return String(value);
  if ("text" in value && !("op" in value)) return value.text;
  if ("op" in value) return value.op === "ns" ? "NS" : `${value.op} ${value.value}`;
  if ("lower" in value) return `${value.lower ?? "?"} to ${value.upper ?? "?"}`;
  return JSON.stringify(value);
};
