// What was changed in the table of the ledger goes to the server; what it does not take stays in its cell, with why.
(() => {
  "use strict";
  const { hq } = window;
  const { cells } = hq;
  if (!cells) return;
  const { frame, changes, seen, strip, button } = cells;
  const AT_ONCE = 500; // a request that the server answers while one waits
  const part = (name) => frame.querySelector(`[data-cells-${name}]`);
  let saving = false;
  let leaving = false;

  const onPage = (key) => seen.get(key)?.td;
  const stateOf = (key) =>
    onPage(key) ? cells.stateOf(onPage(key)) : changes.get(key).words ? "wrong" : "changed";
  const inState = (state) => [...changes.keys()].filter((key) => stateOf(key) === state);

  // --- the foot ---------------------------------------------------------------------------------------------------
  function note() {
    const rows = new Set([...changes.keys()].map((key) => key.split(" ")[0])).size;
    const [wrong, clash] = [inState("wrong").length, inState("clash").length];
    const away = [...changes.keys()].filter((key) => !onPage(key)).length;
    return [
      `${rows} 行`,
      wrong && `${wrong} 格没有存上，改了再存`,
      clash && `${clash} 格等您选`,
      away && `${away} 格在别的页或筛选里`,
    ]
      .filter(Boolean)
      .join(" · ");
  }
  function tellFoot() {
    const ready = inState("changed").length;
    part("count").textContent = changes.size ? `已改 ${changes.size} 格` : "还没有改动";
    part("note").textContent = changes.size ? note() : "";
    part("save").disabled = !ready || saving;
    part("save").lastChild.textContent = ready ? `保存 ${ready} 格` : "保存";
    part("reset").disabled = !changes.size || saving;
    part("undo").disabled = !cells.canUndo() || saving;
    tellClash();
    showRows();
  }
  function tellClash() {
    const clash = inState("clash");
    const words = `${clash.length} 格在您编辑时被别人改了。选一个再保存；没有冲突的照样保存。`;
    strip("clash", "soon", "git-compare", clash.length ? words : "", [button("去那一格", cells.nextWrong)]);
  }
  function showRows() {
    const only = part("only").getAttribute("aria-pressed") === "true" && changes.size > 0;
    const changed = new Set([...changes.keys()].map((key) => key.split(" ")[0]));
    for (const row of hq.all(cells.table, "tbody tr")) row.hidden = only && !changed.has(row.dataset.finding);
  }

  // --- sending ----------------------------------------------------------------------------------------------------
  function bodyOf(keys) {
    const list = keys.map((key) => {
      const [finding, column] = key.split(" ");
      const { old, value } = changes.get(key);
      const adds = cells.headOf({ dataset: { c: column } })?.hasAttribute("data-adds");
      return adds ? { finding, column, new: value } : { finding, column, old, new: value };
    });
    return JSON.stringify({ cells: list });
  }
  // The same words sent again after a lost answer are carried out once.
  const tries = new Map();
  function keyFor(body) {
    if (!tries.has(body)) tries.set(body, `cells-${Date.now()}-${Math.random().toString(36).slice(2)}`);
    return tries.get(body);
  }
  function post(body) {
    return fetch(frame.dataset.saveTo, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": hq.session.token(),
        "Idempotency-Key": keyFor(body),
      },
      body,
    });
  }
  async function send(keys) {
    const body = bodyOf(keys);
    let answer = await post(body);
    if (answer.status === 401 || answer.status === 403) {
      const obstacle = await hq.session.renewToken();
      if (obstacle) throw new Error(obstacle);
      answer = await post(body);
    }
    if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).detail || "");
    return (await answer.json()).cells;
  }
  function settle(told, sum) {
    for (const one of told) {
      const key = `${one.finding} ${one.column}`;
      const change = changes.get(key);
      if (one.result === "refused") changes.set(key, { ...change, words: one.words });
      else if (one.result !== "conflict") changes.delete(key);
      sum[one.result] = (sum[one.result] || 0) + 1;
    }
  }
  async function save() {
    const keys = inState("changed");
    if (saving || !keys.length) return;
    saving = true;
    part("save").setAttribute("aria-busy", "true");
    tellFoot();
    const sum = {};
    let failed = null;
    try {
      for (let at = 0; at < keys.length; at += AT_ONCE) settle(await send(keys.slice(at, at + AT_ONCE)), sum);
    } catch (problem) {
      failed = problem;
    }
    saving = false;
    part("save").removeAttribute("aria-busy");
    cells.keep();
    if (failed) tellFailure(failed.message);
    else again(sum);
  }
  cells.save = save;
  function tellFailure(why) {
    const out = { out: "登录已过期", other: "现在登录的是另一个人" }[why];
    const words = `没有存上${out ? `：${out}` : why && why !== "Failed to fetch" ? `：${why}` : ""}。已写的都在，留在这台设备上。`;
    const acts = [button("再试", save)];
    if (out) {
      const link = cells.make("a", "btn btn-sm", "重新登录");
      link.href = hq.session.logInAddress();
      acts.unshift(link);
    }
    strip("saved", "overdue", "cloud-off", words, acts);
    tellFoot();
  }
  // The page is read anew: other cells of the rows, and what may be typed, follow from what was saved.
  function again(sum) {
    cells.keep({ told: sum });
    leaving = true;
    location.reload();
  }
  function tellSaved(sum) {
    const parts = [
      sum.saved && `已保存 ${sum.saved} 格，都记在问题的经过里`,
      sum.unchanged && `${sum.unchanged} 格本来就是这样`,
      sum.refused && `${sum.refused} 格没有存上，原因在格里`,
      sum.conflict && `${sum.conflict} 格别人也改了`,
    ].filter(Boolean);
    const bad = sum.refused || sum.conflict;
    strip("saved", bad ? "soon" : "accent", bad ? "alert-circle" : "check", `${parts.join("；")}。`);
  }

  // --- leaving ----------------------------------------------------------------------------------------------------
  // Another page or filter of the table takes what was changed along.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const stays = link && new URL(link.href, location.href).pathname === location.pathname;
    leaving = Boolean(stays || link?.href.includes("/login/"));
  });
  window.addEventListener("beforeunload", (event) => {
    if (leaving || !changes.size) return;
    event.preventDefault();
    event.returnValue = "";
  });

  part("save").addEventListener("click", save);
  part("undo").addEventListener("click", cells.undoLast);
  part("reset").addEventListener("click", () => {
    cells.reset();
    strip("saved", "accent", "clipboard", "已全部还原。", [
      button("撤销还原", () => strip("saved") || cells.undoLast()),
    ]);
  });
  part("only").addEventListener("click", () => {
    const only = part("only");
    only.setAttribute("aria-pressed", String(only.getAttribute("aria-pressed") !== "true"));
    showRows();
  });
  cells.watch(tellFoot);
  cells.drawAll(changes.keys());
  if (cells.kept?.told) tellSaved(cells.kept.told);
  else if (changes.size)
    strip("saved", "accent", "history", `这台设备上有 ${changes.size} 格没有保存的改动，已放回表格。`);
})();
