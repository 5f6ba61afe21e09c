// The lines of a forest plot → an SVG drawing, for the page (its style sheet colours it) or complete in itself.
"use strict";

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

evistat.forestSvg = (measure, rows, width, { alone = false } = {}) => {
  const plot = evistat.forestLayout(measure, rows, width, alone);
  const { svg } = evistat;
  const drawing = svg("svg", {
    viewBox: `0 0 ${width} ${plot.height}`,
    width,
    height: plot.height,
    role: "group",
    "aria-label": `Forest plot: ${plot.name}, ${plot.scale.log ? "logarithmic" : "linear"} scale, ${evistat.plural(rows.length, "estimate")}`,
    class: "evistat-forest",
    "font-family": "'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif",
    "font-size": plot.size,
  });
  evistat.drawHead(drawing, plot);
  let y = plot.top;
  let study = null;
  for (const line of plot.lines) {
    evistat.drawLine(drawing, plot, line, y, study);
    study = line.study;
    y += plot.heightOf(line);
  }
  evistat.drawAxis(drawing, plot);
  return drawing;
};

// Where everything stands. On a narrow screen a line's words stand above its interval, else beside it.
evistat.forestLayout = (measure, rows, width, alone) => {
  const scale = evistat.summary.scales[measure];
  const narrow = width < 720;
  const plot = {
    scale,
    width,
    alone,
    narrow,
    size: 13,
    small: 11,
    edge: alone ? 20 : 4,
    top: alone ? 92 : 34,
  };
  plot.name = scale.name.charAt(0).toUpperCase() + scale.name.slice(1);
  plot.numberHead = "Estimate (95% CI)";
  plot.lines = rows.map(evistat.forestLine);
  const gap = narrow ? 10 : 18;
  const widest = (field, head, most, letters = plot.size) =>
    plot.lines.reduce(
      (longest, line) => Math.min(most, Math.max(longest, evistat.measureText(line[field], letters))),
      Math.min(most, evistat.measureText(head, plot.small, true)),
    );
  const numberWidth = widest("printed", plot.numberHead, Infinity);
  plot.numberAt = width - plot.edge - numberWidth;
  if (narrow) {
    plot.outcomeWidth = width - 2 * plot.edge;
    plot.outcomeAt = plot.left = plot.edge;
  } else {
    plot.studyWidth = widest("study", "Study", Math.min(190, width * 0.18));
    const most = width - plot.studyWidth - numberWidth - 2 * plot.edge - 3 * gap - 260;
    const outcomeMost = Math.max(120, Math.min(300, most));
    plot.outcomeWidth = Math.max(
      widest("outcome", "Outcome", outcomeMost),
      widest("about", "", outcomeMost, plot.small),
    );
    plot.outcomeAt = plot.edge + plot.studyWidth + gap;
    plot.left = plot.outcomeAt + plot.outcomeWidth + gap;
  }
  plot.right = plot.numberAt - gap;
  plot.axis = evistat.makeAxis(
    plot.lines.map(({ value, lower, upper }) => [value, lower, upper]),
    scale,
  );
  plot.x = (value) => plot.left + (plot.right - plot.left) * plot.axis.place(value);
  plot.heaviest = plot.lines.reduce((most, { variance }) => Math.max(most, variance ? 1 / variance : 0), 0);
  plot.heightOf = ({ about }) => (narrow ? 48 : about ? 40 : 26);
  plot.end = plot.lines.reduce((sum, line) => sum + plot.heightOf(line), plot.top + 8);
  plot.height = plot.end + 50;
  return { ...plot, ...evistat.forestPen(alone) };
};

evistat.forestLine = (row) => {
  const [value, lower, upper, printed, unit, variance] = row.forest;
  const study = evistat.documents[row.doc].study;
  const outcome = row.outcome || "outcome not found";
  return { row, study, outcome, about: row.arms || "", value, lower, upper, printed, unit, variance };
};

// What draws: texts and strokes by the names of their colours.
evistat.forestPen = (alone) => {
  const { svg } = evistat;
  const coloured = (name) => ({
    class: `ef-${name}`,
    ...(alone ? Object.fromEntries([evistat.FOREST_COLOURS[name]]) : {}),
  });
  const at = (number) => number.toFixed(1);
  const text = (x, y, words, colour, more = {}) =>
    svg("text", { x: at(x), y: at(y), ...coloured(colour), ...more }, words);
  const stroke = (x1, y1, x2, y2, colour, more = {}) =>
    svg("line", { x1: at(x1), y1: at(y1), x2: at(x2), y2: at(y2), ...coloured(colour), ...more });
  return { coloured, text, stroke };
};

evistat.drawHead = (drawing, plot) => {
  const { text, stroke, edge, top, small, scale, x } = plot;
  if (plot.alone) {
    drawing.append(evistat.svg("rect", { ...plot.coloured("ground"), width: "100%", height: "100%" }));
    drawing.append(text(edge, 34, plot.name, "ink", { "font-size": 17, "font-weight": "bold" }));
  }
  const beside = plot.narrow
    ? []
    : [
        [edge, "Study"],
        [plot.outcomeAt, "Outcome"],
      ];
  for (const [at, words] of [...beside, [plot.numberAt, plot.numberHead]]) {
    drawing.append(text(at, top - 16, words, "faint", { "font-size": small, "font-weight": "bold" }));
  }
  drawing.append(stroke(edge, top - 7, plot.width - edge, top - 7, "rule"));
  if (scale.null === null) return;
  drawing.append(
    stroke(x(scale.null), top - 7, x(scale.null), plot.end, "null", { "stroke-dasharray": "3 3" }),
  );
};

evistat.drawLine = (drawing, plot, line, y, study) => {
  const { svg, fitted } = evistat;
  const { text, edge, narrow, size, small, outcomeWidth } = plot;
  const tall = plot.heightOf(line);
  const middle = narrow ? y + 33 : y + tall / 2;
  const first = narrow ? y + 15 : line.about ? middle - 4 : middle + 4.5;
  if (study !== null && study !== line.study) {
    drawing.append(plot.stroke(edge, y, plot.width - edge, y, "rule", { "stroke-width": 0.6 }));
  }
  const whole = [line.study, line.outcome, line.about, line.printed].filter(Boolean).join("\n");
  const group = svg("g", {}, svg("title", {}, whole));
  const words = narrow ? `${line.outcome} · ${line.study}` : line.outcome;
  if (!narrow && study !== line.study)
    group.append(text(edge, first, fitted(line.study, plot.studyWidth, size), "ink"));
  group.append(text(plot.outcomeAt, first, fitted(words, outcomeWidth, size), "ink"));
  if (!narrow && line.about) {
    group.append(
      text(plot.outcomeAt, middle + 11, fitted(line.about, outcomeWidth, small), "faint", {
        "font-size": small,
      }),
    );
  }
  evistat.drawInterval(group, plot, line, middle);
  group.append(text(plot.numberAt, middle + 4.5, line.printed, "ink"));
  if (plot.alone) {
    drawing.append(group);
    return;
  }
  const label = `${line.study}, ${line.outcome}: ${line.printed}`;
  const area = svg("rect", { class: "area", x: 0, y: y.toFixed(1), width: plot.width, height: tall });
  drawing.append(
    svg("a", { href: evistat.findingAddress(line.row), class: "row", "aria-label": label }, area, group),
  );
};

// The whisker, an arrow where it goes on beyond the axis or has no end, and the square.
evistat.drawInterval = (group, plot, line, y) => {
  const { svg } = evistat;
  const { x, axis, coloured, stroke, scale } = plot;
  const thin = { "stroke-width": 1.2 };
  const ends = [
    [line.lower, plot.left, -1],
    [line.upper, plot.right, 1],
  ].map(([bound, edge, way]) => {
    const known = bound !== null && (!scale.log || bound > 0);
    if (known && axis.place(bound) >= 0 && axis.place(bound) <= 1) {
      group.append(stroke(x(bound), y - 3.5, x(bound), y + 3.5, "whisker", thin));
      return x(bound);
    }
    const back = edge - way * 6;
    group.append(
      svg("polygon", { ...coloured("tip"), points: `${edge},${y} ${back},${y - 4} ${back},${y + 4}` }),
    );
    return edge;
  });
  group.append(stroke(ends[0], y, ends[1], y, "whisker", thin));
  const side = line.variance ? Math.max(5, 13 * Math.sqrt(1 / line.variance / plot.heaviest)) : 6;
  const corner = { x: (x(line.value) - side / 2).toFixed(2), y: (y - side / 2).toFixed(2) };
  const box = { ...corner, width: side.toFixed(2), height: side.toFixed(2) };
  const hollow = { fill: "#ffffff", "fill-opacity": 0, "stroke-width": 1.5 };
  group.append(
    svg(
      "rect",
      line.variance ? { ...coloured("mark"), ...box } : { ...coloured("hollow"), ...hollow, ...box },
    ),
  );
};

evistat.drawAxis = (drawing, plot) => {
  const { text, stroke, x, end } = plot;
  const centred = { "font-size": plot.small, "text-anchor": "middle" };
  drawing.append(stroke(plot.left, end, plot.right, end, "whisker"));
  for (const tick of plot.axis.ticks) {
    drawing.append(stroke(x(tick), end, x(tick), end + 5, "whisker"));
    drawing.append(text(x(tick), end + 18, String(tick).replace("-", "−"), "ink", centred));
  }
  const unit = plot.lines.find((line) => line.unit)?.unit;
  const kind = plot.scale.log ? ", log scale" : unit ? `, ${unit}` : "";
  drawing.append(text((plot.left + plot.right) / 2, end + 36, plot.name + kind, "faint", centred));
};

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
