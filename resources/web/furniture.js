// What stands over the map at its edges, and the room it leaves.
(function (client) {
  "use strict";

  // A circle with a number reaches so far beyond its middle.
  const MARK_PX = 28;
  // Where less of the map's width or height than this would be left, what takes it is passed over:
  // people close an open legend, and a map must not shrink to a stamp.
  const LEAST_ROOM = 0.35;

  // The box of what a corner holds, in pixels of the map, or null.
  function cornerBox(container, corner) {
    const frame = container.getBoundingClientRect();
    const held = [...container.querySelectorAll(`.leaflet-${corner.replace(" ", ".leaflet-")} > *`)]
      .map((element) => element.getBoundingClientRect())
      .filter(({ width, height }) => width && height);
    if (!held.length) return null;
    return {
      left: Math.min(...held.map(({ left }) => left)) - frame.left,
      right: Math.max(...held.map(({ right }) => right)) - frame.left,
      top: Math.min(...held.map(({ top }) => top)) - frame.top,
      bottom: Math.max(...held.map(({ bottom }) => bottom)) - frame.top,
    };
  }

  // {left, top, right, bottom}: how much of each side to leave free so that bounds are shown as large
  // as they can be without anything over them. What stands in an upper corner is kept clear of
  // beside it or below it.
  function paddingFor(map, bounds) {
    const { x: width, y: height } = map.getSize();
    const container = map.getContainer();
    const margin = Math.min(MARK_PX, width / 10, height / 10);
    const [tools, legend] = ["top left", "top right"].map((name) => cornerBox(container, name));
    const low = ["bottom left", "bottom right"].map((name) => cornerBox(container, name));
    const lowest = Math.max(0, ...low.filter(Boolean).map(({ top }) => height - top));
    const besides = (box, beside) => (box ? [beside, { top: box.bottom }] : [{}]);
    const ways = {
      tools: besides(tools, { left: tools && tools.right }),
      legend: besides(legend, { right: legend && width - legend.left }),
    };
    const heeded = [
      [ways.tools, ways.legend],
      [ways.tools, [{}]],
      [[{}], [{}]],
    ];
    for (const [first, second] of heeded) {
      let best = null;
      for (const one of first) {
        for (const other of second) {
          const pad = {
            left: margin + (one.left || 0),
            top: margin + Math.max(one.top || 0, other.top || 0),
            right: margin + (other.right || 0),
            bottom: margin + Math.min(lowest, height / 3),
          };
          const [across, down] = [pad.left + pad.right, pad.top + pad.bottom];
          if (width - across < LEAST_ROOM * width || height - down < LEAST_ROOM * height) continue;
          const zoom = map.getBoundsZoom(bounds, false, L.point(across, down));
          if (!best || zoom > best.zoom) best = { ...pad, zoom };
        }
      }
      if (best) return best;
    }
    return { left: margin, top: margin, right: margin, bottom: margin };
  }

  client.furniture = { paddingFor };
})((window.MapperClient = window.MapperClient || {}));
