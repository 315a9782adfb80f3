// What part of the map is shown: an event, the whole way to the front, everything.
(function (client) {
  "use strict";

  const { fitBox, moves, shapes } = client;

  // At once, where the place [lon, lat] is out of sight: the popup is placed by where the map stands.
  function bringIntoView(map, at) {
    if (!at) return;
    const inner = map.getBounds().pad(-0.15);
    if (!inner.contains([at[1], at[0]])) map.panTo([at[1], at[0]], { animate: false });
  }

  // Shows the whole way where its far end is out of sight; never closer than before.
  function showWay(map, way) {
    const points = way.map(([lon, lat]) => [lat, lon]);
    if (map.getBounds().contains(points[points.length - 1])) return;
    // Room for the popup, which stands above the event.
    const size = map.getSize();
    const aside = Math.min(200, size.x / 4);
    const northern = points[0][0] >= points[points.length - 1][0];
    const above = northern ? Math.min(450, size.y * 0.6) : 60;
    map.fitBounds(points, {
      paddingTopLeft: [aside, above],
      paddingBottomRight: [aside, 50],
      maxZoom: map.getZoom(),
      animate: false,
    });
  }

  // Shows all boxes (of world coordinates), across the date line where that is narrower, or the world.
  function fitAll(map, boxes, animate) {
    const [all, west, east] = [0, 1, 2].map(() => [Infinity, Infinity, -Infinity, -Infinity]);
    for (const box of boxes) {
      shapes.grow(all, box);
      shapes.grow(box[0] + box[2] < 1 ? west : east, box);
    }
    // Without one of the halves this is no number above 0.
    const across = west[2] + 1 - east[0];
    if (across > 0 && across < all[2] - all[0]) [all[0], all[2]] = [east[0], west[2] + 1];
    fitBox(map, all[0] === Infinity ? null : all, animate && moves());
  }

  // Where elements stand, in pixels of a canvas view.
  function boxesOf(elements, container, view) {
    const frame = container.getBoundingClientRect();
    const x = view.window.left - frame.left;
    const y = view.window.top - frame.top;
    return elements.map((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      return { left: left + x, right: right + x, top: top + y, bottom: bottom + y };
    });
  }

  client.framing = { bringIntoView, showWay, fitAll, boxesOf };
})((window.MapperClient = window.MapperClient || {}));
