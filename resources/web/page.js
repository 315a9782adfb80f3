// What stands around the map: messages, the label under the pointer, credits, what is read aloud.
(function (client) {
  "use strict";

  const { dom, eventText, words } = client;
  const { el } = dom;

  // A sentence over the map; never a silent blank map.
  function message(container, text, className = "mapper-message") {
    const old = container.querySelector(`.${className.split(" ")[0]}`);
    if (old) old.remove();
    if (!text) return;
    const role = className.includes("error") ? "alert" : "status";
    container.append(el("div", { class: className, role }, text));
  }

  // The first failure is told; what follows from it is not.
  function error(container, text) {
    if (container.querySelector(".mapper-error")) return;
    message(container, text, "mapper-message mapper-error");
  }

  // The label beside the event under the pointer.
  class Tip {
    constructor(map) {
      this.map = map;
      this.element = el("div", { class: "mapper-tip", hidden: true });
      map.getContainer().append(this.element);
    }

    // offset: see tell.
    show(events, index, others, offset = 0) {
      if (index === null) {
        this.hide();
        return;
      }
      const { doc } = events;
      const term = eventText.statusOf(doc, index);
      const more = others > 1 ? ` · ${words.here(1, client.format.count(others))}` : "";
      const title = dom.cut(eventText.titleOf(doc, index), 90);
      const details = [dom.cut(eventText.whenOf(doc, index), 40), term && term.label];
      const content = [
        dom.data("strong", null, title),
        el("span", null, details.filter(Boolean).join(" · ") + more),
      ];
      this.tell(content, events.xs[index], events.ys[index], offset);
    }

    hide() {
      this.element.hidden = true;
    }

    // Shows elements beside a place in world coordinates, or so many pixels below it.
    tell(content, worldX, worldY, below = 0) {
      this.element.hidden = false;
      this.element.replaceChildren();
      dom.append(this.element, content);
      const world = client.projection.size(this.map.getZoom());
      const bounds = this.map.getPixelBounds().min;
      const size = this.map.getSize();
      let x = worldX * world - bounds.x;
      x += Math.round((size.x / 2 - x) / world) * world;
      const y = worldY * world - bounds.y;
      const box = this.element.getBoundingClientRect();
      const beside = x + 14 + box.width > size.x ? x - 14 - box.width : x + 14;
      const left = below ? Math.min(x - box.width / 2, size.x - box.width - 4) : beside;
      const wanted = below ? y + below : y - box.height / 2;
      const top = Math.max(4, Math.min(size.y - box.height - 4, wanted));
      const at = [Math.max(4, left), top].map((pixels) => `${Math.round(pixels)}px`);
      this.element.style.transform = `translate(${at.join(", ")})`;
    }
  }

  // Who made the data, in one line that opens to the whole.
  class Credits {
    constructor(map) {
      this.element = el("details", { class: "mapper-attribution leaflet-control" });
      L.DomEvent.disableClickPropagation(this.element);
      map.getContainer().querySelector(".leaflet-bottom.leaflet-right").append(this.element);
      this.doc = this.tiles = null;
    }

    // Whose tiles are shown comes first, so that the closed line names them too.
    setTiles(tiles) {
      this.tiles = tiles && { text: tiles.attribution || tiles.name, licence: tiles.licence };
      this.element.classList.toggle("mapper-attribution-tiles", Boolean(tiles));
      if (this.doc) this.update(this.doc);
    }

    update(doc) {
      this.doc = doc;
      const known = new Map(this.tiles ? [[this.tiles.text, this.tiles]] : []);
      const basemap = doc.basemap ? doc.basemap.attribution || [] : [];
      for (const credit of [...(doc.header.credits || []), ...basemap]) {
        if (credit.text && !known.has(credit.text)) known.set(credit.text, credit);
      }
      const lines = [...known.values()].map((credit) =>
        el(
          "li",
          null,
          credit.url ? dom.link(credit.url, credit.text) : dom.data("span", null, credit.text),
          credit.licence ? dom.data("span", "mapper-note", ` (${credit.licence})`) : null,
        ),
      );
      const leaflet = el("li", null, dom.link("https://leafletjs.com", "Leaflet"));
      const line = [...known.keys()].join(" · ") || "Leaflet";
      this.element.replaceChildren(
        el("summary", { title: words.credits }, dom.data("span", null, line)),
        el("ul", null, lines, leaflet),
      );
    }
  }

  // Says changes to people who do not see them.
  class Announcer {
    constructor(container) {
      const attributes = { class: "mapper-hidden", role: "status", "aria-live": "polite" };
      this.element = el("div", { ...attributes, dir: "auto" });
      container.append(this.element);
    }

    say(text) {
      this.element.textContent = dom.unturned(text);
    }
  }

  client.page = { message, error, Tip, Credits, Announcer };
})((window.MapperClient = window.MapperClient || {}));
