// Departments and people by pinyin initials, dates typed or picked. Without this file they are plain inputs.
(function () {
  "use strict";
  var hq = window.hq;

  function optionRow(data, escape) {
    var note = data.note ? "<small>" + escape(data.note) + "</small>" : "";
    return "<div>" + escape(data.text) + note + "</div>";
  }

  function remote(url) {
    return function (words, done) {
      fetch(url + encodeURIComponent(words), { credentials: "same-origin", headers: { Accept: "application/json" } })
        .then(function (answer) { return answer.ok ? answer.json() : []; })
        .then(done, function () { done(); });
    };
  }

  function picker(select) {
    if (select.tomselect || !window.TomSelect) return;
    var url = select.getAttribute("data-remote");
    var settings = {
      searchField: ["text", "pinyin"],
      // The server's order is meant: frequent first, or by pinyin.
      sortField: [{ field: "$score" }, { field: "$order" }],
      maxOptions: 300,
      // Initials and Enter are typed faster than a pause: without one, Enter takes what is shown.
      refreshThrottle: url ? 250 : 0,
      plugins: select.multiple ? { remove_button: { title: "移除" } } : {},
      render: {
        option: optionRow,
        no_results: function () { return '<div class="no-results">没有找到。可输入名称或拼音首字母。</div>'; },
        loading: function () { return '<div class="no-results">正在查找…</div>'; },
      },
      placeholder: select.getAttribute("data-placeholder") || "输入名称或拼音首字母",
      hidePlaceholder: true,
    };
    if (url) settings.load = remote(url);
    new window.TomSelect(select, settings);
  }

  function dayAfter(days) {
    var today = new Date();
    return new Date(today.getFullYear(), today.getMonth(), today.getDate() + days);
  }

  function realDate(year, month, day) {
    var date = new Date(year, month - 1, day);
    return date.getMonth() === month - 1 && date.getDate() === day ? date : undefined;
  }

  // 2026-11-25, 2026年11月25日, 20261125, 11-25, 1125, 今天, 明天, 后天. A day without a year is the nearest one.
  function typedDate(text) {
    var words = { 今天: 0, 明天: 1, 后天: 2, 昨天: -1 };
    var typed = text.trim();
    if (typed in words) return dayAfter(words[typed]);
    var full = typed.match(/^(\d{4})[^\d]?(\d{1,2})[^\d]?(\d{1,2})[^\d]?$/);
    if (full) return realDate(+full[1], +full[2], +full[3]);
    var short = typed.match(/^(\d{1,2})[^\d](\d{1,2})[^\d]?$/) || typed.match(/^(\d{2})(\d{2})$/);
    if (!short) return undefined;
    var today = dayAfter(0);
    var candidates = [-1, 0, 1]
      .map(function (shift) { return realDate(today.getFullYear() + shift, +short[1], +short[2]); })
      .filter(Boolean)
      .sort(function (a, b) { return Math.abs(a - today) - Math.abs(b - today); });
    return candidates[0];
  }

  // The calendar empties what it cannot read; it stays as typed, and the server says what is wrong with it.
  function keepTyped(input) {
    var typed = "";
    // The calendar announces its own emptying as input, too.
    input.addEventListener("input", function (event) {
      if (event.isTrusted) typed = input.value;
    });
    input.addEventListener("blur", function () {
      setTimeout(function () {
        var date = typedDate(typed);
        if (!typed) return;
        if (date) input._flatpickr.setDate(date, true);
        else if (!input.value) input.value = typed;
        typed = "";
      }, 0);
    });
  }

  function dates(input) {
    if (input._flatpickr || !window.flatpickr) return;
    var withTime = input.hasAttribute("data-moment");
    var options = {
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
      options.errorHandler = function () {};
      keepTyped(input);
    }
    var before = input.value;
    window.flatpickr(input, options);
    if (before && !input.value) input.value = before;
  }

  hq.typedDate = typedDate;
  hq.onLoad(function (root) {
    hq.all(root, "select[data-picker]").forEach(picker);
    hq.all(root, "input[data-date], input[data-moment]").forEach(dates);
  });
})();
