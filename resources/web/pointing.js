// What the pointer is over: the event under it, its rings and its label.
(function (client) {
  "use strict";

  const { painter } = client;
  // Of an event that states a precision but no radius; as in mapper/model/vocabulary.py.
  const RADIUS_M = {
    exact: 10,
    vicinity: 100,
    settlement: 5000,
    area: 30000,
    region: 100000,
    country: null,
  };
  const SLACK_PX = { mouse: 3, touch: 12 };

  class Pointing {
    // app has: map, marks, events, doc, layers, selected, overlay, tip, container, emit.
    constructor(app) {
      this.app = app;
      this.hovered = null;
      this.latlng = null;
      this.job = () => {
        const still = this.latlng && !app.map.dragging.moving();
        this.hover(still ? this.hitAt(this.latlng) : null);
      };
    }

    hitAt(latlng, slack = SLACK_PX.mouse) {
      const { map, marks, layers } = this.app;
      if (!marks || !layers.on.events) return null;
      const { x, y } = client.projection;
      return marks.hit(x(latlng.lng), y(latlng.lat), map.getZoom(), slack);
    }

    // The event a click of mouse or finger is meant for, or null.
    clicked(event) {
      return this.hitAt(event.latlng, this.slackOf(event));
    }

    // How far beside a mark a click may be, in CSS pixels.
    slackOf({ originalEvent, slack }) {
      const touch = originalEvent && originalEvent.pointerType === "touch";
      return slack ?? (touch ? SLACK_PX.touch : SLACK_PX.mouse);
    }

    // A click in the middle of the map, meant for what is nearest to it.
    get middle() {
      const size = this.app.map.getSize();
      return { latlng: this.app.map.getCenter(), slack: Math.min(size.x, size.y) / 2 };
    }

    // The event nearest to the middle of the map, or null.
    nearest() {
      return this.clicked(this.middle);
    }

    // The event a measured line is to start or end at exactly; none known only to its country.
    eventAt(latlng, slack) {
      const index = this.hitAt(latlng, slack);
      return index === null ? null : this.startOf(index, latlng);
    }

    // An event as the start of a distance, in the copy of the world that was clicked.
    startOf(index, latlng) {
      const { doc } = this.app;
      const precision = doc.term("geo_precision", "precision", index);
      if (precision && precision.value === "country") return null;
      const { lon, lat } = doc.arrays;
      const at = lon[index] / 1e7;
      return {
        lon: at + 360 * Math.round((latlng.lng - at) / 360),
        lat: lat[index] / 1e7,
        name: doc.text("place", index) || client.eventText.titleOf(doc, index),
        id: doc.idOf(index),
        radius_m: this.radiusOf(index),
      };
    }

    // How far the place may be off in metres; null where nothing says.
    radiusOf(index) {
      const { doc } = this.app;
      const stated = doc.number("radius_m", index);
      const precision = doc.term("geo_precision", "precision", index);
      if (Number.isFinite(stated)) return stated;
      return precision ? (RADIUS_M[precision.value] ?? null) : null;
    }

    moved(latlng) {
      this.latlng = latlng;
      painter.request(this.job);
    }

    hover(index) {
      const { app } = this;
      if (index === null) this.latlng = null;
      if (index === this.hovered || !app.events) return;
      this.hovered = index;
      app.container.classList.toggle("mapper-over-event", index !== null);
      this.mark();
      const many = index === null ? 0 : app.events.samePoint(index).length;
      app.tip.show(app.events, index === app.selected ? null : index, many);
      app.emit("hover", index === null ? null : app.doc.idOf(index));
    }

    // Draws the rings around the events selected and pointed at.
    mark() {
      const { events, marks, map, overlay, selected } = this.app;
      if (!events) return;
      const radius = (index) => (index === null ? 0 : marks.ringRadius(index, map.getZoom()));
      overlay.mark("selection", events, selected, radius(selected));
      const hovered = this.hovered === selected ? null : this.hovered;
      overlay.mark("hover", events, hovered, radius(hovered));
    }
  }

  Pointing.RADIUS_M = RADIUS_M;
  client.Pointing = Pointing;
})((window.MapperClient = window.MapperClient || {}));
