// The ledger as a table to type in: what is changed, how it is drawn, how it is taken back. <div data-cells="ledger">.
// Nothing here speaks with the server: cell_saves.js does, and cell_keys.js listens to keys and the clipboard.
(() => {
  "use strict";
  const { hq } = window;
  const frame = document.querySelector("[data-cells]");
  // A telephone reads the rows as cards.
  if (!frame || window.matchMedia("(max-width: 720px)").matches) return;
  const table = frame.querySelector("table");
  const heads = new Map(hq.all(table, "th[data-column]").map((head) => [head.dataset.column, head]));
  const KEEP_DAYS = 7;
  const STATES = ["hq-cell-changed", "hq-cell-wrong", "hq-cell-clash"];
  const UNKEEPABLE = /(?![\t\n\r])\p{Cc}|\p{Cs}/u;
  const LONGEST = 32767;

  // key → what stands in a cell of this page; key → what is changed, also in rows of other pages.
  const seen = new Map();
  const changes = new Map();
  const history = [];
  const watchers = [];

  const keyOf = (td) => `${td.parentNode.dataset.finding} ${td.dataset.c}`;
  const headOf = (td) => heads.get(td.dataset.c);
  const nameOf = (td) => `#${td.parentNode.dataset.number} ${headOf(td).dataset.heading}`;
  const adds = (td) => headOf(td).hasAttribute("data-adds");

  function make(name, className, words) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (words !== undefined) made.textContent = words;
    return made;
  }
  function button(words, act, className = "btn btn-sm") {
    const made = make("button", className, words);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  // --- what a cell is ---------------------------------------------------------------------------------------------
  const wordsOf = (td) => seen.get(keyOf(td)).words;
  const changeOf = (td) => changes.get(keyOf(td));
  const textOf = (td) => (changeOf(td) ? changeOf(td).value : wordsOf(td));
  function stateOf(td) {
    const change = changeOf(td);
    if (!change) return "";
    if (!adds(td) && change.old.trim() !== wordsOf(td).trim()) return "clash";
    return change.words ? "wrong" : "changed";
  }
  function faultIn(value) {
    if (value.length > LONGEST)
      return `一格最多 ${LONGEST.toLocaleString()} 字，这里有 ${value.length.toLocaleString()} 字。`;
    return UNKEEPABLE.test(value) ? "含有不能保存的字符，要去掉再保存。" : "";
  }

  // --- drawing ----------------------------------------------------------------------------------------------------
  function drawClash(td, change) {
    const mine = make("div", "hq-clash-mine");
    mine.append(
      make("b", "", "我改的"),
      button("用我的", () => useMine(td)),
    );
    mine.append(make("span", "hq-cell-words", change.value || "（空）"));
    const now = make("div", "hq-clash-now");
    now.append(
      make("b", "", "现在的"),
      button("用现在的", () => useNow(td)),
    );
    now.append(make("span", "hq-cell-words", wordsOf(td) || "（空）"));
    td.append(mine, now, make("small", "", `原 ${change.old || "（空）"}`));
  }
  function drawChange(td, change, state) {
    td.append(make("span", "hq-cell-words", change.value || "（清空）"));
    if (state === "wrong") {
      const why = make("small", "hq-cell-why");
      why.append(hq.icon("alert-circle"), document.createTextNode(change.words));
      td.append(why);
    } else if (adds(td)) td.append(make("small", "hq-cell-old", wordsOf(td)));
    else td.append(make("small", "hq-cell-old", `原 ${change.old || "（空）"}`));
  }
  function draw(td) {
    const change = changeOf(td);
    const state = stateOf(td);
    td.textContent = "";
    td.classList.remove(...STATES);
    if (state) td.classList.add(`hq-cell-${state}`);
    td.setAttribute("aria-invalid", String(state === "wrong"));
    if (!change) td.append(make("span", "hq-cell-words", wordsOf(td)));
    else if (state === "clash") drawClash(td, change);
    else drawChange(td, change, state);
  }
  function drawAll(keys) {
    for (const key of keys) {
      const cell = seen.get(key);
      if (cell) draw(cell.td);
    }
    for (const watch of watchers) watch();
  }

  // --- changing and taking back -----------------------------------------------------------------------------------
  function put(td, value) {
    const key = keyOf(td);
    const before = changes.get(key);
    const same = value.trim() === wordsOf(td).trim() || (adds(td) && !value.trim());
    if (same) changes.delete(key);
    else changes.set(key, { old: wordsOf(td), value, words: faultIn(value) });
    return [key, before];
  }
  // Many cells at once: [[td, value], …]. One step back takes all of them back.
  function change(list) {
    const before = list.filter(([td, value]) => value !== textOf(td)).map(([td, value]) => put(td, value));
    if (!before.length) return;
    history.push(before);
    keep();
    drawAll(before.map(([key]) => key));
  }
  function undo() {
    const before = history.pop();
    if (!before) return false;
    for (const [key, old] of before) {
      if (old) changes.set(key, old);
      else changes.delete(key);
    }
    keep();
    drawAll(before.map(([key]) => key));
    return true;
  }
  function reset() {
    const before = [...changes];
    if (!before.length) return;
    history.push(before);
    changes.clear();
    keep();
    drawAll(before.map(([key]) => key));
  }
  // What stands there now has been seen: the next save writes over it.
  function useMine(td) {
    const key = keyOf(td);
    const before = changes.get(key);
    history.push([[key, before]]);
    changes.set(key, { ...before, old: wordsOf(td), words: "" });
    keep();
    drawAll([key]);
    td.focus();
  }
  function useNow(td) {
    const key = keyOf(td);
    history.push([[key, changes.get(key)]]);
    changes.delete(key);
    keep();
    drawAll([key]);
    td.focus();
  }

  // --- kept on the device -----------------------------------------------------------------------------------------
  const place = `hq-cells:${hq.keeping.owner}:${frame.dataset.cells}`;
  function keep(more = {}) {
    if (changes.size || more.told)
      hq.keeping.write(place, { at: Date.now(), changes: [...changes], ...more });
    else hq.keeping.drop(place);
  }
  function restore() {
    const kept = hq.keeping.read(place);
    if (!kept || Date.now() - kept.at > KEEP_DAYS * 86400000) return null;
    for (const [key, one] of kept.changes) changes.set(key, one);
    keep();
    return kept;
  }

  const inGrid = (td) => td.dataset.c && !td.classList.contains("d-none");
  hq.cells = {
    frame,
    table,
    changes,
    seen,
    make,
    button,
    nameOf,
    headOf,
    adds,
    wordsOf,
    textOf,
    stateOf,
    changeOf,
    draw,
    drawAll,
    change,
    undo,
    reset,
    keep,
    canUndo: () => history.length > 0,
    rows: () => hq.all(table, "tbody tr").filter((row) => !row.hidden),
    cellsOf: (row) => Array.prototype.filter.call(row.children, inGrid),
    // Runs after every change.
    watch: (step) => watchers.push(step),
  };

  for (const td of hq.all(table, "td[data-c]")) {
    td.tabIndex = -1;
    if (td.dataset.shut) td.setAttribute("aria-readonly", "true");
    seen.set(keyOf(td), { td, words: td.textContent });
  }
  hq.cells.kept = restore();
  frame.querySelector("[data-cells-foot]").hidden = false;
})();
