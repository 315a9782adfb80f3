// Only in the desktop window, no part of an exported file: a mark that is dragged, clicked or
// stepped to where an event lies. The window is told, and writes it when the person says so.
(function (client) {
  "use strict";

  const { dom, geodesic, painter } = client;
  const STEP_PX = 1;
  const FAR_PX = 20;
  const SIZE_PX = 46;
  const EDGE_PX = 40;
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const SHAPES = [
    "M10 3.500a6.500 6.500 0 1 1-.010 0",
    "M10 .500v6M10 13.500v6M.500 10h6M13.500 10h6",
  ];

  class Mover {
    // call(name, ...values) tells the window.
    constructor(app, call) {
      this.app = app;
      this.call = call;
      // {id, label, radius_m} of what is moved, null while nothing is.
      this.moved = null;
      // [lon, lat] where it lies so far, null without a place.
      this.from = null;
      this.marker = null;
      this.tell = () => this.moved && this.told();
      app.clicks.unshift((event) => this.clicked(event));
      app.escapes.unshift(() => this.moved !== null && (call("moveLeft"), true));
      // Before Leaflet, for which arrows move the map.
      app.container.addEventListener("keydown", (event) => this.pressed(event), true);
      app.map.on("measurestart", () => this.moved && call("moveLeft"));
    }

    // {id, label, radius_m, lon, lat} (without lon and lat: where it lies), or null to end it.
    set(wanted) {
      if (wanted === null) {
        this.end();
        return;
      }
      if (!this.moved || this.moved.id !== wanted.id) this.start(wanted);
      this.moved = wanted;
      if (Number.isFinite(wanted.lon)) this.marker.setLatLng(this.inView(wanted));
      this.draw();
    }

    start({ id, label }) {
      const { app } = this;
      this.end();
      const index = app.doc ? app.doc.indexOf(id) : -1;
      this.from = index < 0 ? null : app.positionOf(index);
      app.card.hide();
      const at = this.from ? [this.from[1], this.from[0]] : app.map.getCenter();
      const icon = L.divIcon({
        className: "mapper-mover",
        html: dom.icon(...SHAPES),
        iconSize: [SIZE_PX, SIZE_PX],
      });
      this.marker = L.marker(at, { icon, draggable: true, autoPan: true, keyboard: false, zIndexOffset: 1e4 });
      this.marker.addTo(app.map);
      this.marker.on("drag", () => {
        this.draw();
        painter.request(this.tell);
      });
      this.marker.on("dragend", this.tell);
      app.container.classList.add("mapper-moving");
      app.map.doubleClickZoom.disable();
      app.map.panInside(at, { padding: [EDGE_PX, EDGE_PX], animate: false });
      app.container.focus({ preventScroll: true });
      app.announcer.say(label);
    }

    end() {
      if (!this.moved) return;
      const { app } = this;
      this.moved = this.from = null;
      this.marker.remove();
      this.marker = null;
      app.lines.set("moving", []);
      app.container.classList.remove("mapper-moving");
      app.map.doubleClickZoom.enable();
    }

    // In the copy of the world that is on screen.
    inView({ lon, lat }) {
      const centre = this.app.map.getCenter().lng;
      return [lat, lon + 360 * Math.round((centre - lon) / 360)];
    }

    clicked({ latlng }) {
      if (!this.moved) return false;
      this.put(latlng);
      return true;
    }

    put(latlng) {
      this.marker.setLatLng(latlng);
      this.draw();
      this.told();
    }

    told() {
      const { lng, lat } = this.marker.getLatLng().wrap();
      this.call("moving", lng, lat);
    }

    pressed(event) {
      const { app, moved } = this;
      if (!moved || event.target !== app.container) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const step = ARROWS[event.key];
      if (step) {
        const { map } = app;
        const far = event.shiftKey ? FAR_PX : STEP_PX;
        const at = map.latLngToContainerPoint(this.marker.getLatLng());
        const to = map.containerPointToLatLng(at.add(L.point(...step).multiplyBy(far)));
        this.put(to);
        map.panInside(to, { padding: [EDGE_PX, EDGE_PX], animate: false });
      } else if (event.key === "Enter") this.call("moveDone");
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    // The way from where it was, and how far the new place may be off.
    draw() {
      const { from, moved, marker } = this;
      const { lng, lat } = marker.getLatLng();
      const lines = [];
      if (moved && moved.radius_m > 0) {
        lines.push({ style: "precision", points: geodesic.circle(lng, lat, moved.radius_m) });
      }
      if (from && (from[0] !== lng || from[1] !== lat)) {
        lines.push({ style: "preview", points: geodesic.line(...from, lng, lat) });
      }
      this.app.lines.set("moving", lines);
    }
  }

  client.Mover = Mover;
})((window.MapperClient = window.MapperClient || {}));
