// A scale bar that is true on the ellipsoid for the latitude of the map's centre.
(function (client) {
  "use strict";

  const { dom, format, geodesic } = client;
  const WIDEST_PX = 120;

  class ScaleBar {
    constructor(map) {
      this.map = map;
      this.text = dom.el("span");
      this.element = dom.el("div", { class: "mapper-scale leaflet-control" }, this.text);
      map.getContainer().querySelector(".leaflet-bottom.leaflet-left").append(this.element);
      map.on("move zoomend resize", () => this.update());
      this.update();
    }

    update() {
      const degreesPerPixel = 360 / client.projection.size(this.map.getZoom());
      const pixel_m = degreesPerPixel * geodesic.degreeOfLongitude(this.map.getCenter().lat);
      const unit = format.unit();
      const unit_m = format.UNITS[unit];
      const size = nice((WIDEST_PX * pixel_m) / unit_m);
      this.length_m = size * unit_m;
      this.width_px = this.length_m / pixel_m;
      const metres = unit === "km" && size < 1;
      const number = metres ? size * unit_m : size;
      const { locale, units } = client.words;
      const written = Number(number.toPrecision(1)).toLocaleString(locale);
      this.text.textContent = `${written} ${units[metres ? "m" : unit]}`;
      this.element.style.width = `${this.width_px}px`;
    }
  }

  function nice(length) {
    const power = 10 ** Math.floor(Math.log10(length));
    const step = [5, 2, 1].find((digit) => digit * power <= length);
    return step * power;
  }

  client.ScaleBar = ScaleBar;
})((window.MapperClient = window.MapperClient || {}));
