// The Leaflet map itself: its limits, its panes from the ground up, when it is in motion.
(function (client) {
  "use strict";

  const { painter, words } = client;
  const PANES = ["base", "fronts", "events", "labels", "lines"];

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

  client.makeMap = makeMap;
  client.moves = moves;
})((window.MapperClient = window.MapperClient || {}));
