// Long forms keep what is typed on this device: <form data-draft="key">. Saved while typing, restored after an
// expired log-in or a lost connection, cleared once the server has taken it. Passwords and files are never kept.
(() => {
  "use strict";
  const hq = window.hq;
  const PREFIX = "hq-draft:";
  const KEEP_DAYS = 7;
  const NEVER = ["csrfmiddlewaretoken", "revision", "form_key"];

  // While a draft is put back, the changes it makes are not somebody typing.
  let restoring = false;

  const keyOf = (form) => PREFIX + hq.keeping.nameOf(form);
  function fields(form) {
    return Array.prototype.filter.call(
      form.elements,
      (field) =>
        field.name &&
        NEVER.indexOf(field.name) < 0 &&
        ["password", "file", "submit", "button"].indexOf(field.type) < 0,
    );
  }
  function values(form) {
    return fields(form).map((field) => {
      if (field.type === "checkbox" || field.type === "radio")
        return [field.name, field.value, field.checked];
      if (field.multiple) {
        return [field.name, null, Array.prototype.map.call(field.selectedOptions, (one) => one.value)];
      }
      return [field.name, null, field.value];
    });
  }
  function revisionOf(form) {
    const field = form.elements.namedItem("revision");
    return field ? field.value : "";
  }
  function clock(at) {
    const when = new Date(at);
    const two = (number) => String(number).padStart(2, "0");
    const day =
      when.toDateString() === new Date().toDateString()
        ? ""
        : `${two(when.getMonth() + 1)}-${two(when.getDate())} `;
    return `${day + two(when.getHours())}:${two(when.getMinutes())}`;
  }
  function say(form, words, verb, act) {
    hq.all(form, "[data-draft-note]").forEach((note) => {
      note.textContent = words;
      if (!verb) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-sm ms-2";
      button.textContent = verb;
      button.addEventListener("click", act);
      note.appendChild(button);
    });
  }
  function save(form) {
    const at = Date.now();
    const stays = hq.keeping.write(keyOf(form), { at, revision: revisionOf(form), values: values(form) });
    say(form, stays ? `草稿已保存 ${clock(at)}（只在这台设备上）` : "这台设备不能保存草稿，请及时提交。");
  }
  function read(key) {
    const draft = hq.keeping.read(key);
    return draft && Date.now() - draft.at < KEEP_DAYS * 86400000 ? draft : null;
  }

  function fill(field, value) {
    if (field.multiple && field.options) {
      Array.prototype.forEach.call(field.options, (one) => {
        one.selected = value.indexOf(one.value) >= 0;
      });
    } else {
      if (field._flatpickr) field._flatpickr.setDate(value, false);
      // Also what the calendar could not read: it was typed.
      field.value = value;
    }
    if (field.tomselect) field.tomselect.sync();
  }
  function restore(form, draft) {
    const seen = {};
    restoring = true;
    draft.values.forEach((entry) => {
      const same = fields(form).filter(
        (field) => field.name === entry[0] && (entry[1] === null || field.value === entry[1]),
      );
      const place = entry[1] === null ? seen[entry[0]] || 0 : 0;
      seen[entry[0]] = place + 1;
      const field = same[place];
      if (!field) return;
      if (entry[1] === null) fill(field, entry[2]);
      else field.checked = entry[2];
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    restoring = false;
  }
  function offer(form) {
    const draft = read(keyOf(form));
    if (!draft || JSON.stringify(draft.values) === JSON.stringify(values(form))) return;
    const forget = () => {
      hq.keeping.drop(keyOf(form));
      location.reload();
    };
    if (draft.revision !== revisionOf(form)) {
      say(form, `有一份 ${clock(draft.at)} 的草稿，此后记录已被修改。`, "恢复草稿", () => {
        restore(form, draft);
        save(form);
      });
      return;
    }
    restore(form, draft);
    form.removeAttribute("data-changed");
    say(form, `已恢复 ${clock(draft.at)} 的草稿。`, "不用草稿", forget);
  }

  hq.keeping.onTaken((name) => hq.keeping.drop(PREFIX + name));

  const timers = new WeakMap();
  function changed(event) {
    const form = event.target.closest("form[data-draft]");
    if (!form || restoring) return;
    clearTimeout(timers.get(form));
    timers.set(
      form,
      setTimeout(() => {
        save(form);
      }, 700),
    );
  }
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (!form) return;
    clearTimeout(timers.get(form));
    save(form);
  });

  hq.onLoad((root) => {
    hq.all(root, "form[data-draft]").forEach((form) => {
      // The server's answer with errors already holds what was typed.
      if (!form.querySelector(".hq-field-bad, .hq-errors")) offer(form);
    });
  });
})();
