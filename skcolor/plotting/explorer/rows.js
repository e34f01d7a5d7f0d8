// Data of each row besides its position and color: text, label, image.

class Rows {
  static async read(n, imageShape) {
    const rows = new Rows();
    rows.n = n;
    rows.texts = carries("texts") ? await readJSON("texts") : null;
    rows.labelNames = carries("label-names") ? await readJSON("label-names") : null;
    if (rows.labelNames) rows.labels = new Uint32Array((await readBytes("labels")).buffer);
    rows.images = carries("images") ? await readBytes("images") : null;
    rows.imageShape = imageShape;
    return rows;
  }

  get searchable() {
    return Boolean(this.texts || this.labelNames);
  }

  text(row) {
    return this.texts ? this.texts[row] : `Row ${row}`;
  }

  label(row) {
    return this.labelNames ? this.labelNames[this.labels[row]] : "";
  }

  // Rows whose text or label contains the words, ignoring case: exact matches of the text
  // first, then texts that start with the words.
  find(words) {
    words = fold(words);
    this.folded ??= this.texts?.map(fold);
    const isNamed = this.labelNames?.map((name) => fold(name).includes(words));
    const found = [[], [], []];
    for (let row = 0; row < this.n; row++) {
      const at = this.folded ? this.folded[row].indexOf(words) : -1;
      if (at === 0) found[this.folded[row].length === words.length ? 0 : 1].push(row);
      else if (at > 0 || isNamed?.[this.labels[row]]) found[2].push(row);
    }
    return found.flat();
  }

  // The most frequent labels of some rows, as [name, count].
  countLabels(rows) {
    const counts = new Map();
    for (const row of rows) {
      counts.set(this.labels[row], (counts.get(this.labels[row]) ?? 0) + 1);
    }
    const sorted = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    return sorted.map(([label, count]) => [this.labelNames[label], count]);
  }

  // The image of a row as a canvas, or null.
  picture(row) {
    if (!this.images) return null;
    const [height, width, channels = 1] = this.imageShape;
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext("2d");
    const picture = context.createImageData(width, height);
    const start = row * height * width * channels;
    for (let i = 0; i < height * width; i++) {
      const color = this.images.subarray(start + i * channels, start + (i + 1) * channels);
      picture.data.set([color[0], color[1] ?? color[0], color[2] ?? color[0], 255], 4 * i);
    }
    context.putImageData(picture, 0, 0);
    return canvas;
  }

  toCSV(rows) {
    const quote = (text) => `"${String(text).replaceAll('"', '""')}"`;
    const names = ["row", this.texts && "text", this.labelNames && "label"].filter(Boolean);
    const lines = Array.from(rows, (row) => {
      const cells = [row];
      if (this.texts) cells.push(quote(this.texts[row]));
      if (this.labelNames) cells.push(quote(this.label(row)));
      return cells.join(",");
    });
    return [names.join(","), ...lines, ""].join("\r\n");
  }
}

function fold(text) {
  return text.toLowerCase();
}
