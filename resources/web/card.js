// Where the text of the selected event stands: a popup on the map, on a small map a sheet below.
// In the window a panel beside the map says it all, so there a small map stays free of it.
(function (client) {
  "use strict";

  const { dom, words } = client;
  const SMALL_MAP_PX = 560;

  class Card {
    constructor(map, onClose, { sheet = true } = {}) {
      this.map = map;
      this.hasSheet = sheet;
      this.onClose = onClose;
      this.popup = this.content = this.at = null;
      this.sheet = dom.el("section", { class: "mapper-sheet", hidden: true, tabindex: "-1" });
      map.getContainer().append(this.sheet);
      dom.shield(this.sheet);
      L.DomEvent.disableScrollPropagation(this.sheet);
      map.on("popupclose", (event) => {
        if (event.popup === this.popup) this.closed();
      });
      // The list opens below the map, a frame in an article is turned: the card stays in sight.
      map.on("resize", () => {
        if (!this.isOpen) return;
        if (this.needsSheet(this.at) === (this.popup === null)) this.fit();
        else this.open(this.content, this.at, true);
      });
    }

    needsSheet(at) {
      const size = this.map.getSize();
      return !at || size.x < SMALL_MAP_PX || size.y < 300;
    }

    get isOpen() {
      return this.popup !== null || !this.sheet.hidden;
    }

    // at: [lon, lat] or null for an event without a place, which always gets the sheet.
    open(content, at, pan) {
      this.hide();
      Object.assign(this, { content, at });
      if (this.needsSheet(at)) {
        if (!this.hasSheet) return;
        const close = () => {
          this.hide();
          this.onClose();
        };
        const button = { type: "button", class: "mapper-sheet-close", "aria-label": words.close };
        this.sheet.replaceChildren(dom.el("button", { ...button, onclick: close }, "×"), content);
        this.sheet.hidden = false;
        this.sheet.scrollTop = 0;
        return;
      }
      this.popup = L.popup({
        maxWidth: 360,
        minWidth: 220,
        maxHeight: highest(this.map.getSize().y),
        // Panned by keepInside, which knows where the legend stands.
        autoPan: false,
        closeOnClick: false,
        className: "mapper-popup",
        offset: [0, -2],
      })
        .setLatLng([at[1], at[0]])
        .setContent(content);
      this.popup.openOn(this.map);
      const close = this.popup.getElement().querySelector(".leaflet-popup-close-button");
      close.setAttribute("aria-label", words.close);
      // A long text is scrolled with the keys too.
      const text = this.popup.getElement().querySelector(".leaflet-popup-content");
      for (const [name, value] of Object.entries({
        tabindex: "0",
        role: "region",
        "aria-label": words.event,
      })) {
        text.setAttribute(name, value);
      }
      if (pan) this.keepInside();
    }

    // After the map changed its size.
    fit() {
      if (!this.popup) return;
      this.popup.options.maxHeight = highest(this.map.getSize().y);
      this.popup.update();
      // A view elsewhere, followed from an address, stays where it is.
      if (this.map.getBounds().pad(0.5).contains(this.popup.getLatLng())) this.keepInside();
    }

    // Moves the map until the whole popup is on it, beside the legend where there is room.
    keepInside() {
      if (!this.popup) return;
      const container = this.map.getContainer();
      const frame = container.getBoundingClientRect();
      const box = this.popup.getElement().getBoundingClientRect();
      const legend = container.querySelector(".mapper-legend").getBoundingClientRect();
      const y = overshoot(box.top, box.bottom, frame.top + 10, frame.bottom - 30);
      const beside = box.top - y < legend.bottom && legend.left - frame.left > box.width + 70;
      const right = (beside ? legend.left : frame.right) - 10;
      const x = overshoot(box.left, box.right, frame.left + 52, right);
      if (x || y) this.map.panBy([Math.round(x), Math.round(y)], { animate: false });
    }

    hide() {
      const popup = this.popup;
      this.popup = null;
      if (popup) popup.remove();
      this.sheet.hidden = true;
      this.sheet.replaceChildren();
    }

    closed() {
      this.popup = null;
      this.onClose();
    }
  }

  // The height of a card in pixels: on a low map most of it, on a high one the map stays in sight.
  function highest(map_px) {
    return Math.max(160, Math.min(460, Math.max(0.6 * map_px, Math.min(280, map_px - 120))));
  }

  // How far a span reaches out of another; its beginning comes first where it is too long.
  function overshoot(low, high, least, most) {
    if (low < least) return low - least;
    return high > most ? Math.max(0, Math.min(high - most, low - least)) : 0;
  }

  client.Card = Card;
})((window.MapperClient = window.MapperClient || {}));
