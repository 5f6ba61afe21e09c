// The overview: what there is, in counts; every count leads to its findings.
"use strict";

evistat.overview = () => {
  const { h, summary, count, percent } = evistat;
  const { totals } = summary;
  const found = totals.findings || 0;
  const tile = (number, words, note, href) =>
    h(
      href ? "a.tile" : "div.tile",
      { href },
      h("span.number", {}, number),
      h("span.words", {}, words),
      note ? h("span.note", {}, note) : null,
    );
  return h(
    "div.overview",
    {},
    h("h1.quiet", {}, "Overview"),
    h(
      "div.tiles",
      {},
      tile(
        count(summary.documents),
        "documents",
        summary.withoutFindings ? `${count(summary.withoutFindings)} without findings` : "all with findings",
        "#/documents",
      ),
      tile(
        count(found),
        "findings",
        totals.repeats ? `${count(totals.repeats)} repeat an earlier one` : null,
        "#/findings",
      ),
      tile(
        percent(totals.with_ci, found),
        "with an interval",
        `${count(totals.with_ci || 0)} of ${count(found)}`,
        evistat.address("findings", { ci: "with" }),
      ),
      tile(
        percent(totals.with_p, found),
        "with a p-value",
        `${count(totals.with_p || 0)} of ${count(found)}`,
      ),
      tile(
        percent(totals.significant, (totals.significant || 0) + (totals.not_significant || 0)),
        "significant",
        "of those that say",
        evistat.address("findings", { significance: "yes" }),
      ),
      tile(
        count(totals.failed || 0),
        totals.failed === 1 ? "failed check" : "findings with a failed check",
        totals.failed ? "look at these first" : "every check passed",
        evistat.address("findings", { checks: "failed" }),
      ),
    ),
    found || summary.documents
      ? h(
          "div.cards",
          {},
          evistat.pCard(),
          evistat.measureCard(),
          evistat.yearCard(),
          evistat.outcomeCard(),
          evistat.checkCard(),
          evistat.leftoverCard(),
          evistat.splitCard(),
        )
      : h("p.notice", {}, "These records hold no document."),
    h(
      "p.made",
      {},
      summary.madeBy.map(([pipeline, model, documents]) =>
        h(
          "span",
          {},
          `Read by ${pipeline} with ${model}${summary.madeBy.length > 1 ? ` (${count(documents)})` : ""}. `,
        ),
      ),
      `Page made by evistat ${summary.version}.`,
    ),
  );
};

evistat.card = (title, note, ...content) =>
  evistat.h(
    "section.card",
    { "aria-label": title },
    evistat.h("h2", {}, title),
    note ? evistat.h("p.note", {}, note) : null,
    content,
  );

// Lines of bars: [words, value, {href, of, tone, title}]; the longest fills the width.
evistat.bars = (lines, { total } = {}) => {
  const { h, count, percent } = evistat;
  const most = Math.max(1, ...lines.map(([, value]) => value));
  return h(
    "ul.bars",
    {},
    lines.map(([words, value, { href, second = 0, title, line } = {}]) =>
      h(
        "li",
        { class: line },
        h(
          href && value ? "a" : "span",
          { class: "barline", href: href && value ? href : null, title },
          h("span.label", {}, words),
          h(
            "span.track",
            { "aria-hidden": "true" },
            h("span.fill", { "width%": (100 * (value - second)) / most }),
            second ? h("span.fill.second", { "width%": (100 * second) / most }) : null,
          ),
          h("span.value", {}, count(value), total ? h("small", {}, ` ${percent(value, total)}`) : null),
        ),
      ),
    ),
  );
};

evistat.pCard = () => {
  const { h, summary } = evistat;
  const names = [
    "below 0.001",
    "0.001 to 0.01",
    "0.01 to 0.05",
    "0.05 to 0.1",
    "0.1 to 1",
    "NS or “>”, no number",
  ];
  const all = summary.p.reduce((sum, [exact, limit]) => sum + exact + limit, 0);
  const lines = summary.p.map(([exact, limit], place) => [
    names[place],
    exact + limit,
    {
      second: place < 5 ? limit : exact + limit,
      line: place === 3 ? "threshold" : null,
      title: place < 5 ? `${exact} exact, ${limit} as a limit (“< …”)` : null,
    },
  ]);
  return evistat.card(
    "P-values",
    `${evistat.plural(all, "p-value")}; the line marks 0.05`,
    evistat.bars(lines, { total: all }),
    h("p.legend", {}, h("span.swatch"), " printed exactly ", h("span.swatch.second"), " printed as a limit"),
  );
};

evistat.measureCard = () => {
  const { summary, measureName, address } = evistat;
  const named = [...summary.measures.filter(([code]) => code), ...summary.measures.filter(([code]) => !code)];
  const lines = named.map(([code, count, withCi]) => [
    code ? `${code} · ${measureName(code)}` : "no measure",
    count,
    {
      href: address("findings", { measure: code || "none" }),
      second: count - withCi,
      title: `${withCi} with an interval`,
    },
  ]);
  return evistat.card(
    "Measures",
    "of the findings; solid: with an interval",
    evistat.folded(lines, 10, (part) => evistat.bars(part)),
  );
};

// The first lines, the others behind a button.
evistat.folded = (lines, most, draw) => {
  const { h } = evistat;
  if (lines.length <= most + 2) return draw(lines);
  const box = h("div", {}, draw(lines.slice(0, most)));
  box.append(
    h(
      "button.plain",
      { type: "button", onclick: () => box.replaceChildren(draw(lines)) },
      `Show all ${lines.length}`,
    ),
  );
  return box;
};

evistat.yearCard = () => {
  const { h, svg, summary } = evistat;
  const years = summary.years;
  if (!years.length)
    return evistat.card("Years", null, h("p.none", {}, "The records name no years of publication."));
  const first = years[0][0];
  const last = years[years.length - 1][0];
  const known = new Map(years.map(([year, documents]) => [year, documents]));
  const step = Math.max(1, Math.ceil((last - first + 1) / 60));
  const bins = [];
  for (let year = first; year <= last; year += step) {
    let documents = 0;
    for (let at = year; at < year + step; at += 1) documents += known.get(at) || 0;
    bins.push([year, Math.min(year + step - 1, last), documents]);
  }
  const most = Math.max(...bins.map(([, , documents]) => documents));
  const [width, height] = [480, 120];
  const each = Math.min(width / bins.length, 40);
  const columns = bins.map(([from, to, documents], place) => {
    const tall = documents ? Math.max(2, (documents / most) * (height - 8)) : 0;
    const words = `${from === to ? from : `${from} to ${to}`}: ${evistat.plural(documents, "document")}`;
    return svg(
      "a",
      { href: evistat.address("findings", { from, to }), "aria-label": words, class: "column" },
      svg("rect", { class: "area", x: place * each, y: 0, width: each, height }),
      svg("rect", {
        x: place * each + each * 0.12,
        y: height - tall,
        width: each * 0.76,
        height: tall,
        rx: Math.min(2, each / 6),
      }),
      svg("title", {}, words),
    );
  });
  const drawn = each * bins.length;
  const share = (100 * drawn) / width;
  return evistat.card(
    "Years",
    `documents by year of publication; the tallest column: ${evistat.count(most)}`,
    svg(
      "svg",
      {
        viewBox: `0 0 ${width} ${height + 1}`,
        class: "columns",
        role: "group",
        "aria-label": "Documents by year",
      },
      columns,
      svg("line", { x1: 0, x2: drawn, y1: height + 0.5, y2: height + 0.5, class: "axis" }),
    ),
    h("p.ends", { "width%": share }, h("span", {}, first), last > first ? h("span", {}, last) : null),
  );
};

evistat.outcomeCard = () => {
  const { summary } = evistat;
  if (!summary.outcomes.length) return null;
  return evistat.card(
    "Outcomes most often reported",
    null,
    evistat.bars(
      summary.outcomes.map(([name, count]) => [
        name,
        count,
        { href: evistat.address("findings", { q: name }) },
      ]),
    ),
  );
};

evistat.checkCard = () => {
  const { h, summary, count } = evistat;
  if (!summary.checks.length) return null;
  const row = ([code, made, failed]) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, evistat.checkName(code)),
      h("td.num", {}, count(made)),
      h(
        "td.num",
        {},
        failed
          ? h("a.bad", { href: evistat.address("findings", { checks: code }) }, `✗ ${count(failed)}`)
          : h("span.good", {}, "✓ 0"),
      ),
    );
  return evistat.card(
    "Checks",
    "numbers recomputed from one another, rounding allowed for",
    h(
      "table.small",
      {},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, "does …"),
          h("th.num", { scope: "col" }, "made"),
          h("th.num", { scope: "col" }, "failed"),
        ),
      ),
      h("tbody", {}, summary.checks.map(row)),
    ),
  );
};

evistat.leftoverCard = () => {
  const { h, summary } = evistat;
  const all = summary.leftovers.reduce((sum, [, count]) => sum + count, 0);
  return evistat.card(
    "Left over",
    all ? "what looks like a statistic and is in no finding" : null,
    all
      ? [
          evistat.bars(summary.leftovers.map(([reason, count]) => [reason, count, {}])),
          h("p", {}, h("a", { href: "#/documents?sort=leftovers" }, "Documents with most left over")),
        ]
      : h("p.none", {}, "Nothing that looks like a statistic was left over."),
  );
};

evistat.splitCard = () => {
  const { h, summary, address } = evistat;
  const part = (title, lines) => h("div", {}, h("h3", {}, title), evistat.bars(lines));
  return evistat.card(
    "Kinds and directions",
    null,
    h(
      "div.split",
      {},
      part(
        "kind",
        summary.kinds.map(([kind, count]) => [kind, count, { href: address("findings", { kind }) }]),
      ),
      part(
        "direction",
        summary.directions.map(([code, count]) => [
          code ? `${evistat.ARROWS[code]} ${evistat.DIRECTIONS[code]}` : "not said",
          count,
          { href: address("findings", { direction: code || "unsaid" }) },
        ]),
      ),
    ),
  );
};
