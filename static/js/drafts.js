// Long forms keep what is typed on this device: <form data-draft="key">. Saved while typing, restored after an
// expired log-in or a lost connection, cleared once the server has taken it. Passwords and files are never kept.
(function () {
  "use strict";
  var hq = window.hq;
  var PREFIX = "hq-draft:";
  var SENT = "hq-draft-sent";
  var KEEP_DAYS = 7;
  var NEVER = ["csrfmiddlewaretoken", "revision", "idempotency_key"];

  // While a draft is put back, the changes it makes are not somebody typing.
  var restoring = false;

  function store() {
    try {
      return window.localStorage;
    } catch (problem) {
      return null;
    }
  }
  function keyOf(form) {
    return PREFIX + (document.body.getAttribute("data-draft-owner") || "") + ":" + form.getAttribute("data-draft");
  }
  function fields(form) {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.name && NEVER.indexOf(field.name) < 0 && ["password", "file", "submit", "button"].indexOf(field.type) < 0;
    });
  }
  function values(form) {
    return fields(form).map(function (field) {
      if (field.type === "checkbox" || field.type === "radio") return [field.name, field.value, field.checked];
      if (field.multiple) {
        return [field.name, null, Array.prototype.map.call(field.selectedOptions, function (one) { return one.value; })];
      }
      return [field.name, null, field.value];
    });
  }
  function revisionOf(form) {
    var field = form.elements.namedItem("revision");
    return field ? field.value : "";
  }
  function clock(at) {
    var when = new Date(at);
    var two = function (number) { return String(number).padStart(2, "0"); };
    var day = when.toDateString() === new Date().toDateString() ? "" : two(when.getMonth() + 1) + "-" + two(when.getDate()) + " ";
    return day + two(when.getHours()) + ":" + two(when.getMinutes());
  }
  function say(form, words, verb, act) {
    hq.all(form, "[data-draft-note]").forEach(function (note) {
      note.textContent = words;
      if (!verb) return;
      var button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-sm ms-2";
      button.textContent = verb;
      button.addEventListener("click", act);
      note.appendChild(button);
    });
  }
  function save(form) {
    var at = Date.now();
    try {
      store().setItem(keyOf(form), JSON.stringify({ at: at, revision: revisionOf(form), values: values(form) }));
      say(form, "草稿已保存 " + clock(at) + "（只在这台设备上）");
    } catch (problem) {
      say(form, "这台设备不能保存草稿，请及时提交。");
    }
  }
  function read(key) {
    try {
      var draft = JSON.parse(store().getItem(key));
      if (draft && Date.now() - draft.at < KEEP_DAYS * 86400000) return draft;
      store().removeItem(key);
    } catch (problem) {
      // A draft that cannot be read is no draft.
    }
    return null;
  }
  function drop(key) {
    if (store()) store().removeItem(key);
  }

  function fill(field, value) {
    if (field.multiple && field.options) {
      Array.prototype.forEach.call(field.options, function (one) { one.selected = value.indexOf(one.value) >= 0; });
    } else {
      if (field._flatpickr) field._flatpickr.setDate(value, false);
      // Also what the calendar could not read: it was typed.
      field.value = value;
    }
    if (field.tomselect) field.tomselect.sync();
  }
  function restore(form, draft) {
    var seen = {};
    restoring = true;
    draft.values.forEach(function (entry) {
      var same = fields(form).filter(function (field) {
        return field.name === entry[0] && (entry[1] === null || field.value === entry[1]);
      });
      var place = entry[1] === null ? seen[entry[0]] || 0 : 0;
      seen[entry[0]] = place + 1;
      var field = same[place];
      if (!field) return;
      if (entry[1] === null) fill(field, entry[2]);
      else field.checked = entry[2];
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    restoring = false;
  }
  function offer(form) {
    var draft = read(keyOf(form));
    if (!draft || JSON.stringify(draft.values) === JSON.stringify(values(form))) return;
    var forget = function () {
      drop(keyOf(form));
      location.reload();
    };
    if (draft.revision !== revisionOf(form)) {
      say(form, "有一份 " + clock(draft.at) + " 的草稿，此后记录已被修改。", "恢复草稿", function () {
        restore(form, draft);
        save(form);
      });
      return;
    }
    restore(form, draft);
    form.removeAttribute("data-changed");
    say(form, "已恢复 " + clock(draft.at) + " 的草稿。", "不用草稿", forget);
  }

  function settleSent() {
    var sent = sessionStorage.getItem(SENT);
    if (!sent) return;
    sessionStorage.removeItem(SENT);
    var here = Array.prototype.some.call(document.querySelectorAll("form[data-draft]"), function (form) { return keyOf(form) === sent; });
    // Back at the form, at a log-in or at an error page: it was not taken.
    if (!here && !document.querySelector(".hq-auth, [data-error-page]")) drop(sent);
  }

  var timers = new WeakMap();
  function changed(event) {
    var form = event.target.closest("form[data-draft]");
    if (!form || restoring) return;
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(function () { save(form); }, 700));
  }
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);
  document.addEventListener("submit", function (event) {
    var form = event.target.closest("form[data-draft]");
    if (!form) return;
    clearTimeout(timers.get(form));
    save(form);
    sessionStorage.setItem(SENT, keyOf(form));
  });
  document.addEventListener("htmx:afterSettle", settleSent);

  hq.onLoad(function (root) {
    if (root === document) settleSent();
    hq.all(root, "form[data-draft]").forEach(function (form) {
      // The server's answer with errors already holds what was typed.
      if (!form.querySelector(".hq-field-bad, .hq-errors")) offer(form);
    });
  });
})();
