// Choosing a finding in the text or among the cards lights it in both; keys and buttons decide about it.
"use strict";

evistat.openDocument = (box, page, number, findingId) => {
  const text = box.querySelector("article.text");
  const cards = box.querySelector("#cards");
  const places = evistat.placesOf(page, text);
  const state = { box, page, number, text, cards, places, chosen: null };
  evistat.opened = state;
  box
    .querySelector("#show-entities")
    .addEventListener("change", (event) => text.classList.toggle("without-entities", !event.target.checked));
  text.addEventListener("click", (event) => evistat.chooseInText(state, event));
  if (cards) {
    cards.addEventListener("click", (event) => evistat.clickCard(state, event));
    cards.addEventListener("keydown", (event) => evistat.keyOnCard(state, event));
  }
  const at = page.findings.findIndex(({ id }) => id === findingId);
  if (at >= 0) evistat.choose(state, at, { focus: true });
  else if (findingId) evistat.say("That finding is no longer in this document.");
  else box.closest("main")?.focus({ preventScroll: true });
};

// Finding → the elements of each of its roles.
evistat.placesOf = (page, text) => {
  const places = page.findings.map(() => []);
  for (const element of text.querySelectorAll("[data-marks]")) {
    for (const index of element.dataset.marks.split(" ")) {
      const [kind, at, role] = page.marks[index];
      if (kind === "finding") places[at].push({ element, role, mark: index });
    }
  }
  return places;
};

evistat.WEIGHT = [
  "quote",
  "cue",
  "unit",
  "measure",
  "group",
  "test",
  "timepoint",
  "population",
  "predictor",
  "comparator",
  "intervention",
  "outcome",
  "ci",
  "p",
  "value",
];

evistat.choose = (state, at, { focus = false, scroll = true } = {}) => {
  evistat.clear(state);
  state.chosen = at;
  const named = new Set();
  for (const role of evistat.WEIGHT) {
    for (const { element, role: found, mark } of state.places[at]) {
      if (found !== role) continue;
      element.classList.add("lit");
      if (role === "quote") continue;
      element.dataset.role = role;
      if (named.has(mark) || role === "cue" || role === "unit" || role === "measure")
        element.removeAttribute("data-name");
      else element.dataset.name = evistat.ROLES[role];
      named.add(mark);
    }
  }
  state.text.querySelector(`.ref[data-at="${at}"]`)?.classList.add("on");
  const card = state.cards.children[at];
  card.classList.add("open");
  const button = card.querySelector(".choose");
  button.setAttribute("aria-expanded", "true");
  history.replaceState(
    null,
    "",
    `#/document/${state.number + 1}/${encodeURIComponent(state.page.findings[at].id)}`,
  );
  if (scroll) {
    const first = state.text.querySelector(`.ref[data-at="${at}"]`) || state.places[at][0]?.element;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    evistat.bringIntoView(first, calm);
    evistat.showCard(card);
  }
  if (focus) button.focus({ preventScroll: true });
};

// Scroll only where the place isn't in sight already, under the bar and above the findings on a phone.
evistat.bringIntoView = (element, behavior) => {
  if (!element) return;
  const { top, bottom } = element.getBoundingClientRect();
  const side = document.querySelector(".side-findings").getBoundingClientRect();
  const low =
    side.top > window.innerHeight * 0.4 && side.top < window.innerHeight ? side.top : window.innerHeight;
  if (top >= 90 && bottom <= low - 40) return;
  const far = Math.abs(top) > 2 * window.innerHeight;
  window.scrollTo({
    top: window.scrollY + top - Math.max(110, low * 0.3),
    behavior: far ? "auto" : behavior,
  });
};

// Scroll the list of findings alone, not the page; a card taller than the list begins at its top.
evistat.showCard = (card) => {
  const list = document.querySelector(".side-findings");
  const [own, room] = [card.getBoundingClientRect(), list.getBoundingClientRect()];
  const high = own.top - room.top - 8;
  const low = own.bottom - Math.min(room.bottom, window.innerHeight) + 8;
  if (high < 0 || own.height > room.height) list.scrollTop += high;
  else if (low > 0) list.scrollTop += Math.min(low, high);
};

evistat.clear = (state) => {
  for (const element of state.text.querySelectorAll(".lit")) {
    element.classList.remove("lit");
    element.removeAttribute("data-role");
    element.removeAttribute("data-name");
  }
  state.text.querySelector(".ref.on")?.classList.remove("on");
  const open = state.cards?.querySelector(".finding.open");
  if (open) {
    open.classList.remove("open");
    open.querySelector(".choose").setAttribute("aria-expanded", "false");
    if (open.querySelector("form"))
      evistat.drawCard(open, state.page, state.number, state.page.findings[state.chosen], state.chosen);
  }
  state.chosen = null;
};

// A click in the text chooses the finding there; where several lie over each other, one after the other.
evistat.chooseInText = (state, event) => {
  const ref = event.target.closest(".ref");
  if (ref) {
    evistat.choose(state, Number(ref.dataset.at), { scroll: true });
    return;
  }
  if (!window.getSelection().isCollapsed) return; // somebody selects text
  const element = event.target.closest("[data-marks]");
  if (!element) return;
  const marks = element.dataset.marks
    .split(" ")
    .map((index) => state.page.marks[index])
    .filter(([kind]) => kind === "finding");
  const rank = ([, , role]) => (role === "quote" ? 1 : role === "cue" ? 2 : 0);
  const here = [...new Set(marks.sort((a, b) => rank(a) - rank(b) || a[1] - b[1]).map(([, at]) => at))];
  if (here.length)
    evistat.choose(state, here[(here.indexOf(state.chosen) + 1) % here.length], { scroll: true });
};

evistat.clickCard = (state, event) => {
  const act = event.target.closest("[data-act]");
  const card = event.target.closest(".finding");
  if (!card) return;
  const at = Number(card.dataset.at);
  if (act) evistat.act(state, at, act.dataset.act);
  else if (event.target.closest(".choose")) {
    if (state.chosen === at && !card.querySelector("form")) {
      evistat.clear(state);
      history.replaceState(null, "", `#/document/${state.number + 1}`);
    } else evistat.choose(state, at);
  }
};

// Keys count only while a finding's card has the focus, and never in a field.
evistat.keyOnCard = (state, event) => {
  const { target, key } = event;
  if (target.matches("input, select, textarea")) {
    if (key === "Escape")
      evistat.redraw(state, Number(target.closest(".finding").dataset.at), { focus: true });
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || !target.closest(".finding")) return;
  const at = Number(target.closest(".finding").dataset.at);
  const go = (to) => {
    if (to >= 0 && to < state.page.findings.length) evistat.choose(state, to, { focus: true });
  };
  const acts = {
    ArrowDown: () => go(at + 1),
    ArrowUp: () => go(at - 1),
    j: () => go(at + 1),
    k: () => go(at - 1),
    a: () => evistat.act(state, at, "accepted"),
    r: () => evistat.act(state, at, "rejected"),
    e: () => evistat.act(state, at, "edited"),
    u: () => evistat.act(state, at, "undo"),
  };
  if (!Object.hasOwn(acts, key) || (target.matches(".act, .plain") && key.startsWith("Arrow"))) return;
  event.preventDefault();
  acts[key]();
};

evistat.act = (state, at, act) => {
  const row = evistat.rowAt(state.number, at);
  if (act === "edited") {
    evistat.openForm(state, at);
    return;
  }
  const corrections = state.page.findings[at].review?.corrections || {};
  if (act === "undo") evistat.decide(row, null);
  else if (act === "accepted" && Object.keys(corrections).length)
    evistat.decide(row, "edited", { edits: corrections }); // right as corrected
  else evistat.decide(row, act);
  evistat.redraw(state, at, { focus: true });
  evistat.say(`Finding ${at + 1} ${evistat.DECISIONS[evistat.verdictOf(row)] || "undecided"}.`);
};

evistat.redraw = (state, at, { focus = false } = {}) => {
  const card = state.cards.children[at];
  evistat.drawCard(card, state.page, state.number, state.page.findings[at], at);
  if (focus) card.querySelector(".choose").focus({ preventScroll: true });
};
