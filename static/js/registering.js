// The short form: chips and the fold say their values, the item follows from the checkpoint. Without it all is open.
(() => {
  "use strict";
  const hq = window.hq;

  const clean = (text) => text.trim().replace(/\s+/g, " ");

  // What a field holds, as one reads it; "" for the choice that is none.
  function wordsOf(field) {
    if (field.type === "radio" || field.type === "checkbox") return "";
    if (!field.options) return clean(field.value);
    const chosen = [...field.selectedOptions].filter((one) => one.value);
    return chosen.map((one) => clean(one.textContent)).join("、");
  }

  function tellValues(form) {
    for (const place of hq.all(form, "[data-tells]")) {
      const field = document.getElementById(place.getAttribute("data-tells"));
      const words = field && wordsOf(field);
      if (words) place.textContent = words;
    }
  }

  function tellFold(fold) {
    const said = [];
    for (const part of hq.all(fold, ".hq-field")) {
      const field = part.querySelector("select[name], input[name], textarea[name]");
      const words = field && field.name !== "accepting_reason" ? wordsOf(field) : "";
      if (words) said.push(`${clean(part.querySelector("label").firstChild.textContent)} ${words}`);
    }
    fold.querySelector("[data-fold-says]").textContent = said.join(" · ");
  }

  function noteOf(select) {
    const chosen = select.tomselect?.options[select.value] || select.selectedOptions[0]?.dataset;
    return select.value ? chosen?.note || "" : "";
  }

  function itemFollows(form) {
    const point = form.elements.namedItem("checkpoint");
    const item = form.elements.namedItem("item");
    const part = form.querySelector("[data-item-part]");
    const alone = form.querySelector("[data-only-item]");
    const implied = form.querySelector("[data-implied]");
    let asked = Boolean(part.querySelector(".hq-field-bad"));

    function show() {
      const note = noteOf(point);
      // The checkpoint has its item: another one left in a hidden field would be refused.
      if (note) item.value = "";
      implied.textContent = note && `整治内容：${note}`;
      implied.hidden = !note;
      part.hidden = Boolean(note) || !(asked || item.value);
      alone.hidden = Boolean(note) || !part.hidden;
    }
    alone.addEventListener("click", () => {
      asked = true;
      show();
      item.focus();
    });
    point.addEventListener("change", show);
    item.addEventListener("change", show);
    show();
  }

  function setUp(form) {
    const fold = form.querySelector(".hq-more");
    itemFollows(form);
    form.addEventListener("change", () => {
      tellValues(form);
      tellFold(fold);
    });
    tellValues(form);
    tellFold(fold);
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      form.requestSubmit(form.querySelector(".btn-primary"));
    });
  }

  hq.onLoad((root) => {
    hq.all(root, "form[data-register]").forEach(setUp);
  });
})();
