// Keys and mouse in the table of the ledger, as in a spreadsheet: moving, choosing, typing.
(() => {
  "use strict";
  const { hq } = window;
  const { cells } = hq;
  if (!cells) return;
  const { frame, table, make } = cells;
  const line = frame.querySelector("[data-cells-line]");
  let here = null;
  let anchor = null;
  let editor = null;

  // --- where one is -----------------------------------------------------------------------------------------------
  const place = (td) => {
    const rows = cells.rows();
    const row = rows.indexOf(td.parentNode);
    return { rows, row, column: cells.cellsOf(td.parentNode).indexOf(td) };
  };
  function area() {
    if (!here) return [];
    const [from, to] = [place(anchor || here), place(here)];
    const [top, bottom] = [Math.min(from.row, to.row), Math.max(from.row, to.row)];
    const [left, right] = [Math.min(from.column, to.column), Math.max(from.column, to.column)];
    return to.rows.slice(top, bottom + 1).map((row) => cells.cellsOf(row).slice(left, right + 1));
  }
  function tellOf(td) {
    const change = cells.changeOf(td);
    const state = cells.stateOf(td);
    const words = {
      clash: "两人都改了这一格，选一个再保存。",
      wrong: change?.words,
      changed: cells.adds(td) ? "保存后成为一条新的进展。" : `原来是：${change?.old || "（空）"}`,
    }[state];
    line.textContent = `${cells.nameOf(td)}　${td.dataset.shut ? `不能改：${td.dataset.shut}` : words || ""}`;
  }
  function mark() {
    for (const old of hq.all(table, ".hq-cell-in")) old.classList.remove("hq-cell-in");
    const chosen = area();
    if (chosen.length > 1 || chosen[0]?.length > 1)
      for (const td of chosen.flat()) td.classList.add("hq-cell-in");
  }
  function go(td, extend = false) {
    if (!td) return;
    if (here) here.tabIndex = -1;
    here = td;
    here.tabIndex = 0;
    if (!extend) anchor = td;
    if (document.activeElement !== td) td.focus();
    mark();
    tellOf(td);
  }
  function step(down, right, extend) {
    const { rows, row, column } = place(here);
    const target = rows[Math.min(Math.max(row + down, 0), rows.length - 1)];
    const inRow = cells.cellsOf(target);
    go(inRow[Math.min(Math.max(column + right, 0), inRow.length - 1)], extend);
  }
  // Tab goes on in the next row, and out of the table at its ends.
  function tab(right) {
    const all = cells.rows().flatMap(cells.cellsOf);
    const next = all[all.indexOf(here) + right];
    if (next) go(next);
    return Boolean(next);
  }

  // --- one cell ---------------------------------------------------------------------------------------------------
  function open(td, given) {
    if (td.dataset.shut) {
      tellOf(td);
      return;
    }
    const list = cells.headOf(td).dataset.list;
    editor = make(list ? "input" : "textarea", "form-control hq-cell-input");
    if (list) editor.setAttribute("list", list);
    editor.setAttribute("aria-label", cells.nameOf(td));
    const present = cells.adds(td) && !cells.changeOf(td) ? "" : cells.textOf(td);
    editor.value = given === undefined ? present : given;
    td.textContent = "";
    td.append(editor);
    fit();
    editor.focus();
    editor.addEventListener("input", typed);
    editor.addEventListener("blur", () => close(true));
  }
  function fit() {
    if (editor.tagName !== "TEXTAREA") return;
    editor.rows = Math.min(
      12,
      Math.max(1, editor.value.split("\n").length, Math.ceil(editor.value.length / 16)),
    );
  }
  function close(takes) {
    if (!editor) return;
    const [td, value] = [editor.parentNode, editor.value];
    editor = null;
    if (takes && !(cells.adds(td) && !value.trim() && !cells.changeOf(td))) cells.change([[td, value]]);
    cells.draw(td);
    tellOf(td);
  }
  let asking = 0;
  function typed() {
    fit();
    if (editor.getAttribute("list") !== "cells-people" || !editor.value.trim()) return;
    clearTimeout(asking);
    asking = setTimeout(propose, 250, editor.value.trim());
  }
  async function propose(words) {
    const answer = await fetch(frame.dataset.people + encodeURIComponent(words), {
      credentials: "same-origin",
    }).catch(() => null);
    if (!answer?.ok) return;
    const people = (await answer.json()).map((one) => {
      const [name, no] = one.text.split("（");
      const option = make("option", "", [`（${no}`, one.note, one.pinyin].filter(Boolean).join(" "));
      option.value = name;
      return option;
    });
    const list = document.getElementById("cells-people");
    list.textContent = "";
    list.append(...people);
  }

  // --- many cells -------------------------------------------------------------------------------------------------
  const fill = () => {
    const [first, ...others] = area();
    if (!others.length) return;
    cells.change(
      others
        .flatMap((row) => row.map((td, at) => [td, cells.textOf(first[at])]))
        .filter(([td]) => !td.dataset.shut),
    );
    mark();
  };
  const empty = () => {
    const open = area().flat();
    cells.change(open.filter((td) => !td.dataset.shut && !cells.adds(td)).map((td) => [td, ""]));
    mark();
  };
  function nextWrong() {
    const all = cells.rows().flatMap(cells.cellsOf);
    const from = all.indexOf(here) + 1;
    const bad = (td) => ["wrong", "clash"].includes(cells.stateOf(td));
    go([...all.slice(from), ...all.slice(0, from)].find(bad));
  }
  // --- listening --------------------------------------------------------------------------------------------------
  const ARROWS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
  const WITH_CTRL = { z: () => cells.undoLast(), d: fill, s: () => cells.save() };
  const KEYS = {
    Enter: () => open(here),
    F2: () => open(here),
    F8: nextWrong,
    Delete: empty,
    Backspace: empty,
    Home: () => step(0, -99),
    End: () => step(0, 99),
  };
  function breakLine() {
    editor.setRangeText("\n", editor.selectionStart, editor.selectionEnd, "end");
    fit();
    return true;
  }
  function inEditor(event) {
    if (event.isComposing || !["Escape", "Enter", "Tab"].includes(event.key)) return false;
    const breaks = event.key === "Enter" && (event.altKey || event.shiftKey);
    if (breaks && editor.tagName === "TEXTAREA") return breakLine();
    close(event.key !== "Escape");
    here.focus();
    if (event.key === "Enter") step(1, 0);
    if (event.key === "Tab") tab(event.shiftKey ? -1 : 1);
    return true;
  }
  function onCell(event) {
    if (event.key === "Tab") return tab(event.shiftKey ? -1 : 1);
    const act = KEYS[event.key];
    if (act) act();
    else if (ARROWS[event.key]) step(...ARROWS[event.key], event.shiftKey);
    // What is typed goes into the cell, the first stroke of an input method included.
    else if (event.key.length === 1 || event.key === "Process") open(here, "");
    return Boolean(act || ARROWS[event.key]);
  }
  function onKey(event) {
    const held = event.ctrlKey || event.metaKey;
    const act = held && WITH_CTRL[event.key.toLowerCase()];
    if (act && (!editor || event.key.toLowerCase() === "s")) {
      close(true);
      act();
      return true;
    }
    if (held) return false;
    return editor ? inEditor(event) : onCell(event);
  }
  table.addEventListener("keydown", (event) => {
    const td = event.target.closest("td[data-c]");
    if (!td || event.target.matches("button")) return;
    if (onKey(event)) event.preventDefault();
    event.stopPropagation();
  });
  table.addEventListener("mousedown", (event) => {
    const td = event.target.closest("td[data-c]");
    if (!td || event.target.closest("button, .hq-cell-input")) return;
    if (event.shiftKey) event.preventDefault();
    close(true);
    go(td, event.shiftKey);
  });
  table.addEventListener("dblclick", (event) => {
    const td = event.target.closest("td[data-c]");
    if (td && !editor && !event.target.closest("button")) open(td);
  });
  table.addEventListener("focusin", (event) => {
    if (event.target.matches("td[data-c]") && event.target !== here) go(event.target);
  });
  Object.assign(cells, { area, go, mark, place, nextWrong, here: () => here });
  // Where the keys work on the cell itself, not on words in it.
  cells.onCell = () => here && !editor && document.activeElement === here;

  const first = table.querySelector("tbody td[data-c]:not([data-shut]):not(.d-none)");
  here = first || table.querySelector("tbody td[data-c]");
  anchor = here;
  here.tabIndex = 0;
})();
