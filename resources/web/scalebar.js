// A scale bar that is true on the ellipsoid for the latitude of the map's centre.
(function (client) {
  "use strict";

  const { dom, geodesic } = client;
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
      this.length_m = nice(WIDEST_PX * pixel_m);
      this.width_px = this.length_m / pixel_m;
      const { length_m } = this;
      this.text.textContent =
        length_m < 1000 ? `${length_m} m` : `${client.format.count(length_m / 1000)} km`;
      this.element.style.width = `${this.width_px}px`;
    }
  }

  function nice(length_m) {
    const power = 10 ** Math.floor(Math.log10(length_m));
    const step = [5, 2, 1].find((digit) => digit * power <= length_m);
    return step * power;
  }

  client.ScaleBar = ScaleBar;
})((window.MapperClient = window.MapperClient || {}));
