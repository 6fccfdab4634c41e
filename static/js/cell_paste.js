// Blocks of cells in and out of the table of the ledger, and the strips above it that tell what became of them.
(() => {
  "use strict";
  const { hq } = window;
  const { cells } = hq;
  if (!cells) return;
  const { frame, make, button, area, go, mark, place } = cells;
  const MOST = Number(frame.dataset.most);
  const TOLD = 20;
  const strips = document.querySelector("[data-cells-strips]");

  // --- strips above the table: what a paste did, what it asks, what a save has done --------------------------------
  function strip(kind, tone, icon, words, acts = [], told = []) {
    strips.querySelector(`[data-strip="${kind}"]`)?.remove();
    if (!words) return;
    const made = make("section", `hq-callout hq-callout-${tone} hq-cells-strip`);
    made.dataset.strip = kind;
    made.setAttribute("role", "status");
    const body = make("div");
    body.append(make("p", "", words));
    if (told.length) {
      const list = make("ul");
      list.append(...told.slice(0, TOLD).map((one) => make("li", "", one)));
      if (told.length > TOLD) list.append(make("li", "", `……还有 ${told.length - TOLD} 处`));
      body.append(list);
    }
    made.append(hq.icon(icon), body, ...acts);
    strips.append(made);
  }
  cells.strip = strip;
  const clear = (kind) => strip(kind);

  // --- blocks -----------------------------------------------------------------------------------------------------
  // What each cell of a block would do, from the cell where one is.
  function plan(block) {
    const found = { change: [], same: 0, empty: 0, shut: [], beyond: 0 };
    const { rows, row, column } = place(cells.here());
    block.forEach((values, down) => {
      const inRow = rows[row + down] ? cells.cellsOf(rows[row + down]) : [];
      values.forEach((value, right) => {
        planOne(found, inRow[column + right], value);
      });
    });
    return found;
  }
  function planOne(found, td, value) {
    if (!value.trim()) found.empty += 1;
    else if (!td) found.beyond += 1;
    else if (value.trim() === cells.textOf(td).trim()) found.same += 1;
    else if (td.dataset.shut) found.shut.push(`${cells.nameOf(td)}：${td.dataset.shut}`);
    else found.change.push([td, value]);
  }
  function counted(parts) {
    return parts
      .filter(([, n]) => n)
      .map(([words, n]) => `${words} ${n.toLocaleString()} 格`)
      .join("，");
  }
  function told(found, verb) {
    return counted([
      [verb, found.change.length],
      ["相同", found.same],
      ["空着没动", found.empty],
      ["不能改", found.shut.length],
      ["超出表格", found.beyond],
    ]);
  }
  function take(found, begins) {
    clear("ask");
    cells.change(found.change);
    const undo = button("撤销粘贴", undoLast);
    strip(
      "paste",
      "accent",
      "clipboard",
      `${begins}${told(found, "改") || "没有内容"}。`,
      found.change.length ? [undo] : [],
    );
    cells.here().focus();
    mark();
  }
  function refuse(words) {
    strip("ask", "overdue", "alert-circle", words);
  }
  function pasteBlock(text) {
    const block = hq.cellBlocks.parse(text);
    const amount = block.reduce((sum, row) => sum + row.length, 0);
    const most = MOST.toLocaleString();
    clear("paste");
    clear("ask");
    if (amount > MOST) {
      const many = amount.toLocaleString();
      refuse(
        `一次最多粘贴 ${most} 格，这一块有 ${many} 格，没有粘贴，表格和已改的都没有动。可以分几块粘贴。`,
      );
      return;
    }
    const target = area();
    if (target[0][0] !== cells.here()) go(target[0][0]);
    // One cell fills all that are chosen.
    const whole = amount === 1 ? target.map((row) => row.map(() => block[0][0])) : block;
    const found = plan(whole);
    const before = cells.changes.size;
    if (before + found.change.length > MOST)
      refuse(`没有粘贴：连同已改的 ${before} 格超过 ${most} 格。可以先保存，再粘贴这一块。`);
    else offer(found, whole);
  }
  // What does not fit is told first; what fits is taken only then.
  function offer(found, block) {
    const wide = Math.max(...block.map((row) => row.length));
    const begins = `粘贴 ${block.length} 行 ${wide} 列，从 ${cells.nameOf(cells.here())} 起：`;
    if (!found.shut.length && !found.beyond) {
      take(found, begins);
      return;
    }
    const beyond = found.beyond ? [`超出表格的 ${found.beyond.toLocaleString()} 格没有地方放`] : [];
    const acts = [button("不粘贴", giveUp)];
    const some = `只粘贴能改的 ${found.change.length} 格`;
    if (found.change.length) acts.unshift(button(some, () => take(found, begins)));
    strip("ask", "soon", "clipboard", `${begins}${told(found, "能改")}。还没有粘贴。`, acts, [
      ...beyond,
      ...found.shut,
    ]);
    strips.querySelector('[data-strip="ask"] button').focus();
  }
  function giveUp() {
    clear("ask");
    cells.here().focus();
  }
  function undoLast() {
    clear("paste");
    cells.undo();
    cells.here().focus();
  }
  cells.undoLast = undoLast;

  document.addEventListener("paste", (event) => {
    if (!cells.onCell()) return;
    event.preventDefault();
    pasteBlock(event.clipboardData.getData("text/plain"));
  });
  document.addEventListener("copy", (event) => {
    if (!cells.onCell() || String(window.getSelection())) return;
    event.preventDefault();
    event.clipboardData.setData(
      "text/plain",
      hq.cellBlocks.write(area().map((row) => row.map(cells.textOf))),
    );
  });
})();
