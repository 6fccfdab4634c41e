// Lists: moving by keyboard, several rows at once, chosen columns remembered on this device.
(() => {
  "use strict";
  const hq = window.hq;

  function rowsOf(table) {
    return hq.all(table, "tbody tr").filter((row) => row.querySelector("a.hq-main-link"));
  }

  function go(table, step) {
    const rows = rowsOf(table);
    if (!rows.length) return;
    const here = rows.findIndex((row) => row.classList.contains("hq-row-here"));
    const next =
      here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + step, 0), rows.length - 1);
    if (here >= 0) rows[here].classList.remove("hq-row-here");
    rows[next].classList.add("hq-row-here");
    rows[next].querySelector("a.hq-main-link").focus({ preventScroll: true });
    rows[next].scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, dialog, .hq-menu, .hq-chip, [contenteditable]"))
      return;
    const table = document.querySelector("table[data-rows]");
    if (!table) return;
    // The focused link is the row's own, so Enter needs no handling.
    const inside = table.contains(event.target);
    const steps = { j: 1, k: -1 };
    if (inside) Object.assign(steps, { ArrowDown: 1, ArrowUp: -1 });
    if (steps[event.key]) {
      event.preventDefault();
      go(table, steps[event.key]);
    }
  });
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("table[data-rows] tbody tr");
    document.querySelectorAll(".hq-row-here").forEach((one) => {
      if (one !== row) one.classList.remove("hq-row-here");
    });
  });

  // A filter with many choices is searched by typing; Enter takes the first that is left.
  const MANY = 12;
  function searchable(panel) {
    const links = hq.all(panel, "a");
    if (links.length <= MANY) return;
    const field = document.createElement("input");
    field.type = "search";
    field.className = "form-control hq-chip-search";
    field.placeholder = "输入几个字";
    field.setAttribute("aria-label", "在选项中查找");
    field.addEventListener("input", () => {
      const words = field.value.trim().toLowerCase();
      links.forEach((link) => {
        link.hidden = !link.textContent.toLowerCase().includes(words);
      });
    });
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const first = links.find((link) => !link.hidden);
      if (first) first.click();
    });
    panel.prepend(field);
    panel.closest("details").addEventListener("toggle", (event) => {
      if (event.target.open) field.focus();
    });
  }
  hq.onLoad((root) => {
    hq.all(root, ".hq-chip-panel").forEach(searchable);
  });

  // Multi-select: <form data-bulk> around the table, boxes named "pick", a bar that shows how many.
  function countPicked(form) {
    const boxes = hq.all(form, "input[name='pick']");
    const picked = boxes.filter((box) => box.checked).length;
    hq.all(form, "[data-bulk-bar]").forEach((bar) => {
      bar.hidden = picked === 0;
    });
    hq.all(form, "[data-bulk-count]").forEach((place) => {
      place.textContent = String(picked);
    });
    hq.all(form, "[data-pick-all]").forEach((all) => {
      all.checked = picked > 0 && picked === boxes.length;
      all.indeterminate = picked > 0 && picked < boxes.length;
    });
  }
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-bulk]");
    if (!form) return;
    if (event.target.matches("[data-pick-all]")) {
      hq.all(form, "input[name='pick']:not(:disabled)").forEach((box) => {
        box.checked = event.target.checked;
      });
    }
    countPicked(form);
  });
  hq.onLoad((root) => {
    hq.all(root, "form[data-bulk]").forEach(countPicked);
  });

  // Columns: <table data-columns="ledger"> with <th data-column="lead">, a menu with [data-columns-menu] inside.
  // Kept are the columns that differ from what the server shows: data-column-off starts hidden.
  function changedColumns(name) {
    try {
      return JSON.parse(localStorage.getItem(`hq-columns:${name}`)) || [];
    } catch (_problem) {
      return [];
    }
  }
  function isShown(head, changed) {
    return changed.indexOf(head.getAttribute("data-column")) >= 0 === head.hasAttribute("data-column-off");
  }
  function showColumns(table, changed) {
    hq.all(table, "thead tr:last-child th").forEach((head, index) => {
      const off = !isShown(head, changed);
      hq.all(table, "tr").forEach((row) => {
        const cell = row.children[index];
        if (cell) cell.classList.toggle("d-none", off);
      });
    });
  }
  function columnChoice(table, head, changed) {
    const key = head.getAttribute("data-column");
    const label = document.createElement("label");
    label.className = "hq-check px-2 py-1";
    const box = document.createElement("input");
    box.type = "checkbox";
    box.className = "form-check-input";
    box.checked = isShown(head, changed);
    box.addEventListener("change", () => {
      const name = table.getAttribute("data-columns");
      const now = changedColumns(name).filter((one) => one !== key);
      if (box.checked === head.hasAttribute("data-column-off")) now.push(key);
      localStorage.setItem(`hq-columns:${name}`, JSON.stringify(now));
      showColumns(table, now);
    });
    label.appendChild(box);
    label.appendChild(document.createTextNode(head.textContent.trim()));
    return label;
  }
  hq.onLoad((root) => {
    hq.all(root, "table[data-columns]").forEach((table) => {
      const changed = changedColumns(table.getAttribute("data-columns"));
      showColumns(table, changed);
      const menu = document.querySelector("[data-columns-menu]");
      if (!menu) return;
      menu.textContent = "";
      hq.all(table, "th[data-column]").forEach((head) => {
        menu.appendChild(columnChoice(table, head, changed));
      });
      menu.closest("details").hidden = false;
    });
  });
})();
