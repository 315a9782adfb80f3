// A small menu for a place on the map: right click, long press, menu key or O.
(function (client) {
  "use strict";

  const { coordinates, copying, dom, words } = client;
  const { el } = dom;

  class MapMenu {
    constructor(app) {
      this.app = app;
      this.byKey = false;
      this.element = el("div", { class: "mapper-menu", role: "menu", "aria-label": words.mapMenu, hidden: true });
      dom.shield(this.element);
      L.DomEvent.disableScrollPropagation(this.element);
      app.container.append(this.element);
      this.element.addEventListener("keydown", (event) => this.pressed(event));
      app.container.addEventListener("keydown", () => (this.byKey = true), true);
      app.container.addEventListener("pointerdown", () => (this.byKey = false), true);
      document.addEventListener(
        "pointerdown",
        (event) => this.element.contains(event.target) || this.close(false),
        true,
      );
      app.map.on("contextmenu", (event) => {
        event.originalEvent?.preventDefault();
        // The menu key knows no place: the middle of the map.
        this.open(this.byKey ? app.map.getCenter() : event.latlng);
      });
      app.map.on("movestart zoomstart", () => this.close(false));
      app.keys.o = () => this.open(app.map.getCenter());
    }

    // [text, action] of each entry.
    entries(latlng) {
      const { app } = this;
      const zoom = app.map.getZoom();
      const copy = (text, note) => [note ? `${text} ${note}` : text, () => copying.copy(app, text)];
      const entries = [
        copy(coordinates.plain(latlng, zoom, "lat"), words.latFirst),
        copy(coordinates.plain(latlng, zoom, "lon"), words.lonFirst),
        copy(coordinates.dms(latlng, zoom), ""),
      ].map(([text, action]) => [words.copyText(text), action]);
      // In the window measuring belongs to a command of the window.
      if (!app.inWindow) entries.push([words.measureHere, () => this.measure(latlng)]);
      entries.push([words.frontHere, () => app.frontTool.ask(latlng, "")]);
      const link = app.address && app.address.link();
      if (link) entries.push([words.copyLink, () => copying.copy(app, link)]);
      return entries;
    }

    measure(latlng) {
      const { measureTool } = this.app;
      measureTool.stop();
      measureTool.start();
      measureTool.add(latlng);
    }

    open(latlng) {
      const { app, element } = this;
      app.hover(null);
      element.replaceChildren(
        ...this.entries(latlng).map(([text, action]) => {
          const run = () => {
            this.close(true);
            action();
          };
          return el("button", { type: "button", role: "menuitem", tabindex: "-1", onclick: run }, text);
        }),
      );
      element.hidden = false;
      const size = app.map.getSize();
      const { x, y } = app.map.latLngToContainerPoint(latlng);
      const { offsetWidth: width, offsetHeight: height } = element;
      element.style.left = `${Math.max(4, Math.min(x, size.x - width - 4))}px`;
      element.style.top = `${Math.max(4, y + height + 4 > size.y ? y - height : y)}px`;
      element.firstElementChild.focus({ preventScroll: true });
    }

    close(refocus) {
      if (this.element.hidden) return;
      this.element.hidden = true;
      if (refocus) this.app.container.focus({ preventScroll: true });
    }

    pressed(event) {
      const items = [...this.element.children];
      const at = items.indexOf(document.activeElement);
      const goTo = {
        ArrowDown: (at + 1) % items.length,
        ArrowUp: (at - 1 + items.length) % items.length,
        Home: 0,
        End: items.length - 1,
      }[event.key];
      if (goTo !== undefined) items[goTo].focus();
      else if (event.key === "Escape" || event.key === "Tab") this.close(true);
      else return;
      event.preventDefault();
      event.stopPropagation();
    }
  }

  client.feature((app) => {
    app.menu = new MapMenu(app);
  });
})((window.MapperClient = window.MapperClient || {}));
