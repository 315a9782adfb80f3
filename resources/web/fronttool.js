// A mode that tells how far a place is from the line of contact of the shown day.
(function (client) {
  "use strict";

  const { frontDistance, geodesic, overlayDot, words } = client;
  const ICON = ["M14.500 2.500c-2.500 2.500 2.500 5 0 7.500s2.500 5 0 7.500M2.500 10h8M8 7.500l2.500 2.500L8 12.500"];

  class FrontTool {
    constructor(app) {
      this.app = app;
      this.on = false;
      // {lon, lat, name, radius_m, vague}; the longitude as clicked.
      this.place = null;
      this.dots = L.layerGroup().addTo(app.map);
      this.panel = new client.FrontPanel(app.container, {
        end: () => this.stop(),
        unit: (name) => app.setUnit(name),
      });
      this.button = app.addButton("frontTool", () => this.toggle(), ICON);
      this.button.setAttribute("aria-pressed", "false");
      app.keys.d = () => this.toggle();
      app.clicks.push((event) => this.clicked(event));
      app.escapes.push(() => this.escape());
      app.map.on("measurestart", () => this.stop());
      for (const name of ["front", "document", "unit"]) app.on(name, () => this.update());
    }

    toggle() {
      if (this.on) this.stop();
      else this.start();
    }

    start() {
      if (this.on) return;
      const { app } = this;
      app.measureTool.stop();
      app.card.hide();
      this.on = true;
      this.place = null;
      app.keys.Enter = () => this.ask(app.map.getCenter(), words.middleOfMap);
      this.mode(true);
      app.container.focus({ preventScroll: true });
      this.update();
    }

    stop() {
      if (!this.on) return;
      this.on = false;
      this.place = null;
      delete this.app.keys.Enter;
      this.mode(false);
      this.update();
    }

    mode(on) {
      this.app.container.classList.toggle("mapper-aiming", on);
      this.button.setAttribute("aria-pressed", String(on));
      this.app.map.doubleClickZoom[on ? "disable" : "enable"]();
    }

    escape() {
      if (!this.on) return false;
      this.stop();
      return true;
    }

    clicked(event) {
      if (!this.on) return false;
      const index = this.app.pointing.clicked(event);
      if (index === null) this.ask(event.latlng, "");
      else this.askEvent(index, event.latlng);
      return true;
    }

    ask({ lat, lng }, name) {
      this.start();
      this.place = { lon: lng, lat, name, radius_m: 0, vague: false };
      this.update();
    }

    askEvent(index, latlng) {
      const { app } = this;
      const { doc, pointing } = app;
      const at = pointing.startOf(index, latlng);
      const name = doc.text("place", index) || client.eventText.titleOf(doc, index);
      this.place = at ? { ...at, name, vague: false } : { vague: true, name };
      this.update();
    }

    // Draws and tells all again: after another place, day, document or unit.
    update() {
      const { app, place } = this;
      this.dots.clearLayers();
      const answers =
        place && !place.vague && app.fronts ? frontDistance.toFronts(app.fronts, place) : [];
      const first = answers.find((answer) => !answer.refused);
      app.lines.set("front", first ? [{ style: "measure", points: wayTo(place, first) }] : []);
      if (place && !place.vague) dot([place.lon, place.lat], 5).addTo(this.dots);
      if (first) {
        const way = wayTo(place, first);
        dot(way[way.length - 1], 4).addTo(this.dots);
      }
      this.panel.write({ on: this.on, place, answers });
    }
  }

  function wayTo(place, { end }) {
    return geodesic.line(place.lon, place.lat, end.lon, end.lat);
  }

  function dot(at, radius) {
    return overlayDot(at, radius, "mapper-line-point");
  }

  client.feature((app) => {
    app.frontTool = new FrontTool(app);
  });
})((window.MapperClient = window.MapperClient || {}));
