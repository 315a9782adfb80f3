// Starts the page and publishes window.mapper (see README.md).
(function (client) {
  "use strict";

  const { format, geodesic, painter, theme, words } = client;
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
    app = new client.App(container);
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
      await painter.drawn();
      settle.resolve();
    } catch (error) {
      client.fail(error);
      throw error;
    }
  }

  function day(value) {
    if (value === null || value === undefined || value === "") return null;
    if (format.dayNumber(value) === null) throw new RangeError(words.badRange);
    return String(value).trim();
  }

  // One bit an event in the order of the document, lowest bit first, base64.
  function maskOfBits(text, count) {
    const binary = atob(text);
    const mask = new Uint8Array(count);
    for (let i = 0; i < count; i++) mask[i] = (binary.charCodeAt(i >> 3) >> (i & 7)) & 1;
    return mask;
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
    update: (changes) => app.update(changes),
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
    setRange(from, until, { withoutDay = false } = {}) {
      const range = [day(from), day(until)];
      if (range[0] && range[1] && range[0] > range[1]) throw new RangeError(words.badRange);
      app.setRange(...range, withoutDay);
    },
    play: (options) => app.timeline.play(options),
    pause: () => app.timeline.pause(),
    setShown(shown) {
      if (shown === null || shown === undefined) app.setShown(null);
      else if (Array.isArray(shown)) app.setShown((events) => events.among(shown));
      else app.setShown((events) => maskOfBits(shown.bits, events.count));
    },
    select(id, { pan = true } = {}) {
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
    measure: (points) => geodesic.length(points),
    startMeasure: () => app.measureTool.start(),
    stopMeasure: () => app.measureTool.stop(),
    undoMeasure: () => app.measureTool.undo(),
    closeMeasure: () => app.measureTool.close(),
    distanceToFront: ([lon, lat], radius_m = 0) =>
      app.fronts ? client.frontDistance.toFronts(app.fronts, { lon, lat, radius_m }).map(told) : [],
    area: (corners) => geodesic.area(corners),
    setUnit: (unit) => app.setUnit(unit),
    showGeodesic: (data) => app.overlay.showGeodesic(data),
    setFrontDay: (value) => app.setFrontDay(day(value)),
    frontDay() {
      if (!app.fronts) return { day: null, fronts: [] };
      const shownDay = app.fronts.day;
      return {
        day: shownDay === null ? null : format.isoDay(shownDay),
        fronts: app.fronts.shown.map((front) => front.front_id),
      };
    },
    showChanges: (from, until) => app.changes.show(format.dayNumber(from), format.dayNumber(until)),
    hideChanges: () => app.changes.close(),
    changes: () => app.changes.told(),
    setTheme: theme.set,
    setStyle: (name) => app.look.setStyle(name),
    setDisplay: (name) => app.look.setDisplay(name),
    setCircles: (on) => app.look.setCircles(on),
    look: () => app.look.state(),
    setLayer: (name, on) => app.layers.set(name, on),
    setLabels: client.labelScript.set,
    setTiles: (tiles) => app.setTiles(tiles),
    view: () => app.view(),
    setView({ lon, lat, zoom }) {
      app.map.setView(L.latLng(lat, lon).wrap(), zoom, { animate: false });
      app.card.keepInside();
    },
    fit: () => app.fit(),
    home: () => app.fit(),
    drawn: painter.drawn,
    on: (name, callback) => app.on(name, callback),
  };
  client.app = app;

  client.page.message(container, words.loading);
  client
    .embeddedDocument()
    .then((buffer) => buffer && load(buffer, { view: "fit" }))
    .catch(client.fail);
})((window.MapperClient = window.MapperClient || {}));
