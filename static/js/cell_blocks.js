// Blocks of cells as spreadsheets put them on the clipboard: tabs between cells, line breaks between rows, and cells
// that hold either of them, or a quote, in quotes.
(() => {
  "use strict";
  const { hq } = window;

  // The end of a quoted cell that begins at `from`; 0 when the quote is an ordinary character.
  function endOfQuoted(text, from) {
    let at = from + 1;
    for (;;) {
      at = text.indexOf('"', at);
      if (at < 0) return 0;
      if (text[at + 1] !== '"') break;
      at += 2;
    }
    const next = text[at + 1];
    return next === undefined || next === "\t" || next === "\n" ? at : 0;
  }
  function endOfPlain(text, from) {
    const ends = ["\t", "\n"].map((mark) => text.indexOf(mark, from)).filter((at) => at >= 0);
    return ends.length ? Math.min(...ends) : text.length;
  }

  // The cell that begins at `from`, and where it ends. Word and WPS break lines inside of a cell with a vertical tab, too.
  function cellAt(text, from) {
    const quoted = text[from] === '"' ? endOfQuoted(text, from) : 0;
    const end = quoted ? quoted + 1 : endOfPlain(text, from);
    const words = quoted ? text.slice(from + 1, quoted).replace(/""/g, '"') : text.slice(from, end);
    return [words.split("\v").join("\n"), end];
  }
  function parse(clipboard) {
    const text = clipboard.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    const rows = [[]];
    let at = 0;
    for (;;) {
      const [words, end] = cellAt(text, at);
      rows[rows.length - 1].push(words);
      if (end >= text.length) return rows;
      if (text[end] === "\n") rows.push([]);
      at = end + 1;
    }
  }

  function write(rows) {
    const cell = (words) => (/["\t\n]/.test(words) ? `"${words.replace(/"/g, '""')}"` : words);
    return rows.map((row) => row.map(cell).join("\t")).join("\n");
  }

  hq.cellBlocks = { parse, write };
})();
