// Any [data-picture="name"] (a table, an SVG or a chart) can be saved as a PNG, for the leader's office and the circular.
(() => {
  "use strict";
  const hq = window.hq;
  const SCALE = 2;

  function save(canvas, name) {
    canvas.toBlob((blob) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = `${name}.png`;
      link.click();
      setTimeout(() => {
        URL.revokeObjectURL(link.href);
      }, 1000);
    });
  }
  function blank(width, height) {
    const canvas = document.createElement("canvas");
    canvas.width = width * SCALE;
    canvas.height = height * SCALE;
    const pen = canvas.getContext("2d");
    pen.scale(SCALE, SCALE);
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, width, height);
    return { canvas: canvas, pen: pen };
  }
  function writeCell(pen, cell, box, origin) {
    const style = getComputedStyle(cell.querySelector("a, span") || cell);
    const text = cell.textContent.trim();
    pen.fillStyle = style.color;
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    pen.textBaseline = "middle";
    const align = getComputedStyle(cell).textAlign;
    const middle = align === "center";
    pen.textAlign = middle ? "center" : align === "right" ? "right" : "left";
    const x = middle ? box.left + box.width / 2 : align === "right" ? box.right - 6 : box.left + 6;
    pen.fillText(text, x - origin.left, box.top + box.height / 2 - origin.top);
  }
  function drawTable(table) {
    const origin = table.getBoundingClientRect();
    const sheet = blank(Math.ceil(origin.width), Math.ceil(origin.height));
    hq.all(table, "th, td").forEach((cell) => {
      const box = cell.getBoundingClientRect();
      sheet.pen.fillStyle = getComputedStyle(cell).backgroundColor;
      sheet.pen.fillRect(box.left - origin.left, box.top - origin.top, box.width, box.height);
      hq.all(cell, "rect").forEach((bar) => {
        const part = bar.getBoundingClientRect();
        sheet.pen.fillStyle = getComputedStyle(bar).fill;
        sheet.pen.fillRect(part.left - origin.left, part.top - origin.top, part.width, part.height);
      });
      writeCell(sheet.pen, cell, box, origin);
    });
    return sheet.canvas;
  }
  const KEPT = [
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linejoin",
    "paint-order",
    "font-size",
    "font-weight",
    "font-family",
  ];
  function drawSvg(svg, done) {
    const box = svg.getBoundingClientRect();
    const copy = svg.cloneNode(true);
    const originals = svg.querySelectorAll("*");
    // The picture is drawn without our style sheets: what they say becomes attributes.
    Array.prototype.forEach.call(copy.querySelectorAll("*"), (part, index) => {
      const style = getComputedStyle(originals[index]);
      KEPT.forEach((name) => {
        part.setAttribute(name, style.getPropertyValue(name));
      });
    });
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("width", String(box.width * SCALE));
    copy.setAttribute("height", String(box.height * SCALE));
    const picture = new Image();
    picture.onload = () => {
      const sheet = blank(box.width, box.height);
      sheet.pen.drawImage(picture, 0, 0, box.width, box.height);
      done(sheet.canvas);
    };
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  }
  function drawChart(place, done) {
    const chart = window.echarts?.getInstanceByDom(place);
    if (chart) done(chart.renderToCanvas({ pixelRatio: SCALE, backgroundColor: "#fff" }));
  }
  function download(thing) {
    const name = thing.getAttribute("data-picture");
    const done = (canvas) => {
      save(canvas, name);
    };
    if (thing.matches("table")) done(drawTable(thing));
    else if (thing.matches("svg")) drawSvg(thing, done);
    else drawChart(thing, done);
  }
  hq.onLoad((root) => {
    hq.all(root, "[data-picture]").forEach((thing) => {
      const head = thing.closest(".card")?.querySelector(".card-header");
      if (!head || head.querySelector("[data-picture-button]")) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "hq-picture-button";
      button.setAttribute("data-picture-button", "");
      button.appendChild(hq.icon("photo-down"));
      button.appendChild(document.createTextNode("图片"));
      button.addEventListener("click", () => {
        download(thing);
      });
      head.appendChild(button);
    });
  });
})();
