// The numbers of a forest plot → its axis, as inspect/forest_scale.py makes it.
"use strict";

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
