// The forest plot of the filtered findings of one measure; it looks as `evistat forest` draws it.
"use strict";

evistat.MOST_ROWS = 120;

evistat.forestView = (query) => {
  const { h } = evistat;
  let state = { ...query };
  const box = h("div.results");
  const draw = () => box.replaceChildren(...evistat.forestParts(state, change));
  const change = (changed) => {
    state = { ...state, ...changed };
    history.replaceState(null, "", evistat.address("forest", state));
    draw();
  };
  const form = evistat.filterForm(query, (filters) => {
    state = { ...filters, unit: state.unit, all: state.all };
    history.replaceState(null, "", evistat.address("forest", state));
    draw();
  });
  evistat.onWidth = draw;
  requestAnimationFrame(draw);
  return h("div.forest", {}, h("h1.quiet", {}, "Forest plot"), form, box);
};

evistat.forestParts = (query, change) => {
  const { h, plural, count } = evistat;
  const rows = evistat.filtered(query).filter((row) => row.measure);
  const drawable = (row) =>
    Array.isArray(row.forest) &&
    evistat.verdictOf(row) !== "rejected" &&
    (!row.repeats || query.repeats === "only");
  const counts = new Map();
  for (const row of rows) if (drawable(row)) counts.set(row.measure, (counts.get(row.measure) || 0) + 1);
  if (!counts.size)
    return [h("p.notice", {}, "No finding with an estimate and an interval fits these filters.")];
  // One measure an axis: the one asked for, else the most frequent ratio or difference.
  const codes = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([code]) => code);
  const measure = counts.has(query.of)
    ? query.of
    : counts.has(query.measure)
      ? query.measure
      : codes.find((code) => evistat.summary.scales[code].null !== null) || codes[0];
  const scale = evistat.summary.scales[measure];
  let drawn = rows.filter((row) => row.measure === measure && drawable(row));
  const choices = [];
  if (codes.length > 1) {
    choices.push(
      h(
        "label",
        {},
        "Measure ",
        h(
          "select",
          { id: "of", onchange: (event) => change({ of: event.target.value, unit: "", all: "" }) },
          codes.map((code) =>
            h(
              "option",
              { value: code, selected: code === measure },
              `${code} · ${evistat.measureName(code)} (${count(counts.get(code))})`,
            ),
          ),
        ),
      ),
    );
  }
  if (scale.inUnits) {
    const units = new Map();
    for (const row of drawn) units.set(row.forest[4] || "", (units.get(row.forest[4] || "") || 0) + 1);
    const names = [...units].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
    const unit =
      query.unit !== undefined && units.has(query.unit) && query.unit !== ""
        ? query.unit
        : query.unit === "none" && units.has("")
          ? ""
          : names[0];
    if (names.length > 1) {
      choices.push(
        h(
          "label",
          {},
          "Unit ",
          h(
            "select",
            { id: "unit", onchange: (event) => change({ unit: event.target.value, all: "" }) },
            names.map((name) =>
              h(
                "option",
                { value: name || "none", selected: name === unit },
                `${name || "no unit"} (${count(units.get(name))})`,
              ),
            ),
          ),
        ),
      );
    }
    drawn = drawn.filter((row) => (row.forest[4] || "") === unit);
  }
  const left = rows.filter((row) => row.measure === measure && !drawable(row));
  const most = query.all ? Infinity : evistat.MOST_ROWS;
  const shown = drawn.slice(0, most);
  const width = Math.max(300, Math.min(1100, document.querySelector(".results").clientWidth || 900));
  const figure = h("figure.plot", {}, evistat.forestSvg(measure, shown, width));
  evistat.say(`${plural(shown.length, "estimate")} of ${evistat.measureName(measure)}`);
  return [
    h(
      "div.tools",
      {},
      h(
        "p.counted",
        {},
        h("strong", {}, plural(drawn.length, "estimate")),
        ` of ${evistat.measureName(measure)}`,
      ),
      choices,
      h(
        "button",
        { type: "button", onclick: () => evistat.downloadForest(measure, drawn.slice(0, most)) },
        "Download SVG",
      ),
    ),
    figure,
    drawn.length > shown.length
      ? h(
          "p",
          {},
          `The first ${count(shown.length)} are drawn. `,
          h(
            "button",
            { type: "button", onclick: () => change({ all: "yes" }) },
            `Draw all ${count(drawn.length)}`,
          ),
        )
      : "",
    h(
      "p.faint",
      {},
      "Area of a square: weight, 1/SE² from the interval; hollow: no standard error to be had. An arrow: the interval goes on beyond the axis. A line leads to its finding.",
    ),
    left.length ? h("p.faint", {}, `Not drawn: ${evistat.leftWords(left)}.`) : "",
  ];
};

evistat.leftWords = (rows) => {
  const reasons = new Map();
  for (const row of rows) {
    const reason =
      evistat.verdictOf(row) === "rejected"
        ? "rejected"
        : row.repeats && Array.isArray(row.forest)
          ? "that repeat an earlier one"
          : row.forest;
    reasons.set(reason, (reasons.get(reason) || 0) + 1);
  }
  return [...reasons]
    .sort((a, b) => b[1] - a[1])
    .map(([reason, number]) => `${evistat.count(number)} ${reason}`)
    .join(", ");
};

evistat.downloadForest = (measure, rows) => {
  const drawing = evistat.forestSvg(measure, rows, 1000, { alone: true });
  evistat.download(
    `forest-${measure}.svg`,
    `${new XMLSerializer().serializeToString(drawing)}\n`,
    "image/svg+xml",
  );
};
