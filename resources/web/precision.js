// Circles of how far each event in view may be off, where these are few enough to be told apart.
(function (client) {
  "use strict";

  const { format, geodesic, words } = client;
  const MOST = 200;
  const SMALLEST_PX = 6;
  const LARGEST_M = 2e6;
  const CORNERS = 64;

  client.feature((app) => {
    let events = null;
    let inView = null;
    const known = new Map();

    function ringOf(index) {
      if (!known.has(index)) {
        const { lon, lat, radius_m } = app.doc.arrays;
        const at = [lon[index] / 1e7, lat[index] / 1e7];
        known.set(index, geodesic.circle(...at, radius_m[index], CORNERS));
      }
      return known.get(index);
    }

    function collect() {
      const { map } = app;
      const { x, y, size } = client.projection;
      const bounds = map.getBounds();
      const [west, east] = [x(bounds.getWest()), x(bounds.getEast())];
      const [top, bottom] = [y(bounds.getNorth()), y(bounds.getSouth())];
      const { lat, radius_m } = app.doc.arrays;
      const wide = [];
      for (let copy = Math.floor(west); copy <= Math.floor(east); copy++) {
        inView.collect(west - copy, top, east - copy, bottom);
        for (let k = 0; k < inView.count; k++) {
          const i = inView.found[k];
          const degree_m = geodesic.degreeOfLongitude(lat[i] / 1e7);
          const pixel_m = (360 / size(map.getZoom())) * degree_m;
          if (radius_m && radius_m[i] > SMALLEST_PX * pixel_m && radius_m[i] < LARGEST_M) {
            if (wide.push([i, copy]) > MOST) return wide;
          }
        }
      }
      return wide;
    }

    function update() {
      if (!app.events) return;
      if (events !== app.events) {
        events = app.events;
        inView = new client.InView(events);
        known.clear();
      }
      const on = app.look.circles && app.layers.on.events;
      const wide = on ? collect() : [];
      const few = wide.length <= MOST;
      let text = null;
      if (on && !few) text = words.tooManyCircles(format.count(MOST));
      else if (on && !wide.length) text = words.noCircles;
      app.eventLegend.noteCircles(text);
      const rings = few ? wide : [];
      app.lines.set(
        "circles",
        rings.map(([i, copy]) => ({
          style: "circles",
          points: ringOf(i).map(([lon, lat]) => [lon + 360 * copy, lat]),
        })),
      );
    }

    const soon = () => client.painter.request(update);
    for (const name of ["document", "filter", "view", "display"]) app.on(name, soon);
    app.layers.onChange(soon);
  });
})((window.MapperClient = window.MapperClient || {}));
