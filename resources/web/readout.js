// The coordinates under the pointer, or of the middle of the map where there is none.
(function (client) {
  "use strict";

  const { coordinates, copying, dom, painter, words } = client;
  const { el } = dom;

  class Readout {
    constructor(app) {
      this.app = app;
      this.form = "decimal";
      this.pointer = null;
      this.text = el("span");
      this.what = el("span", { class: "mapper-note" });
      const copy = el(
        "button",
        { type: "button", class: "mapper-readout-copy", title: words.copyCoordinates, onclick: () => this.copy() },
        this.text,
        " ",
        this.what,
      );
      this.switch = el("button", { type: "button", onclick: () => this.turn() });
      this.element = el(
        "div",
        { class: "mapper-readout leaflet-control", role: "group", "aria-label": words.coordinates },
        copy,
        this.switch,
      );
      dom.shield(this.element);
      const { map } = app;
      map.getContainer().querySelector(".leaflet-bottom.leaflet-left").append(this.element);
      this.job = () => this.write();
      map.on("mousemove", (event) => this.point(event.latlng));
      map.on("mouseout", () => this.point(null));
      map.on("move zoomend", () => painter.request(this.job));
      // Over the controls there is no place under the pointer.
      this.element.addEventListener("mouseenter", () => this.point(null));
      app.keys.c = () => this.copy();
      this.write();
    }

    point(latlng) {
      this.pointer = latlng;
      painter.request(this.job);
    }

    get place() {
      return this.pointer || this.app.map.getCenter();
    }

    write() {
      const zoom = this.app.map.getZoom();
      this.text.textContent = coordinates[this.form](this.place, zoom);
      this.what.textContent = this.pointer ? "" : words.ofMiddle;
      const other = this.form === "decimal" ? words.dms : words.decimal;
      this.switch.textContent = other;
      this.switch.title = words.showCoordinatesAs(other);
    }

    turn() {
      this.form = this.form === "decimal" ? "dms" : "decimal";
      this.write();
    }

    copy() {
      const zoom = this.app.map.getZoom();
      const text =
        this.form === "dms"
          ? coordinates.dms(this.place, zoom)
          : coordinates.plain(this.place, zoom, "lat");
      copying.copy(this.app, text);
    }
  }

  client.feature((app) => {
    app.readout = new Readout(app);
  });
})((window.MapperClient = window.MapperClient || {}));
