// A document after a change of few events: the rows of these are put among those of the others.
(function (client) {
  "use strict";

  const { MapDocument, NO_CODE } = client;
  // Arrays of codes, and the vocabulary their codes point into.
  const CODED = {
    status: "verification_status",
    precision: "geo_precision",
    type: "event_type",
    weapon: "weapon",
  };

  // gone: rows of doc that are no more, or not as they were; there: rows of the new document that
  // are new, or not as they were; document: these rows alone, packed and in base64.
  function updated(doc, { gone, there, document }) {
    const part = new MapDocument(bytesOf(document));
    const count = doc.count - gone.length + there.length;
    const put = (values, fresh) => spliced(values, fresh, gone, there, count);
    const next = Object.assign(Object.create(MapDocument.prototype), doc);
    next.count = count;
    next.header = { ...doc.header, events: count, data_date: part.header.data_date };
    next.header.vocabulary = { ...doc.header.vocabulary };
    next.arrays = {};
    for (const [name, values] of Object.entries(doc.arrays)) {
      const fresh = part.arrays[name];
      next.arrays[name] = put(values, name in CODED ? recoded(next, part, name) : fresh);
    }
    [next.header.first_day, next.header.last_day] = days(next);
    next.parsed = new Map();
    // Where the texts of each row are: a row of the document as it was loaded, or, from -1
    // down, the place among those that came since.
    const rows = doc.rows || asLoaded(doc.count);
    const since = doc.since || 0;
    next.since = since + there.length;
    next.rows = put(rows, there.map((_, place) => ~(since + place)));
    next.texts = {};
    for (const [name, texts] of Object.entries(doc.texts)) {
      const [loaded, came] = texts instanceof AmendedTexts ? [texts.loaded, texts.came] : [texts, []];
      const fresh = [...came, ...part.column(name)];
      next.texts[name] = new AmendedTexts(loaded, fresh, next.rows);
    }
    return next;
  }

  function asLoaded(count) {
    const rows = new Int32Array(count);
    for (let row = 0; row < count; row++) rows[row] = row;
    return rows;
  }

  // A column of texts after updates: half a million are not written anew for one.
  class AmendedTexts {
    constructor(loaded, came, rows) {
      Object.assign(this, { loaded, came, rows });
    }

    at(index) {
      const row = this.rows[index];
      return row < 0 ? (this.came[~row] ?? null) : this.loaded.at(row);
    }

    // Of texts that stand once, as ids do.
    indexOf(text) {
      const newest = this.came.lastIndexOf(text);
      const place = newest < 0 ? -1 : this.rows.indexOf(~newest);
      if (place >= 0) return place;
      const row = this.loaded.indexOf(text);
      return row < 0 ? -1 : this.rows.indexOf(row);
    }

    all() {
      return Array.from(this.rows, (_, index) => this.at(index));
    }
  }

  function bytesOf(text) {
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes.buffer;
  }

  function spliced(values, fresh, gone, there, count) {
    const result = new values.constructor(count);
    let [from, to, left, put] = [0, 0, 0, 0];
    while (to < count) {
      if (there[put] === to) {
        result[to++] = fresh[put++];
      } else if (gone[left] === from) {
        from++;
        left++;
      } else {
        const run = Math.min(
          (gone[left] ?? values.length) - from,
          (there[put] ?? count) - to,
        );
        result.set(values.subarray(from, from + run), to);
        from += run;
        to += run;
      }
    }
    return result;
  }

  // The part's codes in the vocabulary of the whole, which grows by words it does not have yet.
  function recoded(whole, part, name) {
    const vocabulary = CODED[name];
    const terms = [...whole.terms(vocabulary)];
    const codes = part.terms(vocabulary).map((term) => {
      const known = terms.findIndex((one) => one.value === term.value);
      if (known >= 0 || terms.length >= NO_CODE) return known < 0 ? NO_CODE : known;
      return terms.push(term) - 1;
    });
    whole.header.vocabulary[vocabulary] = terms;
    return part.arrays[name].map((code) => (code === NO_CODE ? NO_CODE : codes[code]));
  }

  function days({ arrays, count }) {
    const { NO_DAY } = client.format;
    let [first, last] = [null, null];
    for (let i = 0; i < count; i++) {
      if (arrays.start[i] === NO_DAY) continue;
      if (first === null || arrays.start[i] < first) first = arrays.start[i];
      if (last === null || arrays.end[i] > last) last = arrays.end[i];
    }
    return [first, last];
  }

  client.updatedDocument = updated;
})((window.MapperClient = window.MapperClient || {}));
