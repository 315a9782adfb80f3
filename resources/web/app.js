// The map with its layers, and what is selected, filtered and shown on it.
(function (client) {
  "use strict";

  const { format, framing, painter, theme, words } = client;

  class App {
    constructor(container) {
      this.container = container;
      this.inWindow = document.body.classList.contains("in-window");
      this.callbacks = {};
      // What features add: an action by key, and functions that return whether they took Escape
      // or a click, {latlng, originalEvent, slack}.
      this.keys = {};
      this.escapes = [];
      this.clicks = [];
      this.doc = this.events = this.fronts = null;
      this.filtering = new client.Filtering();
      this.selected = null;
      this.frontDay = null;
      this.map = client.makeMap(container);
      this.layers = new client.Layers();
      this.look = new client.EventLook();
      // What need not follow each day of a running time.
      this.caughtUp = new client.Pace(() => this.catchUp(), 400);
      this.lines = new client.Lines();
      this.makeLayers();
      this.makeFurniture();
      this.listen();
      client.startFeatures(this);
    }

    // Adds a button to the map's bar; its name is that of its words and its icon a list of paths.
    addButton(name, action, icon) {
      this.buttons[name] = client.toolbar.button(name, action, icon);
      this.toolbar.append(this.buttons[name]);
      return this.buttons[name];
    }

    makeLayers() {
      this.canvases = client.makeCanvases(this);
      this.lines.onChange = () => this.canvases.lines.repaint();
      this.overlay = new client.Overlay(this.map, this.lines);
      this.pointing = new client.Pointing(this);
    }

    makeFurniture() {
      const { map, container } = this;
      this.measureTool = new client.MeasureTool(map, this.lines, {
        snap: (latlng, slack) => this.pointing.eventAt(latlng, slack),
        report: (result) => this.emit("measure", result),
        unit: (name) => this.setUnit(name),
      });
      this.list = new client.List((index) => this.select(index, { byUser: true }));
      if (!this.inWindow) container.after(this.list.element);
      L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
      const { addTo, buttonsOf } = client.toolbar;
      const onMap = buttonsOf({
        home: () => this.fit({ animate: true }),
        measure: () => this.measureTool.toggle(),
      });
      // These stand beside the number of events, in the timeline.
      this.eventButtons = buttonsOf({
        previousEvent: () => this.step(-1),
        nextEvent: () => this.step(1),
        list: () => this.toggleList(),
      });
      this.toolbar = addTo(map, onMap);
      this.buttons = { ...onMap, ...this.eventButtons };
      this.eventLegend = new client.EventLegend(this.look);
      this.legend = new client.Legend(map, this.layers, this.eventLegend, (day) =>
        this.setFrontDay(day),
      );
      // Names keep clear of the legend.
      this.legend.element.addEventListener("toggle", () => this.repaint("labels"));
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
      map.on("mousemove", (event) => this.pointing.moved(event.latlng));
      map.on("mouseout movestart", () => this.hover(null));
      map.on("moveend", () => {
        this.pointing.mark();
        this.emit("view", this.view());
      });
      theme.onChange(() => this.recolour());
      client.onPaper(this);
      this.layers.onChange(() => this.repaint());
      this.look.onChange = (name) => this.restyle(name);
      this.countClasses = () => this.eventLegend.countClasses();
      new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(container);
      client.keyboard.attach(map, {
        next: () => this.step(1),
        previous: () => this.step(-1),
        nearest: () => this.clicked(this.pointing.middle),
        home: () => this.fit({ animate: true }),
        list: () => this.toggleList(),
        measure: () => this.measureTool.toggle(),
        measuring: () => this.measureTool.on,
        setPoint: () => this.measureTool.add(map.getCenter()),
        takeBack: () => this.measureTool.undo(),
        closeLine: () => this.measureTool.close(),
        escape: () => this.escape(),
        added: this.keys,
      });
    }

    // Showing a document -----------------------------------------------------------------------

    show(doc, { view = "keep" } = {}) {
      const first = this.doc === null || (this.doc.count === 0 && this.doc.fronts.length === 0);
      const selectedId = this.selected === null ? null : this.doc.idOf(this.selected);
      this.doc = doc;
      this.events = new client.Events(doc, this.look.style);
      this.marks = new client.EventMarks(this.events, this.look);
      this.fronts = new client.Fronts(doc);
      this.basemap = new client.Basemap(doc.basemap);
      this.labels = new client.Labels(doc.basemap);
      this.selected = this.pointing.hovered = null;
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
      this.emit("document");
    }

    // Takes changes of few events, one after another; view, selection, fronts and base map stay.
    update(changes) {
      const selectedId = this.selected === null ? null : this.doc.idOf(this.selected);
      const placeBefore = this.selected === null ? null : this.positionOf(this.selected);
      this.hover(null);
      this.doc = changes.reduce(client.updatedDocument, this.doc);
      this.events = new client.Events(this.doc, this.look.style);
      this.marks = new client.EventMarks(this.events, this.look);
      const again = selectedId === null ? -1 : this.doc.indexOf(selectedId);
      this.selected = again < 0 ? null : again;
      if (selectedId !== null && again < 0) {
        this.card.hide();
        this.overlay.showGeodesic(null);
      }
      this.applyFilter();
      this.list.setEvents(this.events);
      this.credits.update(this.doc);
      if (this.selected !== null) this.followSelected(placeBefore);
      this.pointing.mark();
      this.emit("document");
    }

    // Brings the selected event into view if it moved; what its card says may have changed too.
    followSelected(before) {
      const now = this.positionOf(this.selected);
      const moved = now !== null && String(now) !== String(before);
      if (moved) framing.bringIntoView(this.map, now);
      if (moved || this.card.isOpen) this.openCard(moved);
    }

    // moving: more of the kind follows soon, and what takes longer may lag behind.
    applyFilter({ moving = false } = {}) {
      const { events, filtering } = this;
      if (!events) return;
      filtering.apply(events);
      this.showFronts();
      painter.request(this.countClasses);
      this.repaint("events");
      this.emit("filter", { moving });
      if (moving) this.caughtUp.soon();
      else this.caughtUp.now();
    }

    // What colours tell, or how events are shown, was chosen.
    restyle(name) {
      if (this.events && name === "style") this.events.setStyle(this.look.style);
      this.legend.update(this.events, this.fronts);
      this.repaint("events", "labels");
      this.emit("display", this.look.state());
    }

    catchUp() {
      if (!this.events) return;
      this.list.filtered();
      this.legend.update(this.events, this.fronts);
      this.repaint("labels");
    }

    setRange(from, until, withoutDay, { moving = false, byUser = false } = {}) {
      this.filtering.setRange(from, until, withoutDay);
      this.applyFilter({ moving });
      this.emit("range", { ...this.filtering.range }, { byUser });
      if (!moving) this.emit("view", this.view());
    }

    // maskOf(events) gives a u8 mask, or null for all; asked again when the document changes.
    setShown(maskOf) {
      this.filtering.wanted = maskOf;
      this.applyFilter();
    }

    updateFronts() {
      if (!this.fronts) return;
      if (this.showFronts()) this.repaint("labels");
      this.legend.update(this.events, this.fronts);
    }

    // Shows the front of the day looked at; returns whether that is another one.
    showFronts() {
      const day = client.frontDay.choose({
        asked: this.frontDay,
        eventDay: this.selected === null ? null : this.events.start[this.selected],
        rangeEnd: this.filtering.range.until,
        ofDocument: this.doc.header.front_day,
      });
      this.legend.chosenDay = this.frontDay;
      const before = this.fronts.day;
      const changed = this.fronts.show(day);
      if (changed) this.repaint("fronts");
      if (changed || day !== before) this.emit("front");
      return changed;
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
      this.emit("look");
    }

    // Pointing and selecting -----------------------------------------------------------------------

    setUnit(unit) {
      format.setUnit(unit);
      this.scaleBar.update();
      this.measureTool.write();
      this.emit("unit");
      if (this.selected === null) return;
      this.showWayToFront(this.selected);
      if (this.card.isOpen) this.openCard(false);
    }

    hover(index) {
      this.pointing.hover(index);
    }

    clicked(event) {
      if (this.measureTool.on) {
        this.measureTool.add(event.latlng, this.pointing.slackOf(event));
        return;
      }
      if (this.clicks.some((take) => take(event))) return;
      const index = this.pointing.clicked(event);
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
        if (pan) framing.bringIntoView(this.map, this.positionOf(index));
        const way = this.showWayToFront(index);
        if (pan && way) framing.showWay(this.map, way);
        this.openCard(true);
        this.announcer.say(words.selected(client.eventText.titleOf(this.doc, index)));
      }
      this.pointing.mark();
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

    // Draws the way to the front where the document has it, and returns its points.
    showWayToFront(index) {
      const way = client.wayToFront(this.doc, index, this.positionOf(index));
      if (way) this.overlay.showGeodesic(way);
      return way && way.line[0];
    }

    // [lon, lat] in the copy of the world that is on screen, or null without a place.
    positionOf(index) {
      if (!this.events.placed[index]) return null;
      const { lon, lat } = this.doc.arrays;
      const at = lon[index] / 1e7;
      return [at + 360 * Math.round((this.map.getCenter().lng - at) / 360), lat[index] / 1e7];
    }

    step(direction) {
      if (!this.events) return;
      const next = this.events.neighbour(this.selected, direction);
      if (next !== null) this.select(next, { byUser: true });
    }

    toggleList() {
      this.list.toggle();
      this.buttons.list.setAttribute("aria-expanded", String(this.list.open));
    }

    escape() {
      if (this.escapes.some((take) => take())) return;
      if (this.measureTool.on) this.measureTool.stop({ keep: true });
      else if (this.card.isOpen) this.card.hide();
      else if (this.selected !== null) this.select(null, { byUser: true });
    }

    // The view -----------------------------------------------------------------------------------

    fit({ animate = false } = {}) {
      framing.fitAll(
        this.map,
        [this.events, this.fronts].flatMap((layer) => (layer ? layer.boxes() : [])),
        animate,
      );
    }

    view() {
      const center = this.map.getCenter().wrap();
      const { from, until } = this.filtering.range;
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
