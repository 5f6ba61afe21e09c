// The forest plot of the filtered findings of one measure; it looks as `evistat forest` draws it.
"use strict";

evistat.MOST_ROWS = 120;

// The colours of a plot that leaves the page, those of the command line's; in the page the style sheet has them.
evistat.FOREST_COLOURS = {
  ground: ["fill", "#ffffff"],
  ink: ["fill", "#1c2733"],
  faint: ["fill", "#56657a"],
  mark: ["fill", "#1d5c9e"],
  hollow: ["stroke", "#1d5c9e"],
  whisker: ["stroke", "#1c2733"],
  tip: ["fill", "#1c2733"],
  rule: ["stroke", "#c6ced6"],
  null: ["stroke", "#7b8794"],
};

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

// -- the axis: as inspect/forest_scale.py makes it --------------------------------------------------------------

evistat.makeAxis = (intervals, { null: none, log }) => {
  const scaled = (value) => (log ? Math.log(value) : value);
  const least = (list) => list.reduce((a, b) => Math.min(a, b));
  const greatest = (list) => list.reduce((a, b) => Math.max(a, b));
  const middles = intervals.map(([value]) => scaled(value));
  const ends = intervals.map(([, ...bounds]) =>
    bounds.filter((bound) => bound !== null && (!log || bound > 0)).map(scaled),
  );
  const arms = ends
    .map((pair, place) => pair.map((end) => Math.abs(end - middles[place])))
    .filter((pair) => pair.length)
    .map(greatest);
  if (none !== null) middles.push(scaled(none));
  const [first, last] = [least(middles), greatest(middles)];
  const room = Math.max(0.9 * (last - first), arms.length ? 3 * evistat.median(arms) : 0);
  const reach = [...middles, ...ends.flat()];
  let low = Math.max(least(reach), first - room);
  let high = Math.min(greatest(reach), last + room);
  const pad = high > low ? 0.03 * (high - low) : Math.abs(low) || 1;
  low -= pad;
  high += pad;
  if (log) [low, high] = [Math.max(low, -300), Math.min(high, 300)];
  const ticks = log ? evistat.logTicks(Math.exp(low), Math.exp(high)) : evistat.linearTicks(low, high);
  return { ticks, place: (value) => (scaled(value) - low) / (high - low) };
};

evistat.median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
};

evistat.logTicks = (low, high) => {
  let ticks = [];
  for (const steps of [[1], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 5, 7]]) {
    ticks = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
      for (const step of steps) ticks.push(Number(`${step}e${power}`));
    }
    ticks = ticks.filter((tick) => tick >= low && tick <= high);
    if (ticks.length >= 4) break;
  }
  if (ticks.length < 3) return evistat.linearTicks(low, high);
  while (ticks.length > 7) {
    const odd = Math.max(ticks.indexOf(1), 0) % 2; // the null value stays
    ticks = ticks.filter((_, place) => place % 2 === odd);
  }
  return ticks;
};

evistat.linearTicks = (low, high) => {
  const power = Math.floor(Math.log10(high - low)) - 1;
  for (const at of [power, power + 1]) {
    for (const size of [1, 2, 2.5, 5]) {
      const step = Number(`${size}e${at}`);
      const [first, last] = [Math.ceil(low / step), Math.floor(high / step)];
      if (last - first >= 7) continue;
      return Array.from({ length: last - first + 1 }, (_, place) =>
        Number(((first + place) * step).toPrecision(10)),
      );
    }
  }
  return [low, high];
};

// -- the drawing ------------------------------------------------------------------------------------------------

evistat.measureText = (words, size, bold) => {
  evistat.pen ||= document.createElement("canvas").getContext("2d");
  evistat.pen.font = `${bold ? "bold " : ""}${size}px "Helvetica Neue", Arial, "Liberation Sans", sans-serif`;
  return evistat.pen.measureText(words).width;
};

// Cut words to a width, by whole code points.
evistat.fitted = (words, width, size) => {
  if (evistat.measureText(words, size) <= width) return words;
  const letters = [...words];
  let [low, high] = [0, letters.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (evistat.measureText(`${letters.slice(0, middle).join("").trimEnd()}…`, size) <= width) low = middle;
    else high = middle - 1;
  }
  return `${letters.slice(0, low).join("").trimEnd()}…`;
};

evistat.forestSvg = (measure, rows, width, { alone = false } = {}) => {
  const { svg } = evistat;
  const scale = evistat.summary.scales[measure];
  const capital = scale.name.charAt(0).toUpperCase() + scale.name.slice(1);
  const coloured = (name) => ({
    class: `ef-${name}`,
    ...(alone ? Object.fromEntries([evistat.FOREST_COLOURS[name]]) : {}),
  });
  const narrow = width < 720;
  const [size, small, edge, gap] = [13, 11, alone ? 20 : 4, narrow ? 10 : 18];
  const lines = rows.map((row) => {
    const [value, lower, upper, printed, unit, variance] = row.forest;
    return {
      row,
      study: evistat.documents[row.doc].study,
      outcome: row.outcome || "outcome not found",
      about: row.arms || "",
      value,
      lower,
      upper,
      printed,
      unit,
      variance,
    };
  });
  const widest = (words, head, most, letters = size) =>
    Math.min(
      most,
      Math.max(
        evistat.measureText(head, small, true),
        ...words.map((word) => evistat.measureText(word, letters)),
      ),
    );
  const numberHead = "Estimate (95% CI)";
  const numberWidth = widest(
    lines.map(({ printed }) => printed),
    numberHead,
    Infinity,
  );
  const studyWidth = narrow
    ? 0
    : widest(
        lines.map(({ study }) => study),
        "Study",
        Math.min(190, width * 0.18),
      );
  const outcomeMost = narrow
    ? width - 2 * edge
    : Math.max(120, Math.min(300, width - studyWidth - numberWidth - 2 * edge - 3 * gap - 260));
  const outcomeWidth = narrow
    ? outcomeMost
    : Math.max(
        widest(
          lines.map(({ outcome }) => outcome),
          "Outcome",
          outcomeMost,
        ),
        widest(
          lines.map(({ about }) => about),
          "",
          outcomeMost,
          small,
        ),
      );
  const outcomeAt = narrow ? edge : edge + studyWidth + gap;
  const plotAt = narrow ? edge : outcomeAt + outcomeWidth + gap;
  const numberAt = width - edge - numberWidth;
  const plotWidth = numberAt - gap - plotAt;
  const axis = evistat.makeAxis(
    lines.map(({ value, lower, upper }) => [value, lower, upper]),
    scale,
  );
  const x = (value) => plotAt + plotWidth * axis.place(value);
  const heaviest = Math.max(0, ...lines.map(({ variance }) => (variance ? 1 / variance : 0)));
  const top = alone ? 92 : 34;
  const heightOf = ({ about }) => (narrow ? 48 : about ? 40 : 26);
  const end = top + lines.reduce((sum, line) => sum + heightOf(line), 0) + 8;
  const height = end + 50;
  const text = (at, y, words, colour, more = {}) =>
    svg("text", { x: at.toFixed(1), y: y.toFixed(1), ...coloured(colour), ...more }, words);
  const stroke = (x1, y1, x2, y2, colour, more = {}) =>
    svg("line", {
      x1: x1.toFixed(1),
      y1: y1.toFixed(1),
      x2: x2.toFixed(1),
      y2: y2.toFixed(1),
      ...coloured(colour),
      ...more,
    });
  const told = `${capital}, ${scale.log ? "logarithmic" : "linear"} scale, ${lines.length} estimates. ${lines.map((line) => `${line.study}: ${line.outcome}: ${line.printed}.`).join(" ")}`;
  const drawing = svg("svg", {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: "group",
    "aria-label": `Forest plot: ${told}`,
    class: "evistat-forest",
    "font-family": "'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif",
    "font-size": size,
  });
  if (alone) {
    drawing.append(svg("rect", { ...coloured("ground"), width: "100%", height: "100%" }));
    drawing.append(text(edge, 34, capital, "ink", { "font-size": 17, "font-weight": "bold" }));
  }
  const heads = narrow
    ? [[numberAt, numberHead]]
    : [
        [edge, "Study"],
        [outcomeAt, "Outcome"],
        [numberAt, numberHead],
      ];
  for (const [at, words] of heads)
    drawing.append(text(at, top - 16, words, "faint", { "font-size": small, "font-weight": "bold" }));
  drawing.append(stroke(edge, top - 7, width - edge, top - 7, "rule"));
  if (scale.null !== null)
    drawing.append(stroke(x(scale.null), top - 7, x(scale.null), end, "null", { "stroke-dasharray": "3 3" }));
  let y = top;
  let study = null;
  for (const line of lines) {
    const tall = heightOf(line);
    const middle = narrow ? y + 33 : y + tall / 2;
    const first = narrow ? y + 15 : line.about ? middle - 4 : middle + 4.5;
    if (study !== null && study !== line.study)
      drawing.append(stroke(edge, y, width - edge, y, "rule", { "stroke-width": 0.6 }));
    const group = svg(
      "g",
      {},
      svg(
        "title",
        {},
        `${line.study}\n${line.outcome}${line.about ? `\n${line.about}` : ""}\n${line.printed}`,
      ),
    );
    const words = narrow
      ? evistat.fitted(`${line.outcome} · ${line.study}`, outcomeWidth, size)
      : evistat.fitted(line.outcome, outcomeWidth, size);
    if (!narrow && study !== line.study)
      group.append(text(edge, first, evistat.fitted(line.study, studyWidth, size), "ink"));
    group.append(text(outcomeAt, first, words, "ink"));
    if (!narrow && line.about)
      group.append(
        text(outcomeAt, middle + 11, evistat.fitted(line.about, outcomeWidth, small), "faint", {
          "font-size": small,
        }),
      );
    evistat.drawInterval(group, line, {
      y: middle,
      x,
      axis,
      left: plotAt,
      right: plotAt + plotWidth,
      log: scale.log,
      heaviest,
      coloured,
      stroke,
    });
    group.append(text(numberAt, middle + 4.5, line.printed, "ink"));
    if (alone) drawing.append(group);
    else {
      drawing.append(
        svg(
          "a",
          {
            href: evistat.findingAddress(line.row),
            class: "row",
            "aria-label": `${line.study}, ${line.outcome}: ${line.printed}`,
          },
          svg("rect", { class: "area", x: 0, y: y.toFixed(1), width, height: tall }),
          group,
        ),
      );
    }
    study = line.study;
    y += tall;
  }
  drawing.append(stroke(plotAt, end, plotAt + plotWidth, end, "whisker"));
  for (const tick of axis.ticks) {
    drawing.append(stroke(x(tick), end, x(tick), end + 5, "whisker"));
    drawing.append(
      text(x(tick), end + 18, String(tick).replace("-", "−"), "ink", {
        "font-size": small,
        "text-anchor": "middle",
      }),
    );
  }
  const unit = lines.find((line) => line.unit)?.unit;
  drawing.append(
    text(
      plotAt + plotWidth / 2,
      end + 36,
      `${capital}${scale.log ? ", log scale" : unit ? `, ${unit}` : ""}`,
      "faint",
      { "font-size": small, "text-anchor": "middle" },
    ),
  );
  return drawing;
};

evistat.drawInterval = (group, line, { y, x, axis, left, right, log, heaviest, coloured, stroke }) => {
  const { svg } = evistat;
  const ends = [
    [line.lower, left, -1],
    [line.upper, right, 1],
  ].map(([bound, edge, way]) => {
    const inside = bound !== null && (!log || bound > 0) && axis.place(bound) >= 0 && axis.place(bound) <= 1;
    const at = inside ? x(bound) : edge;
    if (inside) group.append(stroke(at, y - 3.5, at, y + 3.5, "whisker", { "stroke-width": 1.2 }));
    else
      group.append(
        svg("polygon", {
          ...coloured("tip"),
          points: `${edge},${y} ${edge - way * 6},${y - 4} ${edge - way * 6},${y + 4}`,
        }),
      );
    return at;
  });
  group.append(stroke(ends[0], y, ends[1], y, "whisker", { "stroke-width": 1.2 }));
  const side = line.variance ? Math.max(5, 13 * Math.sqrt(1 / line.variance / heaviest)) : 6;
  const box = {
    x: (x(line.value) - side / 2).toFixed(2),
    y: (y - side / 2).toFixed(2),
    width: side.toFixed(2),
    height: side.toFixed(2),
  };
  group.append(
    line.variance
      ? svg("rect", { ...coloured("mark"), ...box })
      : svg("rect", {
          ...coloured("hollow"),
          fill: "#ffffff",
          "fill-opacity": 0,
          "stroke-width": 1.5,
          ...box,
        }),
  );
};

evistat.downloadForest = (measure, rows) => {
  const drawing = evistat.forestSvg(measure, rows, 1000, { alone: true });
  evistat.download(
    `forest-${measure}.svg`,
    `${new XMLSerializer().serializeToString(drawing)}\n`,
    "image/svg+xml",
  );
};
