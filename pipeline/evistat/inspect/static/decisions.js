// What the reader decides about findings → kept in the browser, written as JSON Lines, read back from them.
"use strict";

evistat.decisions = new Map(); // key → decision
evistat.keyOf = (docId, finding) => `${docId}\u0000${finding}`;
// The folder's address is the name under which its decisions are kept: a report made anew there finds them again.
evistat.STORE = `evistat.decisions:${location.pathname}`;

evistat.loadDecisions = () => {
  const lines = evistat.stored(evistat.STORE);
  if (lines) evistat.readDecisions(lines);
  evistat.reviewer = evistat.stored("evistat.reviewer") || "";
};

// Take decisions from JSON Lines, the later before the earlier; give how many lines were none.
evistat.readDecisions = (lines) => {
  let taken = 0;
  let unread = 0;
  for (const line of lines.split("\n")) {
    if (!line.trim()) continue;
    const decision = evistat.parsedDecision(line);
    if (!decision) {
      unread += 1;
      continue;
    }
    evistat.decisions.set(evistat.keyOf(decision.doc_id, decision.finding), decision);
    taken += 1;
  }
  return { taken, unread };
};

evistat.parsedDecision = (line) => {
  let found;
  try {
    found = JSON.parse(line);
  } catch {
    return null;
  }
  const known =
    found &&
    typeof found.doc_id === "string" &&
    typeof found.finding === "string" &&
    Object.hasOwn(evistat.DECISIONS, found.decision);
  return known ? found : null;
};

evistat.decisionLines = () => {
  const order = new Map(evistat.findings.map((row) => [evistat.rowKey(row), row.index]));
  const place = (key) => order.get(key) ?? Infinity;
  const sorted = [...evistat.decisions].sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1));
  return sorted.map(([, decision]) => `${JSON.stringify(decision)}\n`).join("");
};

evistat.saveDecisions = () => {
  const saved = evistat.store(evistat.STORE, evistat.decisionLines());
  if (!saved)
    evistat.say("This browser keeps nothing for this page: download the decisions before you close it.");
  evistat.showDecided();
  return saved;
};

evistat.rowKey = (row) => evistat.keyOf(evistat.documents[row.doc].id, row.id);
evistat.decisionOf = (row) => evistat.decisions.get(evistat.rowKey(row));
evistat.verdictOf = (row) => evistat.decisionOf(row)?.decision || row.review;

// Decide about a finding, or take the decision back with null.
evistat.decide = (row, verdict, { edits, note } = {}) => {
  const key = evistat.rowKey(row);
  if (verdict === null) evistat.decisions.delete(key);
  else {
    const decision = { doc_id: evistat.documents[row.doc].id, finding: row.id, decision: verdict };
    if (edits && Object.keys(edits).length) decision.edits = edits;
    const words = note ?? evistat.decisions.get(key)?.note;
    if (words) decision.note = words;
    if (evistat.reviewer) decision.by = evistat.reviewer;
    decision.date = evistat.today();
    decision.read = [
      row.outcome,
      row.measure,
      row.valueWords,
      row.ciWords && `[${row.ciWords}]`,
      row.pWords && `p ${row.pWords}`,
    ]
      .filter(Boolean)
      .join(" ");
    evistat.decisions.set(key, decision);
  }
  evistat.saveDecisions();
};

evistat.today = () => {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
};

// Decisions about findings that these records no longer hold.
evistat.goneDecisions = () => {
  const here = new Set(evistat.findings.map(evistat.rowKey));
  return [...evistat.decisions].filter(([key]) => !here.has(key)).map(([, decision]) => decision);
};

evistat.showDecided = () => {
  const badge = document.getElementById("decided");
  badge.hidden = evistat.decisions.size === 0;
  badge.textContent = evistat.count(evistat.decisions.size);
  badge.setAttribute("aria-label", evistat.plural(evistat.decisions.size, "decision"));
};
