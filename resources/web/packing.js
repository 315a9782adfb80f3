// Unpacking the columns of a document (written by mapper/mapdoc/packing.py; see README.md).
(function (client) {
  "use strict";

  const TYPES = {
    u8: Uint8Array,
    u16: Uint16Array,
    u32: Uint32Array,
    i32: Int32Array,
    f32: Float32Array,
    f64: Float64Array,
  };
  // Stands for the title of the event itself.
  const THE_EVENTS = "\0";

  // The array a part of the header describes; arrays are those unpacked before it.
  function array(buffer, base, part, arrays = {}) {
    const Type = part.scale ? Int32Array : TYPES[part.type];
    let values;
    if (part.planes) {
      values = new Type(part.length);
      const bytes = new Uint8Array(values.buffer);
      const width = Type.BYTES_PER_ELEMENT;
      for (let place = 0; place < width; place++) {
        const plane = new Uint8Array(buffer, base + part.offset + place * part.length, part.length);
        for (let i = 0; i < part.length; i++) bytes[i * width + place] = plane[i];
      }
    } else {
      values = new Type(buffer, base + part.offset, part.length);
    }
    if (part.steps) for (let i = 1; i < values.length; i++) values[i] += values[i - 1];
    if (part.scale) {
      values = Float64Array.from(values, (value) => (value < 0 ? NaN : value / part.scale));
    }
    if (part.after) {
      const first = arrays[part.after];
      for (let i = 0; i < values.length; i++) values[i] += first[i];
    }
    return values;
  }

  // Reads whole numbers one after another: seven bits a byte, lowest first, the sign in the first.
  function integers(bytes) {
    let at = 0;
    return () => {
      let value = 0;
      let shift = 0;
      let byte;
      do {
        byte = bytes[at++];
        value |= (byte & 127) << shift;
        shift += 7;
      } while (byte & 128);
      return (value >>> 1) ^ -(value & 1);
    };
  }

  // Lines or rings of features, to be read when they are first drawn.
  function lines(buffer, base, { count, offset, length, sizes, points, boxes }) {
    if (!points) return { count, bytes: new Uint8Array(buffer, base + offset, length) };
    const [sizesOf, pointsOf, boxesOf] = [sizes, points, boxes].map((part) => array(buffer, base, part));
    return { count, sizes: sizesOf, points: pointsOf, boxes: boxesOf };
  }

  // A column of texts: one by one, or all of them. It is parsed when a text is first asked for.
  class Texts {
    constructor(buffer, base, part) {
      Object.assign(this, { buffer, base, part, distinct: null, codes: null });
    }

    parse() {
      const { buffer, base, part } = this;
      if (part.numbers) {
        this.codes = array(buffer, base, part.numbers);
        return;
      }
      const bytes = new Uint8Array(buffer, base + part.offset, part.length);
      this.distinct = JSON.parse(new TextDecoder().decode(bytes));
      if (part.codes) this.codes = array(buffer, base, part.codes);
    }

    at(index) {
      if (!this.distinct && !this.codes) this.parse();
      if (this.part.numbers) return this.part.prefix + this.codes[index];
      return this.distinct[this.codes ? this.codes[index] : index] ?? null;
    }

    // Where a text stands first, or -1; makes no texts.
    indexOf(text) {
      if (!this.distinct && !this.codes) this.parse();
      if (this.part.numbers) {
        const { prefix } = this.part;
        const written = text.startsWith(prefix) ? text.slice(prefix.length) : "";
        return /^(0|[1-9]\d*)$/.test(written) ? this.codes.indexOf(Number(written)) : -1;
      }
      const place = this.distinct.indexOf(text);
      return place < 0 || !this.codes ? place : this.codes.indexOf(place);
    }

    all() {
      if (!this.distinct && !this.codes) this.parse();
      if (!this.codes) return this.distinct;
      return Array.from(this.codes, (_, index) => this.at(index));
    }
  }

  // Per event a list of rows, each an object of texts.
  class Lists {
    constructor(buffer, base, part) {
      this.counts = array(buffer, base, part.counts);
      this.columns = Object.entries(part.columns).map(([name, column]) => [
        name,
        new Texts(buffer, base, column),
      ]);
    }

    // title is that of the event.
    at(index, title) {
      if (!this.starts) {
        this.starts = new Uint32Array(this.counts.length);
        let start = 0;
        for (let i = 0; i < this.counts.length; start += this.counts[i++]) this.starts[i] = start;
      }
      const row = (at) =>
        Object.fromEntries(
          this.columns.map(([name, texts]) => {
            const text = texts.at(at);
            return [name, text === THE_EVENTS ? title : text];
          }),
        );
      return Array.from({ length: this.counts[index] }, (_, i) => row(this.starts[index] + i));
    }
  }

  client.packing = { array, integers, lines, Texts, Lists };
})((window.MapperClient = window.MapperClient || {}));
