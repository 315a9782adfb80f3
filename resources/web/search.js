// Finding places and events by words; half a million events in slices that stop no frame.
(function (client) {
  "use strict";

  const { fold } = client;
  const SLICE_MS = 10;
  const CHECK_EVERY = 256;
  const MOST_PLACES = 6;
  const MOST_EVENTS = 40;

  class Search {
    constructor(doc, events) {
      this.doc = doc;
      this.events = events;
      // Folded texts of the events, made when first looked through.
      this.folded = new Array(doc.count);
      this.foldedPlaces = new Map();
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
      const places = this.findPlaces(text, tokens);
      const best = new Best(MOST_EVENTS);
      const exact = this.doc.indexOf(words.trim());
      if (exact >= 0) best.add(exact, Infinity);
      let until = performance.now() + SLICE_MS;
      for (let i = 0; i < this.doc.count; i++) {
        if (i % CHECK_EVERY === 0 && performance.now() > until) {
          progress({ places, events: best.items(), count: best.count, partial: true });
          await pause();
          if (mine !== this.asked) return null;
          until = performance.now() + SLICE_MS;
        }
        if (i === exact) continue;
        const folded = (this.folded[i] ??= this.textOf(i));
        if (tokens.every((token) => folded.includes(token))) best.add(i, this.rank(i, folded, text));
      }
      return { places, events: best.items(), count: best.count, partial: false };
    }

    textOf(index) {
      const { doc } = this;
      const place = doc.text("place", index) || "";
      if (!this.foldedPlaces.has(place)) this.foldedPlaces.set(place, fold(place));
      const title = fold(doc.text("title", index) || "");
      return `${title} ${this.foldedPlaces.get(place)} ${fold(doc.idOf(index) || "")}`;
    }

    // Titles that begin with the words first, then the newest.
    rank(index, folded, text) {
      const day = this.events.start[index];
      return (folded.startsWith(text) ? 1e7 : 0) + Math.max(day, -1e6);
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
