// The view in the address of an exported file: #map=zoom/lat/lon&from=..&until=..&event=..
//
// What stands there comes from anyone: it is read by strict patterns, and what fits none is passed
// over. The address is replaced, not added to: going back leaves the page, as in any other.
(function (client) {
  "use strict";

  const { coordinates, format } = client;
  const NUMBER = "(-?\\d{1,3}(?:\\.\\d{1,12})?)";
  const MAP = new RegExp(`^(\\d{1,2}(?:\\.\\d{1,4})?)/${NUMBER}/${NUMBER}$`);
  const LONGEST = 2000;
  // Browsers refuse an address that changes too often.
  const PAUSE_MS = 250;

  // {map: {zoom, lat, lon}, from, until, event}, each only where it is well formed.
  function read(fragment) {
    const found = {};
    const parts = fragment.replace(/^#/, "");
    if (parts.length > LONGEST) return found;
    for (const part of parts.split("&")) {
      const [name, ...rest] = part.split("=");
      if (Object.hasOwn(found, name)) continue;
      const value = decoded(rest.join("="));
      if (name === "map") found.map = readMap(value);
      else if (name === "from" || name === "until") found[name] = readDay(value);
      else if (name === "event") found.event = value || undefined;
    }
    if (found.from && found.until && found.from > found.until) delete found.from, delete found.until;
    return found;
  }

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return "";
    }
  }

  function readMap(text) {
    const match = MAP.exec(text);
    if (!match) return undefined;
    const [zoom, lat, lon] = match.slice(1).map(Number);
    if (zoom > 22 || Math.abs(lat) > 90 || Math.abs(lon) > 180) return undefined;
    return { zoom, lat, lon };
  }

  function readDay(text) {
    return format.dayNumber(text) === null ? undefined : text.trim();
  }

  function write({ lon, lat, zoom, from, until }, eventId) {
    const decimals = coordinates.decimalsAt(zoom) + 1;
    const place = [lat, lon].map((degrees) => coordinates.fixed(degrees, decimals));
    const parts = [`map=${Number(zoom.toFixed(2))}/${place.join("/")}`];
    if (from) parts.push(`from=${from}`);
    if (until) parts.push(`until=${until}`);
    if (eventId) parts.push(`event=${encodeURIComponent(eventId)}`);
    // The form for articles is asked for there, too (embedding.js).
    if (/^#(.*&)?embed(&|$)/.test(location.hash)) parts.unshift("embed");
    return `#${parts.join("&")}`;
  }

  class Address {
    constructor(app) {
      this.app = app;
      this.started = false;
      this.timer = null;
      app.on("document", () => this.begin());
      for (const name of ["view", "select"]) app.on(name, () => this.changed());
      window.addEventListener("hashchange", () => this.apply());
    }

    // The fragment the page shows now.
    get text() {
      const { app } = this;
      return write(app.view(), app.selected === null ? null : app.doc.idOf(app.selected));
    }

    // Once, when the first document stands.
    begin() {
      if (this.started) return;
      this.started = true;
      this.apply();
      // What the page shows by itself needs no address.
      this.last = this.text;
    }

    apply() {
      const { app } = this;
      if (!app.doc || location.hash === this.written) return;
      const asked = read(location.hash);
      if ("from" in asked || "until" in asked) app.setRange(asked.from ?? null, asked.until ?? null);
      const index = asked.event ? app.doc.indexOf(asked.event) : -1;
      if (index >= 0) app.select(index, { pan: !asked.map });
      if (asked.map) {
        const { lat, lon, zoom } = asked.map;
        app.map.setView([lat, lon], zoom, { animate: false });
      }
    }

    changed() {
      if (!this.started) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keep(), PAUSE_MS);
    }

    keep() {
      const { text } = this;
      if (text === this.last) return;
      this.last = this.written = text;
      try {
        history.replaceState(history.state, "", text);
      } catch {
        // A frame without an address of its own has none to keep.
      }
    }

    // An address that opens the page as it is now; null where the page has none.
    link() {
      if (!/^(https?|file):$/.test(location.protocol)) return null;
      return location.href.replace(/#.*$/s, "") + this.text;
    }
  }

  client.address = { read, write };
  client.feature((app) => {
    if (app.inWindow) return;
    app.address = new Address(app);
  });
})((window.MapperClient = window.MapperClient || {}));
