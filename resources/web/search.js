// Finding places and events by words; half a million events in slices that stop no frame.
(function (client) {
  "use strict";

  const { fold } = client;
  const SLICE_MS = 10;
  // Events whose folded texts stand in one string, where a word is found far faster.
  const BLOCK = 1024;
  const COLUMNS = ["title", "place", "event_id"];
  const MOST_PLACES = 6;
  const MOST_EVENTS = 40;

  class Search {
    constructor(doc, events) {
      this.doc = doc;
      this.events = events;
      // Made when first looked through: {text, starts} each.
      this.blocks = [];
      this.places = null;
      this.asked = 0;
    }

    // {places, events, count, partial} for words; calls progress with what is found so far.
    // null once something else is asked.
    async find(words, progress = () => {}) {
      const mine = ++this.asked;
      const text = fold(words);
      const tokens = text.split(" ").filter(Boolean);
      if (!tokens.length) return { places: [], events: [], count: 0 };
      // The longest is the rarest.
      tokens.sort((a, b) => b.length - a.length);
      const places = this.findPlaces(text, tokens);
      const best = new Best(MOST_EVENTS);
      const tell = (partial) => ({ places, events: best.items(), count: best.count, partial });
      if (!this.blocks.length) {
        progress(tell(true));
        // Unpacked one at a time, so that each stops the page only a moment.
        for (const name of COLUMNS) {
          await pause();
          if (this.doc.has(name) && this.doc.count) this.doc.text(name, 0);
        }
      }
      const exact = this.doc.indexOf(words.trim());
      if (exact >= 0) best.add(exact, Infinity);
      let until = performance.now() + SLICE_MS;
      for (let first = 0; first < this.doc.count; first += BLOCK) {
        const block = (this.blocks[first / BLOCK] ??= this.blockFrom(first));
        for (const i of matches(block, tokens)) {
          const index = first + i;
          if (index !== exact) best.add(index, this.rank(index, block.text, block.starts[i], text));
        }
        if (performance.now() < until) continue;
        progress(tell(true));
        await pause();
        if (mine !== this.asked) return null;
        until = performance.now() + SLICE_MS;
      }
      return mine === this.asked ? tell(false) : null;
    }

    blockFrom(first) {
      const texts = [];
      const starts = new Uint32Array(Math.min(BLOCK, this.doc.count - first) + 1);
      for (let i = 0; i + 1 < starts.length; i++) {
        const text = COLUMNS.map((name) => fold(this.doc.text(name, first + i) || "")).join(" ");
        texts.push(text);
        starts[i + 1] = starts[i] + text.length + 1;
      }
      return { text: texts.join("\n"), starts };
    }

    // Titles that begin with the words first, then the newest.
    rank(index, folded, at, text) {
      const day = this.events.start[index];
      return (folded.startsWith(text, at) ? 1e7 : 0) + Math.max(day, -1e6);
    }

    findPlaces(text, tokens) {
      this.places ??= placesOf(this.doc.basemap);
      return this.places
        .filter(({ keys }) => keys.some((key) => tokens.every((token) => key.includes(token))))
        .map((place) => ({ place, begins: place.keys.some((key) => key.startsWith(text)) }))
        .sort((a, b) => Number(b.begins) - Number(a.begins) || importance(b) - importance(a))
        .slice(0, MOST_PLACES)
        .map(({ place }) => place);
    }
  }

  // Which texts of a block hold every token, in order.
  function* matches({ text, starts }, [token, ...others]) {
    let i = 0;
    for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, starts[i + 1])) {
      while (starts[i + 1] <= at) i++;
      const within = () => text.slice(starts[i], starts[i + 1]);
      if (!others.length || others.every((other) => within().includes(other))) yield i;
      if (i + 2 >= starts.length) return;
    }
  }

  // Keeps the highest ranked of many.
  class Best {
    constructor(most) {
      this.most = most;
      this.kept = [];
      this.count = 0;
    }

    add(index, rank) {
      this.count++;
      const { kept, most } = this;
      if (kept.length === most && rank <= kept[most - 1].rank) return;
      let at = kept.length;
      while (at > 0 && kept[at - 1].rank < rank) at--;
      kept.splice(at, 0, { index, rank });
      if (kept.length > most) kept.pop();
    }

    items() {
      return this.kept.map(({ index }) => index);
    }
  }

  function placesOf(basemap) {
    const places = basemap && basemap.places;
    if (!places || !places.name) return [];
    return places.name.map((name, i) => {
      const local = (places.local && places.local[i]) || "";
      return {
        name,
        local: local === name ? "" : local,
        keys: [name, local].filter(Boolean).map(fold),
        lon: places.lon[i] / basemap.scale,
        lat: places.lat[i] / basemap.scale,
        kind: places.kind[i],
        population: places.population[i] || 0,
      };
    });
  }

  function importance({ place }) {
    return (place.kind === "country" ? 1e10 : place.kind === "region" ? 6e5 : 0) + place.population;
  }

  function pause() {
    return new Promise((go) => setTimeout(go));
  }

  client.Search = Search;
})((window.MapperClient = window.MapperClient || {}));
