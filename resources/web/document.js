// Reading a map document: a JSON header and columns (written by mapper/mapdoc).
(function (client) {
  "use strict";

  const { packing } = client;
  const NO_CODE = 255;
  // The newest format this page reads.
  const FORMAT = 2;

  class DocumentError extends Error {}

  class MapDocument {
    constructor(buffer) {
      const [header, base] = readHeader(buffer);
      if (!(header.format <= FORMAT)) {
        throw new DocumentError(client.words.wrongFormat(header.format, FORMAT));
      }
      this.header = header;
      this.buffer = buffer;
      this.count = header.events || 0;
      this.fronts = header.fronts || [];
      this.basemap = header.basemap || null;
      this.parsed = new Map();
      this.texts = {};
      this.lists = {};
      this.arrays = {};
      for (const [name, part] of Object.entries(header.arrays || {})) {
        this.arrays[name] = packing.array(buffer, base, part, this.arrays);
      }
      // lon, lat of the fronts' vertices, each as the step from the one before.
      this.frontSteps = header.front_points
        ? packing.array(buffer, base, header.front_points, {})
        : new Int32Array(0);
      for (const layer of this.basemap ? this.basemap.layers : []) {
        if (layer.lines) layer.features = packing.lines(buffer, base, layer.lines);
      }
      for (const [name, part] of Object.entries(header.texts || {})) {
        this.texts[name] = new packing.Texts(buffer, base, part);
      }
      for (const [name, part] of Object.entries(header.lists || {})) {
        this.lists[name] = new packing.Lists(buffer, base, part);
      }
    }

    has(column) {
      return column in this.texts || column in this.lists;
    }

    // Whether a column is left out on purpose: of it nothing is said, not even "unknown".
    hides(column) {
      return (this.header.hidden || []).includes(column);
    }

    // All texts of a column: for what looks through every event.
    column(name) {
      if (!this.parsed.has(name)) this.parsed.set(name, this.texts[name].all());
      return this.parsed.get(name);
    }

    text(name, index) {
      if (name in this.lists) return this.lists[name].at(index, this.text("title", index));
      if (this.parsed.has(name)) return this.parsed.get(name)[index] ?? null;
      return name in this.texts ? this.texts[name].at(index) : null;
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
      if (this.parsed.has("event_id")) return this.parsed.get("event_id").indexOf(id);
      return "event_id" in this.texts ? this.texts.event_id.indexOf(String(id)) : -1;
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
