// Departments and people by pinyin initials, dates typed or picked. Without this file they are plain inputs.
(() => {
  "use strict";
  const hq = window.hq;

  function optionRow(data, safe) {
    const note = data.note ? `<small>${safe(data.note)}</small>` : "";
    return `<div>${safe(data.text)}${note}</div>`;
  }

  function remote(url) {
    return (words, done) => {
      fetch(url + encodeURIComponent(words), {
        credentials: "same-origin",
        headers: { Accept: "application/json" },
      })
        .then((answer) => (answer.ok ? answer.json() : []))
        .then(done, () => {
          done();
        });
    };
  }

  // `ct`, `CT` and `ＣＴ` are one word, as on the server.
  function fold(text) {
    return text.normalize("NFKC").toLowerCase().trim();
  }

  // 4: the name itself, 3: begins with it, 2: holds it, 1: holds each of several words.
  function nearness(name, words) {
    if (name === words) return 4;
    if (name.startsWith(words)) return 3;
    if (name.includes(words)) return 2;
    return words.split(/\s+/).every((word) => name.includes(word)) ? 1 : 0;
  }

  // 隔帘 finds the checkpoint that speaks of 遮挡; below everything that holds the words themselves.
  function calledSo(data, words) {
    const others = fold(data.near || "")
      .split(/\s+/)
      .filter(Boolean);
    return others.some((other) => other.includes(words) || words.includes(other)) ? 1 : 0;
  }

  // Typing 骨科 proposes 骨科 before 骨科病区. A sub-unit and a person count by their own name too, and by pinyin.
  function rank(typed) {
    const words = fold(typed);
    return (data) => {
      const text = fold(data.text);
      const own = text.split(" · ").pop().split("(")[0];
      const whole = [text, ...fold(data.pinyin || "").split(" ")];
      const near = Math.max(...whole.map((name) => nearness(name, words)));
      if (!words) return 1;
      return Math.max(2 * near, 2 * nearness(own, words) - 1) || calledSo(data, words) / 2;
    };
  }

  function picker(select) {
    if (select.tomselect || !window.TomSelect) return;
    const url = select.getAttribute("data-remote");
    const none = select.getAttribute("data-none") || "没有找到。可输入名称或拼音首字母。";
    const settings = {
      searchField: ["text", "pinyin"],
      score: rank,
      // Among equals the server's order is meant: frequent first, or by pinyin.
      sortField: [{ field: "$score", direction: "desc" }, { field: "$order" }],
      maxOptions: 300,
      // Initials and Enter are typed faster than a pause: without one, Enter takes what is shown.
      refreshThrottle: url ? 250 : 0,
      plugins: select.multiple ? { remove_button: { title: "移除" } } : {},
      render: {
        option: optionRow,
        no_results: (_data, safe) => `<div class="no-results">${safe(none)}</div>`,
        loading: () => '<div class="no-results">正在查找…</div>',
      },
      placeholder: select.getAttribute("data-placeholder") || "输入名称或拼音首字母",
      hidePlaceholder: true,
    };
    if (url) settings.load = remote(url);
    new window.TomSelect(select, settings);
  }

  function dayAfter(days) {
    const today = new Date();
    return new Date(today.getFullYear(), today.getMonth(), today.getDate() + days);
  }

  function realDate(year, month, day) {
    const date = new Date(year, month - 1, day);
    return date.getMonth() === month - 1 && date.getDate() === day ? date : undefined;
  }

  // 2026-11-25, 2026年11月25日, 20261125, 11-25, 1125, 今天, 明天, 后天. A day without a year is the nearest one.
  function typedDate(text) {
    const words = { 今天: 0, 明天: 1, 后天: 2, 昨天: -1 };
    const typed = text.trim();
    if (typed in words) return dayAfter(words[typed]);
    const full = typed.match(/^(\d{4})[^\d]?(\d{1,2})[^\d]?(\d{1,2})[^\d]?$/);
    if (full) return realDate(+full[1], +full[2], +full[3]);
    const short = typed.match(/^(\d{1,2})[^\d](\d{1,2})[^\d]?$/) || typed.match(/^(\d{2})(\d{2})$/);
    if (!short) return undefined;
    const today = dayAfter(0);
    const candidates = [-1, 0, 1]
      .map((shift) => realDate(today.getFullYear() + shift, +short[1], +short[2]))
      .filter(Boolean)
      .sort((a, b) => Math.abs(a - today) - Math.abs(b - today));
    return candidates[0];
  }

  // The calendar empties what it cannot read; it stays as typed, and the server says what is wrong with it.
  function keepTyped(input) {
    let typed = "";
    // The calendar announces its own emptying as input, too.
    input.addEventListener("input", (event) => {
      if (event.isTrusted) typed = input.value;
    });
    input.addEventListener("blur", () => {
      setTimeout(() => {
        const date = typedDate(typed);
        if (!typed) return;
        if (date) input._flatpickr.setDate(date, true);
        else if (!input.value) input.value = typed;
        typed = "";
      }, 0);
    });
  }

  function dates(input) {
    if (input._flatpickr || !window.flatpickr) return;
    const withTime = input.hasAttribute("data-moment");
    const options = {
      locale: Object.assign({}, window.flatpickr.l10ns.zh, { firstDayOfWeek: 1 }),
      allowInput: true,
      enableTime: withTime,
      time_24hr: true,
      dateFormat: withTime ? "Y-m-d H:i" : "Y-m-d",
      minDate: input.getAttribute("min") || undefined,
      maxDate: input.getAttribute("max") || undefined,
    };
    if (!withTime) {
      options.parseDate = typedDate;
      options.errorHandler = () => {};
      keepTyped(input);
    }
    const before = input.value;
    window.flatpickr(input, options);
    if (before && !input.value) input.value = before;
  }

  hq.typedDate = typedDate;
  hq.onLoad((root) => {
    hq.all(root, "select[data-picker]").forEach(picker);
    hq.all(root, "input[data-date], input[data-moment]").forEach(dates);
  });
})();
