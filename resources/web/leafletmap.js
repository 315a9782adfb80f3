// The Leaflet map itself: its limits, its panes from the ground up, when it is in motion.
(function (client) {
  "use strict";

  const { painter, words } = client;
  const SMALLEST_PX = 40;
  const PANES = ["base", "tiles", "fronts", "events", "labels", "lines"];

  function moves() {
    return !document.hidden && !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  function makeMap(container) {
    container.setAttribute("role", "application");
    container.setAttribute("aria-label", words.map);
    const map = L.map(container, {
      attributionControl: false,
      zoomControl: false,
      minZoom: 1,
      maxZoom: 17,
      zoomSnap: 0.25,
      zoomDelta: 1,
      wheelPxPerZoomLevel: 90,
      maxBounds: [
        [-89, -400],
        [89, 400],
      ],
      maxBoundsViscosity: 1,
      closePopupOnClick: false,
      // The app watches the container itself; Leaflet would have all painted again later.
      trackResize: false,
      zoomAnimation: moves(),
      inertia: moves(),
      // A popup that fades out would stand in the page beside the next one.
      fadeAnimation: false,
    });
    PANES.forEach((name, i) => {
      const pane = map.createPane(`mapper-${name}`);
      pane.style.zIndex = 200 + 20 * i;
    });
    let moving = false;
    map.on("movestart", () => (moving = true));
    map.on("moveend", () => (moving = false));
    painter.settleWhile(() => moving && !map.dragging.moving());
    painter.waitWhile(() => map._animatingZoom);
    map.setView([30, 15], 2);
    return map;
  }

  // Shows a box of world coordinates, or the world; clear of what stands over the map.
  function fitBox(map, box, animate) {
    const size = map.getSize();
    if (size.x < SMALLEST_PX || size.y < SMALLEST_PX) {
      // Not laid out yet: once it is.
      map.once("resize", () => fitBox(map, box, false));
      return;
    }
    if (!box) {
      map.setView([30, 15], 2, { animate: false });
      return;
    }
    const { lon, lat } = client.projection;
    const bounds = [
      [lat(box[3]), lon(box[0])],
      [lat(box[1]), lon(box[2])],
    ];
    const { left, top, right, bottom } = client.furniture.paddingFor(map, L.latLngBounds(bounds));
    map.fitBounds(bounds, {
      paddingTopLeft: [left, top],
      paddingBottomRight: [right, bottom],
      maxZoom: 10,
      animate,
    });
  }

  client.makeMap = makeMap;
  client.fitBox = fitBox;
  client.moves = moves;
})((window.MapperClient = window.MapperClient || {}));
