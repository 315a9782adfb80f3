// The map with its layers, and what is selected, filtered and shown on it.
(function (client) {
  "use strict";

  const { format, geodesic, painter, theme, words, makeMap, fitBox, moves } = client;
  const TOUCH_SLACK_PX = 12;
  const MOUSE_SLACK_PX = 3;

  class App {
    constructor(container) {
      this.container = container;
      this.inWindow = document.body.classList.contains("in-window");
      this.callbacks = {};
      this.doc = this.events = this.fronts = null;
      this.range = { from: null, until: null, withoutDay: false };
      this.wanted = null;
      this.selected = this.hovered = null;
      this.frontDay = null;
      this.map = makeMap(container);
      this.layers = new client.Layers();
      this.lines = new client.Lines();
      this.makeLayers();
      this.makeFurniture();
      this.listen();
    }

    makeLayers() {
      const layer = (pane, paint) => new client.CanvasLayer(pane, paint).addTo(this.map);
      this.canvases = {
        base: layer("mapper-base", (view) => this.basemap && this.basemap.paint(view)),
        fronts: layer("mapper-fronts", (view) => this.paintFronts(view)),
        events: layer("mapper-events", (view) => this.paintEvents(view)),
        labels: layer("mapper-labels", (view) => this.paintLabels(view)),
        lines: layer("mapper-lines", (view) => this.lines.paint(view)),
      };
      this.lines.onChange = () => this.canvases.lines.repaint();
      this.overlay = new client.Overlay(this.map, this.lines);
    }

    makeFurniture() {
      const { map, container } = this;
      this.measureTool = new client.MeasureTool(map, this.lines, (result) =>
        this.emit("measure", result),
      );
      this.list = new client.List((index) => this.select(index, { byUser: true }));
      this.filter = new client.TimeFilter((from, until, withoutDay) =>
        this.setRange(from, until, withoutDay),
      );
      const main = container.parentElement;
      if (!this.inWindow) {
        main.insertBefore(this.filter.element, container);
        main.append(this.list.element);
      }
      L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
      this.buttons = client.toolbar.addTo(map, {
        home: () => this.fit({ animate: true }),
        measure: () => this.measureTool.toggle(),
        previousEvent: () => this.step(-1),
        nextEvent: () => this.step(1),
        list: () => this.toggleList(),
      });
      this.legend = new client.Legend(map, this.layers, (day) => this.setFrontDay(day));
      this.scaleBar = new client.ScaleBar(map);
      this.credits = new client.page.Credits(map);
      this.tip = new client.page.Tip(map);
      this.announcer = new client.page.Announcer(container);
      this.card = new client.Card(map, () => container.focus({ preventScroll: true }), {
        sheet: !this.inWindow,
      });
    }

    listen() {
      const { map, container } = this;
      map.on("click", (event) => this.clicked(event));
      map.on("mousemove", (event) => this.pointed(event));
      map.on("mouseout movestart", () => this.hover(null));
      map.on("moveend", () => {
        this.markEvents();
        this.emit("view", this.view());
      });
      theme.onChange(() => this.recolour());
      this.printInLight();
      this.layers.onChange(() => this.repaint());
      new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(container);
      client.keyboard.attach(map, {
        next: () => this.step(1),
        previous: () => this.step(-1),
        nearest: () => this.selectNearest(),
        home: () => this.fit({ animate: true }),
        list: () => this.toggleList(),
        measure: () => this.measureTool.toggle(),
        measuring: () => this.measureTool.on,
        setPoint: () => this.measureTool.add(map.getCenter()),
        takeBack: () => this.measureTool.undo(),
        escape: () => this.escape(),
      });
    }

    // Showing a document -----------------------------------------------------------------------

    show(doc, { view = "keep" } = {}) {
      const first = this.doc === null || (this.doc.count === 0 && this.doc.fronts.length === 0);
      const selectedId = this.selected === null ? null : this.doc.idOf(this.selected);
      this.doc = doc;
      this.events = new client.Events(doc);
      this.marks = new client.EventMarks(this.events);
      this.fronts = new client.Fronts(doc);
      this.basemap = new client.Basemap(doc.basemap);
      this.labels = new client.Labels(doc.basemap);
      this.selected = this.hovered = null;
      this.card.hide();
      this.overlay.showGeodesic(null);
      this.applyFilter();
      this.list.setEvents(this.events);
      this.credits.update(doc);
      const empty = doc.count === 0 && doc.fronts.length === 0;
      client.page.message(this.container, empty ? words.empty : null);
      if (first || view === "fit") this.fit();
      const again = selectedId === null ? -1 : doc.indexOf(selectedId);
      if (again >= 0) this.select(again, { pan: false });
      this.repaint();
    }

    applyFilter() {
      const { events, range, wanted } = this;
      if (!events) return;
      events.filter({
        from: range.from === null ? null : format.dayNumber(range.from),
        until: range.until === null ? null : format.dayNumber(range.until),
        withoutDay: range.withoutDay,
        among: wanted === null ? null : wanted(events),
      });
      this.filter.update(range, events, this.doc.header);
      this.list.filtered();
      this.updateFronts();
      this.repaint("events", "labels");
    }

    setRange(from, until, withoutDay = this.range.withoutDay) {
      this.range = { from, until, withoutDay };
      this.applyFilter();
      this.emit("view", this.view());
    }

    // maskOf(events) gives a u8 mask, or null for all; asked again when the document changes.
    setShown(maskOf) {
      this.wanted = maskOf;
      this.applyFilter();
    }

    // The front of the day asked for, else of the selected event's day, else of the range's end.
    updateFronts() {
      if (!this.fronts) return;
      let day = this.frontDay === null ? null : format.dayNumber(this.frontDay);
      if (day === null && this.selected !== null) {
        const start = this.events.start[this.selected];
        if (start !== format.NO_DAY) day = start;
      }
      if (day === null && this.range.until !== null) day = format.dayNumber(this.range.until);
      if (day === null && this.doc.header.front_day)
        day = format.dayNumber(this.doc.header.front_day);
      this.legend.chosenDay = this.frontDay;
      if (this.fronts.show(day)) this.repaint("fronts", "labels");
      this.legend.update(this.events, this.fronts);
    }

    setFrontDay(day) {
      this.frontDay = day;
      this.updateFronts();
    }

    // Painting -----------------------------------------------------------------------------------

    repaint(...names) {
      for (const name of names.length ? names : Object.keys(this.canvases)) {
        this.canvases[name].repaint();
      }
    }

    recolour() {
      if (this.fronts) this.fronts.clearCache();
      this.legend.update(this.events, this.fronts);
      this.repaint();
      if (this.selected !== null && this.card.isOpen) this.openCard(false);
      this.list.refresh();
    }

    // Paper is white: a dark map is painted in light colours for the time of printing.
    printInLight() {
      let before;
      window.addEventListener("beforeprint", () => {
        before = theme.dark() ? (document.documentElement.dataset.theme ?? null) : undefined;
        if (before === undefined) return;
        theme.set("light");
        painter.paintNow();
        for (const canvas of Object.values(this.canvases)) canvas.finish();
      });
      window.addEventListener("afterprint", () => {
        if (before !== undefined) theme.set(before);
      });
    }

    paintFronts(view) {
      if (!this.fronts) return;
      if (this.layers.on.control_areas) this.fronts.paintAreas(view);
      if (this.layers.on.lines_of_contact) this.fronts.paintLines(view);
    }

    paintEvents(view) {
      if (!this.marks || !this.layers.on.events) return;
      this.marks.paint(view, this.selected);
      this.legend.setNumbered(this.marks.numbered);
    }

    paintLabels(view) {
      if (!this.labels || !this.layers.on.labels) return;
      const lines = this.layers.on.lines_of_contact ? this.fronts.labels(view) : [];
      const { marks } = this;
      if (!this.layers.on.events) {
        this.labels.paint(view, lines, [], () => 0, this.furnitureBoxes(view));
        return;
      }
      const radiusAt = (x, y) => marks.radiusAt(x, y, view.zoom);
      this.labels.paint(view, lines, marks.boxes(view), radiusAt, this.furnitureBoxes(view));
    }

    // The scale bar and the credits let names show through; in pixels of the view.
    furnitureBoxes(view) {
      const frame = this.container.getBoundingClientRect();
      return [this.scaleBar.element, this.credits.element].map((element) => {
        const box = element.getBoundingClientRect();
        const x = view.window.left - frame.left;
        const y = view.window.top - frame.top;
        return {
          left: box.left + x,
          right: box.right + x,
          top: box.top + y,
          bottom: box.bottom + y,
        };
      });
    }

    // Pointing and selecting -----------------------------------------------------------------------

    hitAt(latlng, slack) {
      if (!this.marks || !this.layers.on.events) return null;
      const { x, y } = client.projection;
      return this.marks.hit(x(latlng.lng), y(latlng.lat), this.map.getZoom(), slack);
    }

    pointed(event) {
      this.pointer = event.latlng;
      painter.request(
        this.hoverJob ||
          (this.hoverJob = () => {
            const still = this.pointer && !this.measureTool.on && !this.map.dragging.moving();
            this.hover(still ? this.hitAt(this.pointer, MOUSE_SLACK_PX) : null);
          }),
      );
    }

    hover(index) {
      if (index === null) this.pointer = null;
      if (index === this.hovered || !this.events) return;
      this.hovered = index;
      this.container.classList.toggle("mapper-over-event", index !== null);
      this.markEvents();
      const many = index === null ? 0 : this.events.samePoint(index).length;
      this.tip.show(this.events, index === this.selected ? null : index, many);
      this.emit("hover", index === null ? null : this.doc.idOf(index));
    }

    clicked(event) {
      if (this.measureTool.on) {
        this.measureTool.add(event.latlng);
        return;
      }
      const touch = event.originalEvent && event.originalEvent.pointerType === "touch";
      const index = this.hitAt(event.latlng, touch ? TOUCH_SLACK_PX : MOUSE_SLACK_PX);
      if (index !== null || this.selected !== null)
        this.select(index, { byUser: true, pan: false });
    }

    select(index, { byUser = false, pan = true } = {}) {
      const filteredOut = (event) => event !== null && !this.events.shown[event];
      if (filteredOut(this.selected) || filteredOut(index)) this.repaint("events");
      this.selected = index;
      this.hover(null);
      this.overlay.showGeodesic(null);
      this.card.hide();
      if (index !== null) {
        if (pan) this.bringIntoView(index);
        const way = this.showWayToFront(index);
        if (pan && way) this.frameWay(way);
        this.openCard(true);
        this.announcer.say(words.selected(client.eventText.titleOf(this.doc, index)));
      }
      this.markEvents();
      this.list.select(index);
      if (this.frontDay === null) this.updateFronts();
      this.emit("select", index === null ? null : this.doc.idOf(index), { byUser });
    }

    openCard(pan) {
      const index = this.selected;
      const here = this.events.samePoint(index);
      const { brief, content: full } = client.eventText;
      const write = this.inWindow ? brief : full;
      const choose = (other) => this.select(other, { byUser: true, pan: false });
      const content = write(this.doc, index, here, choose);
      this.card.open(content, this.positionOf(index), pan);
    }

    // [lon, lat] in the copy of the world that is on screen, or null without a place.
    positionOf(index) {
      if (!this.events.placed[index]) return null;
      const { lon, lat } = this.doc.arrays;
      const at = lon[index] / 1e7;
      return [at + 360 * Math.round((this.map.getCenter().lng - at) / 360), lat[index] / 1e7];
    }

    bringIntoView(index) {
      const at = this.positionOf(index);
      if (!at) return;
      const inner = this.map.getBounds().pad(-0.15);
      if (inner.contains([at[1], at[0]])) return;
      // At once: the popup that opens now is placed by where the map stands.
      this.map.panTo([at[1], at[0]], { animate: false });
    }

    // Shows the whole way where its far end is out of sight; never closer than before.
    frameWay(way) {
      const points = way.map(([lon, lat]) => [lat, lon]);
      if (this.map.getBounds().contains(points[points.length - 1])) return;
      // Room for the popup, which stands above the event.
      const size = this.map.getSize();
      const aside = Math.min(200, size.x / 4);
      const northern = points[0][0] >= points[points.length - 1][0];
      const above = northern ? Math.min(450, size.y * 0.6) : 60;
      this.map.fitBounds(points, {
        paddingTopLeft: [aside, above],
        paddingBottomRight: [aside, 50],
        maxZoom: this.map.getZoom(),
        animate: false,
      });
    }

    showWayToFront(index) {
      const { near_lon, near_lat, distance_m } = this.doc.arrays;
      if (!near_lon || !distance_m || !(distance_m[index] > 0)) return null;
      const at = this.positionOf(index);
      const end = { lon: near_lon[index] / 1e7, lat: near_lat[index] / 1e7 };
      if (!at) return null;
      const line = geodesic.line(...at, end.lon, end.lat);
      this.overlay.showGeodesic({
        line: [line],
        label: format.distance(...this.doc.distance(index)),
        end,
      });
      return line;
    }

    markEvents() {
      if (!this.events) return;
      const radius = (index) =>
        index === null ? 0 : this.marks.ringRadius(index, this.map.getZoom());
      this.overlay.mark("selection", this.events, this.selected, radius(this.selected));
      const hovered = this.hovered === this.selected ? null : this.hovered;
      this.overlay.mark("hover", this.events, hovered, radius(hovered));
    }

    step(direction) {
      if (!this.events) return;
      const next = this.events.neighbour(this.selected, direction);
      if (next !== null) this.select(next, { byUser: true });
    }

    selectNearest() {
      if (!this.marks) return;
      const size = this.map.getSize();
      const index = this.hitAt(this.map.getCenter(), Math.min(size.x, size.y) / 2);
      if (index !== null) this.select(index, { byUser: true });
    }

    toggleList() {
      this.list.toggle();
      this.buttons.list.setAttribute("aria-expanded", String(this.list.open));
    }

    escape() {
      if (this.measureTool.on) this.measureTool.stop({ keep: true });
      else if (this.card.isOpen) this.card.hide();
      else if (this.selected !== null) this.select(null, { byUser: true });
    }

    // The view -----------------------------------------------------------------------------------

    fit({ animate = false } = {}) {
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      for (const part of [this.events && this.events.box(), this.fronts && this.fronts.box()]) {
        if (part) client.shapes.grow(box, part);
      }
      fitBox(this.map, box[0] === Infinity ? null : box, animate && moves());
    }

    view() {
      const center = this.map.getCenter().wrap();
      const { from, until } = this.range;
      return { lon: center.lng, lat: center.lat, zoom: this.map.getZoom(), from, until };
    }

    on(name, callback) {
      (this.callbacks[name] ||= []).push(callback);
    }

    emit(name, ...values) {
      for (const callback of this.callbacks[name] || []) callback(...values);
    }
  }

  client.App = App;
})((window.MapperClient = window.MapperClient || {}));
