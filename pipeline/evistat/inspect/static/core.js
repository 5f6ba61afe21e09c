// The page's ground: data as scripts bring it, elements made without markup, storage that may be absent.
"use strict";

const evistat = {
  summary: null,
  documents: [],
  findings: [],
  pages: new Map(), // document number → its page
};

// -- data: every script under data/ calls receive() once ------------------------------------------------------

evistat.receive = (name, data) => {
  if (name === "summary") evistat.summary = data;
  else if (name === "documents") evistat.addLines(evistat.documents, data);
  else if (name === "findings") evistat.addLines(evistat.findings, data);
  else for (const page of data) evistat.pages.set(page.number, page);
};

evistat.addLines = (list, { fields, lines }) => {
  for (const line of lines) {
    const item = { index: list.length };
    fields.forEach((field, place) => {
      item[field] = line[place];
    });
    list.push(item);
  }
};

// A page made by scripts may be told to trust only names of ours: nothing else can become a script's address.
evistat.trusted = (() => {
  const address = (name) => {
    if (!/^data\/pages-\d{5,}\.js$/.test(name)) throw new TypeError(`no script of this report: ${name}`);
    return name;
  };
  return window.trustedTypes
    ? window.trustedTypes.createPolicy("evistat", { createScriptURL: address })
    : { createScriptURL: address };
})();

evistat.KEPT_PAGES = 400;

// Give the page of a document, its script loaded first where it isn't yet.
evistat.page = (number) =>
  new Promise((resolve, reject) => {
    const known = evistat.pages.get(number);
    if (known) {
      resolve(known);
      return;
    }
    if (evistat.pages.size > evistat.KEPT_PAGES) evistat.pages.clear();
    const name = `data/pages-${String(evistat.documents[number].chunk).padStart(5, "0")}.js`;
    const script = document.createElement("script");
    script.src = evistat.trusted.createScriptURL(name);
    script.onload = () => {
      script.remove();
      const page = evistat.pages.get(number);
      if (page) resolve(page);
      else reject(new Error(`${name} doesn't hold document ${number + 1}`));
    };
    script.onerror = () => {
      script.remove();
      reject(new Error(`${name} can't be read; is the folder of the report whole?`));
    };
    document.head.append(script);
  });

// -- elements -------------------------------------------------------------------------------------------------

// h("a.big", {href}, "text", child): text stays text, whatever it holds.
evistat.h = (name, properties, ...children) => {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag || "div");
  if (classes.length) element.className = classes.join(" ");
  evistat.set(element, properties);
  evistat.fill(element, children);
  return element;
};

// The same for SVG; sizes and colours are attributes, as the policy forbids inline styles.
evistat.svg = (name, properties, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(properties || {})) {
    if (value !== null && value !== undefined) element.setAttribute(key, value);
  }
  evistat.fill(element, children);
  return element;
};

evistat.set = (element, properties) => {
  for (const [key, value] of Object.entries(properties || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "data") for (const [name, words] of Object.entries(value)) element.dataset[name] = words;
    else if (key === "width%") element.style.width = `${value}%`;
    else element.setAttribute(key, value === true ? "" : value);
  }
};

evistat.fill = (element, children) => {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    element.append(child instanceof Node ? child : String(child));
  }
};

evistat.say = (words) => {
  document.getElementById("status").textContent = words;
};

// Hand a text to the reader as a file.
evistat.download = (name, text, type) => {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = evistat.h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};

// -- storage: a browser may refuse it (private windows, settings), and the page works without -----------------

evistat.stored = (name) => {
  try {
    return window.localStorage.getItem(name);
  } catch {
    return null;
  }
};

evistat.store = (name, value) => {
  try {
    window.localStorage.setItem(name, value);
    return true;
  } catch {
    return false;
  }
};

// -- light and dark: before anything is painted ---------------------------------------------------------------

evistat.THEMES = { auto: "Auto", light: "Light", dark: "Dark" };
evistat.THEME_SIGNS = { auto: "◐", light: "○", dark: "●" };

evistat.setTheme = (theme) => {
  const dark = theme === "dark" || (theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  evistat.theme = theme;
  const button = document.getElementById("theme");
  if (button) {
    button.textContent = `${evistat.THEME_SIGNS[theme]} ${evistat.THEMES[theme]}`;
    button.setAttribute("aria-label", `Colours: ${evistat.THEMES[theme]}. Change`);
    button.title = "Colours of the page";
  }
};

evistat.setTheme(
  Object.hasOwn(evistat.THEMES, evistat.stored("evistat.theme")) ? evistat.stored("evistat.theme") : "auto",
);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => evistat.setTheme(evistat.theme));
