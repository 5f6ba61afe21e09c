// The page itself: which view the address asks for, and what is drawn again when it changes.
"use strict";

evistat.VIEWS = {
  overview: () => [evistat.overview(), ""],
  findings: ({ query }) => [evistat.findingsView(query), "Findings"],
  documents: ({ query }) => [evistat.documentsView(query), "Documents"],
  forest: ({ query }) => [evistat.forestView(query), "Forest plot"],
  review: () => [evistat.reviewView(), "Review"],
  document: ({ rest }) => {
    const number = Number(rest[0]) - 1;
    const known = evistat.documents[number];
    return known
      ? [evistat.documentView(number, rest[1]), known.title || known.id]
      : [evistat.h("p.notice", {}, "There is no such document in this report."), "Not found"];
  },
};

evistat.render = () => {
  const { view, rest, query } = evistat.parseAddress();
  const name = Object.hasOwn(evistat.VIEWS, view) ? view : "overview";
  evistat.onWidth = null;
  evistat.opened = null;
  const [content, title] = evistat.VIEWS[name]({ rest, query });
  const main = document.getElementById("main");
  main.className = `view-${name}`;
  main.replaceChildren(content);
  document.title = `${title ? `${title} · ` : ""}${evistat.summary.title} · evistat`;
  for (const link of document.querySelectorAll(".top nav a")) {
    const here = link.dataset.view === name || (link.dataset.view === "documents" && name === "document");
    if (here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (evistat.started) {
    window.scrollTo(0, 0);
    if (name !== "document") main.focus({ preventScroll: true });
  }
  evistat.started = true;
};

// A finding of the document that is open already is chosen without drawing the page anew.
evistat.moved = () => {
  const { view, rest } = evistat.parseAddress();
  const opened = evistat.opened;
  if (view === "document" && opened && opened.number === Number(rest[0]) - 1 && rest[1]) {
    const at = opened.page.findings.findIndex(({ id }) => id === rest[1]);
    if (at >= 0) {
      evistat.choose(opened, at, { focus: true });
      return;
    }
  }
  evistat.render();
};

evistat.start = () => {
  evistat.setTheme(evistat.theme);
  document.getElementById("theme").addEventListener("click", () => {
    const names = Object.keys(evistat.THEMES);
    const next = names[(names.indexOf(evistat.theme) + 1) % names.length];
    evistat.store("evistat.theme", next);
    evistat.setTheme(next);
    if (evistat.onWidth) evistat.onWidth();
  });
  document.querySelector(".skip").addEventListener("click", (event) => {
    // its address would be taken for a view
    event.preventDefault();
    document.getElementById("main").focus();
  });
  evistat.loadDecisions();
  evistat.showDecided();
  evistat.render();
  window.addEventListener("hashchange", evistat.moved);
  let waiting;
  window.addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => evistat.onWidth?.(), 120);
  });
};

// Scripts run in the order of the page, all of them before this event.
document.addEventListener("DOMContentLoaded", evistat.start);
