// Circles with numbers and hexagons under the pointer: what they hold, and coming closer to them.
(function (client) {
  "use strict";

  const { dom, format, painter, sprites, words } = client;
  const { el } = dom;
  const MOST_CLASSES = 4;
  // A group on a single point is shown from at least so near, where its mark has a number.
  const POINT_ZOOM = 12;
  const CLOSER = 4;

  client.feature((app) => {
    const { map } = app;
    let latlng = null;

    const groupAt = (at, slack = 0) => {
      if (!app.marks || !app.layers.on.events || app.measureTool.on) return null;
      const { x, y } = client.projection;
      return app.marks.groupAt(x(at.lng), y(at.lat), slack);
    };

    const point = () => {
      const still = latlng && !map.dragging.moving();
      const group = still && app.pointing.hitAt(latlng) === null ? groupAt(latlng) : null;
      app.container.classList.toggle("mapper-over-group", group !== null);
      if (group) app.tip.tell(content(app.events, group), group.worldX, group.worldY);
      else if (app.pointing.hovered === null) app.tip.hide();
    };

    map.on("mousemove", (event) => {
      latlng = event.latlng;
      if (app.marks && app.marks.kind !== "marks") painter.request(point);
    });
    map.on("mouseout movestart", () => {
      latlng = null;
      painter.request(point);
    });

    app.clicks.push((event) => {
      if (app.pointing.clicked({ ...event, slack: undefined }) !== null) return false;
      const group = groupAt(event.latlng, event.slack);
      if (!group) return false;
      comeCloser(map, app.events, app.marks, group);
      return true;
    });
  });

  function content(events, { count, byClass }) {
    const rows = Array.from(byClass || [], (many, code) => [many, events.style.classes[code]])
      .filter(([many]) => many)
      .sort((a, b) => b[0] - a[0])
      .slice(0, MOST_CLASSES)
      .map(([many, one]) =>
        client.legendRows.key(
          sprites.swatch(one, sprites.FORMS.full),
          one.label,
          el("span", { class: "mapper-count" }, format.count(many)),
        ),
      );
    return [
      el("strong", null, words.eventsHere(format.count(count))),
      rows,
      el("span", { class: "mapper-note" }, words.comeCloser),
    ];
  }

  // Shows the events of a group as large as there is room, at least a level closer.
  function comeCloser(map, events, marks, group) {
    const { grid } = marks[marks.kind];
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    const copy = Math.floor(group.worldX);
    const reach = 2 * grid.radius;
    const [middleX, middleY] = grid.middle(group.cell);
    events.index.each(middleX - copy, middleY, reach, (i) => {
      const [x, y] = [events.xs[i] + copy, events.ys[i]];
      if (!events.shown[i] || grid.cellAt(x, y) !== group.cell) return;
      client.shapes.grow(box, [x, y, x, y]);
    });
    const { lon, lat } = client.projection;
    const zoom = map.getZoom();
    const corners = [
      [lat(box[3]), lon(box[0])],
      [lat(box[1]), lon(box[2])],
    ];
    const onePoint = box[2] - box[0] < 1e-12 && box[3] - box[1] < 1e-12;
    const fitting = onePoint ? POINT_ZOOM : map.getBoundsZoom(corners, false, L.point(80, 80));
    const wanted = Math.max(zoom + 1, Math.min(fitting, onePoint ? POINT_ZOOM : zoom + CLOSER));
    map.setView(L.latLngBounds(corners).getCenter(), Math.min(wanted, map.getMaxZoom()), {
      animate: client.moves(),
    });
  }
})((window.MapperClient = window.MapperClient || {}));
