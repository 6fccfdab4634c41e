// What is typed, chosen or photographed stays on this device until the server has taken it, each person's apart.
(() => {
  "use strict";
  const { hq } = window;
  const SENT = "hq-sent";
  const LONGEST_DAYS = 30;
  const takenSteps = [];

  // A browser that refuses to store keeps nothing over a reload; the page itself goes on working.
  const memory = new Map();
  const substitute = {
    getItem: (key) => (memory.has(key) ? memory.get(key) : null),
    setItem: (key, value) => memory.set(key, value),
    removeItem: (key) => memory.delete(key),
    keys: () => [...memory.keys()],
  };
  function store() {
    try {
      const probe = "hq-probe";
      window.localStorage.setItem(probe, "1");
      window.localStorage.removeItem(probe);
      return window.localStorage;
    } catch (_problem) {
      return substitute;
    }
  }
  const kept = store();
  const allKeys = () => (kept === substitute ? substitute.keys() : Object.keys(kept));

  function read(key) {
    try {
      const value = JSON.parse(kept.getItem(key));
      if (value && Date.now() - value.at < LONGEST_DAYS * 86400000) return value;
      kept.removeItem(key);
    } catch (_problem) {
      // What cannot be read is not there.
    }
    return null;
  }

  hq.keeping = {
    owner: document.body.dataset.draftOwner || "",
    read,
    write(key, value) {
      try {
        kept.setItem(key, JSON.stringify(value));
        return true;
      } catch (_problem) {
        substitute.setItem(key, JSON.stringify(value));
        return false;
      }
    },
    drop: (key) => kept.removeItem(key),
    keys: (prefix) => allKeys().filter((key) => key.startsWith(prefix)),
    // A form has one name on the device, with its person's: its own word for it, else its address.
    nameOf(form) {
      const address = new URL(form.getAttribute("action") || location.href, location.href);
      return `${hq.keeping.owner}:${form.dataset.draft || address.pathname + address.search}`;
    },
    // Runs `step(name)` once the server has taken the form of this name.
    onTaken: (step) => takenSteps.push(step),
  };

  // The server says in a cookie which form it has taken. No answer, a log-in and an error page say nothing: all stays.
  const taken = (key) => document.cookie.split("; ").includes(`hq-taken=${key}`);
  function settleSent() {
    const { name, key } = JSON.parse(sessionStorage.getItem(SENT) || "{}");
    if (!name) return;
    sessionStorage.removeItem(SENT);
    const here = hq.all(document, "form").some((form) => hq.keeping.nameOf(form) === name);
    if (here || !taken(key)) return;
    for (const step of takenSteps) step(name);
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("form[data-draft]") || form.querySelector("input[type=file]")) {
      const key = form.querySelector("input[name=form_key]")?.value;
      sessionStorage.setItem(SENT, JSON.stringify({ name: hq.keeping.nameOf(form), key }));
    }
  });
  // What was typed into tables is words of other people's findings: who goes out himself leaves none of it behind.
  let goesOut = false;
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[action='/logout/']")) goesOut = true;
  });
  window.addEventListener("pagehide", () => {
    if (!goesOut) return;
    for (const key of hq.keeping.keys(`hq-cells:${hq.keeping.owner}:`)) hq.keeping.drop(key);
  });
  document.addEventListener("htmx:afterSettle", settleSent);
  hq.onLoad((root) => {
    if (root === document) settleSent();
  });
})();
