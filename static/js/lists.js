// Lists: moving by keyboard, several rows at once, chosen columns remembered on this device.
(function () {
  "use strict";
  var hq = window.hq;

  function rowsOf(table) {
    return hq.all(table, "tbody tr").filter(function (row) { return row.querySelector("a.hq-main-link"); });
  }

  function go(table, step) {
    var rows = rowsOf(table);
    if (!rows.length) return;
    var here = rows.findIndex(function (row) { return row.classList.contains("hq-row-here"); });
    var next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + step, 0), rows.length - 1);
    if (here >= 0) rows[here].classList.remove("hq-row-here");
    rows[next].classList.add("hq-row-here");
    rows[next].querySelector("a.hq-main-link").focus({ preventScroll: true });
    rows[next].scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, dialog, .hq-menu, .hq-chip, [contenteditable]")) return;
    var table = document.querySelector("table[data-rows]");
    if (!table) return;
    // The focused link is the row's own, so Enter needs no handling.
    var inside = table.contains(event.target);
    var steps = { j: 1, k: -1 };
    if (inside) Object.assign(steps, { ArrowDown: 1, ArrowUp: -1 });
    if (steps[event.key]) {
      event.preventDefault();
      go(table, steps[event.key]);
    }
  });
  document.addEventListener("focusin", function (event) {
    var row = event.target.closest("table[data-rows] tbody tr");
    document.querySelectorAll(".hq-row-here").forEach(function (one) {
      if (one !== row) one.classList.remove("hq-row-here");
    });
  });

  // Multi-select: <form data-bulk> around the table, boxes named "pick", a bar that shows how many.
  function countPicked(form) {
    var boxes = hq.all(form, "input[name='pick']");
    var picked = boxes.filter(function (box) { return box.checked; }).length;
    hq.all(form, "[data-bulk-bar]").forEach(function (bar) { bar.hidden = picked === 0; });
    hq.all(form, "[data-bulk-count]").forEach(function (place) { place.textContent = String(picked); });
    hq.all(form, "[data-pick-all]").forEach(function (all) {
      all.checked = picked > 0 && picked === boxes.length;
      all.indeterminate = picked > 0 && picked < boxes.length;
    });
  }
  document.addEventListener("change", function (event) {
    var form = event.target.closest("form[data-bulk]");
    if (!form) return;
    if (event.target.matches("[data-pick-all]")) {
      hq.all(form, "input[name='pick']:not(:disabled)").forEach(function (box) { box.checked = event.target.checked; });
    }
    countPicked(form);
  });
  hq.onLoad(function (root) { hq.all(root, "form[data-bulk]").forEach(countPicked); });

  // Columns: <table data-columns="ledger"> with <th data-column="lead">, a menu with [data-columns-menu] inside.
  // Kept are the columns that differ from what the server shows: data-column-off starts hidden.
  function changedColumns(name) {
    try {
      return JSON.parse(localStorage.getItem("hq-columns:" + name)) || [];
    } catch (problem) {
      return [];
    }
  }
  function isShown(head, changed) {
    return changed.indexOf(head.getAttribute("data-column")) >= 0 === head.hasAttribute("data-column-off");
  }
  function showColumns(table, changed) {
    hq.all(table, "thead tr:last-child th").forEach(function (head, index) {
      var off = !isShown(head, changed);
      hq.all(table, "tr").forEach(function (row) {
        var cell = row.children[index];
        if (cell) cell.classList.toggle("d-none", off);
      });
    });
  }
  function columnChoice(table, head, changed) {
    var key = head.getAttribute("data-column");
    var label = document.createElement("label");
    label.className = "hq-check px-2 py-1";
    var box = document.createElement("input");
    box.type = "checkbox";
    box.className = "form-check-input";
    box.checked = isShown(head, changed);
    box.addEventListener("change", function () {
      var name = table.getAttribute("data-columns");
      var now = changedColumns(name).filter(function (one) { return one !== key; });
      if (box.checked === head.hasAttribute("data-column-off")) now.push(key);
      localStorage.setItem("hq-columns:" + name, JSON.stringify(now));
      showColumns(table, now);
    });
    label.appendChild(box);
    label.appendChild(document.createTextNode(head.textContent.trim()));
    return label;
  }
  hq.onLoad(function (root) {
    hq.all(root, "table[data-columns]").forEach(function (table) {
      var changed = changedColumns(table.getAttribute("data-columns"));
      showColumns(table, changed);
      var menu = document.querySelector("[data-columns-menu]");
      if (!menu) return;
      menu.textContent = "";
      hq.all(table, "th[data-column]").forEach(function (head) { menu.appendChild(columnChoice(table, head, changed)); });
      menu.closest("details").hidden = false;
    });
  });
})();
