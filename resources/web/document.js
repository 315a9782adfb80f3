// Reading a map document: a JSON header and typed arrays (written by mapper/mapdoc.py).
(function (client) {
  "use strict";

  const TYPES = {
    u8: Uint8Array,
    i32: Int32Array,
    u32: Uint32Array,
    f32: Float32Array,
    f64: Float64Array,
  };
  const NO_CODE = 255;

  class DocumentError extends Error {}

  class MapDocument {
    constructor(buffer) {
      const [header, base] = readHeader(buffer);
      if (header.format !== 1) throw new DocumentError(client.words.wrongFormat(header.format));
      this.header = header;
      this.count = header.events || 0;
      this.fronts = header.fronts || [];
      this.basemap = header.basemap || null;
      this.buffer = buffer;
      this.base = base;
      this.parsed = new Map();
      this.arrays = {};
      for (const [name, part] of Object.entries(header.arrays || {})) {
        this.arrays[name] = new TYPES[part.type](buffer, base + part.offset, part.length);
      }
    }

    // lon, lat of the fronts' vertices, each as the step from the one before.
    frontSteps() {
      const part = this.header.front_points;
      if (!part) return new Int32Array(0);
      return new Int32Array(this.buffer, this.base + part.offset, part.length);
    }

    has(column) {
      return column in (this.header.texts || {});
    }

    // A column of texts is unpacked when it is first asked for: most never are.
    column(name) {
      if (!this.parsed.has(name)) {
        const part = this.header.texts[name];
        const bytes = new Uint8Array(this.buffer, this.base + part.offset, part.length);
        this.parsed.set(name, JSON.parse(new TextDecoder().decode(bytes)));
      }
      return this.parsed.get(name);
    }

    text(name, index) {
      if (!this.has(name)) return null;
      return this.column(name)[index] ?? null;
    }

    number(name, index) {
      const array = this.arrays[name];
      return array ? array[index] : NaN;
    }

    // What format.distance takes for an event: metres, bounds, and whether its precision is unstated.
    distance(index) {
      const metres = ["distance_m", "min_m", "max_m"].map((name) => this.number(name, index));
      const stated =
        Number.isFinite(this.number("radius_m", index)) ||
        this.term("geo_precision", "precision", index) !== null;
      return [...metres, !stated];
    }

    terms(vocabulary) {
      return (this.header.vocabulary || {})[vocabulary] || [];
    }

    // The term ({value, label, meaning}) of an event, or null.
    term(vocabulary, array, index) {
      const code = this.arrays[array] ? this.arrays[array][index] : NO_CODE;
      return code === NO_CODE ? null : this.terms(vocabulary)[code] || null;
    }

    idOf(index) {
      return this.text("event_id", index);
    }

    indexOf(id) {
      return this.has("event_id") ? this.column("event_id").indexOf(id) : -1;
    }
  }

  function readHeader(buffer) {
    try {
      const length = new DataView(buffer).getUint32(0, true);
      const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
      return [header, Math.ceil((4 + length) / 8) * 8];
    } catch (error) {
      throw new DocumentError(client.words.cannotRead, { cause: error });
    }
  }

  // The payload inside the page, or null where the page brings none.
  async function embedded() {
    const element = document.getElementById("mapper-document");
    if (!element) return null;
    const binary = atob(element.textContent.replace(/\s+/g, ""));
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
    element.textContent = "";
    if (!(element.dataset.encoding || "").startsWith("gzip")) return bytes.buffer;
    if (!("DecompressionStream" in window)) throw new DocumentError(client.words.tooOld);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    try {
      return await new Response(stream).arrayBuffer();
    } catch (error) {
      throw new DocumentError(client.words.cannotRead, { cause: error });
    }
  }

  client.MapDocument = MapDocument;
  client.DocumentError = DocumentError;
  client.NO_CODE = NO_CODE;
  client.embeddedDocument = embedded;
})((window.MapperClient = window.MapperClient || {}));
