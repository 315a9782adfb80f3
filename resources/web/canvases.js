// The canvases of the map, from the ground up, and what is painted on each.
(function (client) {
  "use strict";

  // app has: basemap, fronts, marks, labels (null before a document), layers, lines, selected,
  // eventLegend, scaleBar, credits, container.
  function makeCanvases(app) {
    const drawn = () => app.doc !== null;
    const layer = (pane, paint, wanted = drawn) =>
      new client.CanvasLayer(pane, paint, wanted).addTo(app.map);
    return {
      base: layer("mapper-base", (view) => app.basemap && app.basemap.paint(view)),
      fronts: layer("mapper-fronts", (view) => paintFronts(app, view)),
      events: layer("mapper-events", (view) => paintEvents(app, view)),
      labels: layer("mapper-labels", (view) => paintLabels(app, view)),
      lines: layer("mapper-lines", (view) => app.lines.paint(view), () => app.lines.groups.size > 0),
    };
  }

  function paintFronts({ comparison, fronts, layers }, view) {
    if (!fronts) return;
    if (comparison) {
      comparison.paint(view);
      return;
    }
    if (layers.on.control_areas) fronts.paintAreas(view);
    if (layers.on.lines_of_contact) fronts.paintLines(view);
  }

  function paintEvents({ marks, layers, eventLegend, selected }, view) {
    if (!marks || !layers.on.events) return;
    marks.paint(view, selected);
    eventLegend.setPainted(marks);
  }

  function paintLabels({ labels, layers, fronts, comparison, marks, container }, view) {
    if (!labels || !layers.on.labels) return;
    const lines = layers.on.lines_of_contact && !comparison ? fronts.labels(view) : [];
    // No name is half hidden under what stands on the map.
    const furniture = [...container.querySelectorAll(".leaflet-control, .mapper-front-apart")];
    const boxes = client.framing.boxesOf(furniture, container, view);
    if (!layers.on.events) {
      labels.paint(view, lines, { reserved: boxes });
      return;
    }
    labels.paint(view, lines, {
      marked: marks.boxes(view),
      markRadius: (x, y) => marks.radiusAt(x, y, view.zoom),
      reserved: boxes,
      numbers: marks.numberBoxes(view),
    });
  }

  client.makeCanvases = makeCanvases;
})((window.MapperClient = window.MapperClient || {}));
