// Starts the page and publishes window.mapper (see README.md).
(function (client) {
  "use strict";

  const { format, geodesic, given, painter, theme, words } = client;
  const container = document.getElementById("map");

  const failed = (error) => {
    const known = error instanceof client.DocumentError;
    client.page.error(container, known ? error.message : words.cannotDraw);
  };

  let app;
  const broken = () => {
    client.page.error(container, words.broken);
    if (app) app.emit("broken", words.broken);
  };
  window.addEventListener("error", broken);
  window.addEventListener("unhandledrejection", broken);

  try {
    client.app = app = new client.App(container);
  } catch (error) {
    failed(error);
    throw error;
  }

  let settle;
  const ready = new Promise((resolve, reject) => (settle = { resolve, reject }));
  // Whoever asks for "ready" hears of a failure; nobody asking is no second failure.
  ready.catch(() => {});

  client.fail = (error) => {
    failed(error);
    settle.reject(error);
  };

  async function load(buffer, options) {
    try {
      const doc = new client.MapDocument(buffer);
      app.show(doc, options);
      if (options && options.shown) options.shown();
      await painter.drawn();
      settle.resolve();
    } catch (error) {
      client.fail(error);
      throw error;
    }
  }

  const iso = (dayNumber) => (dayNumber === null ? null : format.isoDay(dayNumber));

  // One bit an event in the order of the document, lowest bit first.
  function maskOfBits(binary, count) {
    const mask = new Uint8Array(count);
    for (let i = 0; i < count; i++) mask[i] = (binary.charCodeAt(i >> 3) >> (i & 7)) & 1;
    return mask;
  }

  // What tells some of the events: ids, {bits}, or nothing for null.
  function chosen(name, value) {
    if (value === null || value === undefined) return null;
    if (Array.isArray(value)) return (events) => events.among(value);
    const bits = given.bits(name, value);
    return (events) => maskOfBits(bits, events.count);
  }

  function told({ front, day: dayNumber, end, ...answer }) {
    const { distance_m, min_m, max_m, azimuth_deg, inside, source, gap_days, refused } = answer;
    return {
      ...{ source, as_of: format.isoDay(dayNumber), gap_days, refused, front_id: front.front_id },
      ...(refused ? {} : { distance_m, min_m, max_m, azimuth_deg, inside, lon: end.lon, lat: end.lat }),
    };
  }

  window.mapper = {
    ready,
    load,
    update: (changes) => app.doc && app.update(given.list("update", changes)),
    counts() {
      const { events, fronts } = app;
      return {
        events: events ? events.count : 0,
        shown: events ? events.shownCount : 0,
        on_map: events ? events.onMapCount : 0,
        fronts: fronts ? fronts.count : 0,
      };
    },
    ids: () => (app.doc && app.doc.has("event_id") ? [...app.doc.column("event_id")] : []),
    setRange(from, until, options) {
      const { withoutDay = false } = options ?? {};
      const range = given.days(from, until);
      app.setRange(...range.map(iso), Boolean(withoutDay));
    },
    play: (options) => app.timeline.play(given.playing(options)),
    pause: () => app.timeline.pause(),
    setShown: (shown) => app.setShown(chosen("setShown", shown)),
    setRinged: (ringed) => app.severalRings.set(chosen("setRinged", ringed)),
    select(id, options) {
      const { pan = true } = options ?? {};
      if (id === null || id === undefined || id === "") {
        app.select(null);
        return true;
      }
      const index = app.doc ? app.doc.indexOf(id) : -1;
      if (index < 0) return false;
      app.select(index, { pan });
      return true;
    },
    selected: () => (app.selected === null ? null : app.doc.idOf(app.selected)),
    measure: (points) => geodesic.length(given.places(points)),
    startMeasure: () => app.measureTool.start(),
    stopMeasure: () => app.measureTool.stop(),
    undoMeasure: () => app.measureTool.undo(),
    closeMeasure: () => app.measureTool.close(),
    distanceToFront(place, radius_m = 0) {
      const [lon, lat] = given.place(place);
      given.optional(given.number)("radius_m", radius_m, 0);
      if (!app.fronts) return [];
      return client.frontDistance.toFronts(app.fronts, { lon, lat, radius_m }).map(told);
    },
    area: (corners) => geodesic.area(given.places(corners)),
    setUnit: (unit) => app.setUnit(given.oneOf("setUnit", unit, Object.keys(format.UNITS))),
    showGeodesic: (data) => app.overlay.showGeodesic(given.geodesic(data)),
    setMeasurements: client.setMeasurements,
    setFrontDay: (value) => app.setFrontDay(iso(given.day(value))),
    frontDay() {
      if (!app.fronts) return { day: null, fronts: [] };
      const shownDay = app.fronts.day;
      return {
        day: shownDay === null ? null : format.isoDay(shownDay),
        fronts: app.fronts.shown.map((front) => front.front_id),
      };
    },
    showChanges(from, until) {
      const range = given.days(from, until, { mustDiffer: true });
      if (app.fronts) app.changes.show(...range);
    },
    hideChanges: () => app.changes.close(),
    changes: () => app.changes.told(),
    setTheme: (name) => theme.set(given.optional(given.oneOf)("setTheme", name, ["light", "dark", "high-contrast"])),
    setStyle: (name) => app.look.setStyle(name),
    setDisplay: (name) => app.look.setDisplay(name),
    setCircles: (on) => app.look.setCircles(on),
    look: () => app.look.state(),
    setLayer: (name, on) => app.layers.set(name, on),
    setLabels: client.labelScript.set,
    setTiles: (tiles) => app.setTiles(given.tiles(tiles)),
    view: () => app.view(),
    // What is left out stays.
    setView(view) {
      const now = app.view();
      const { lon, lat, zoom } = given.object("setView", view);
      const at = L.latLng(given.lat(lat ?? now.lat), given.lon(lon ?? now.lon)).wrap();
      app.map.setView(at, given.number("zoom", zoom ?? now.zoom), { animate: false });
      app.card.keepInside();
    },
    fit: () => app.fit(),
    home: () => app.fit(),
    drawn: painter.drawn,
    on: (name, callback) => app.on(name, given.callback("callback", callback)),
  };
  client.app = app;

  client.page.message(container, words.loading);
  client
    .embeddedDocument()
    .then((buffer) => buffer && load(buffer, { view: "fit" }))
    .catch(client.fail);
})((window.MapperClient = window.MapperClient || {}));
