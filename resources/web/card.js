// Where the text of the selected event stands: a popup on the map, on a small map a sheet below.
(function (client) {
  "use strict";

  const { dom, words } = client;
  const SMALL_MAP_PX = 560;

  class Card {
    constructor(map, onClose) {
      this.map = map;
      this.onClose = onClose;
      this.popup = null;
      this.sheet = dom.el("section", { class: "mapper-sheet", hidden: true, tabindex: "-1" });
      map.getContainer().append(this.sheet);
      L.DomEvent.disableClickPropagation(this.sheet);
      L.DomEvent.disableScrollPropagation(this.sheet);
      map.on("popupclose", (event) => {
        if (event.popup === this.popup) this.closed();
      });
    }

    get isOpen() {
      return this.popup !== null || !this.sheet.hidden;
    }

    // at: [lon, lat] or null for an event without a place, which always gets the sheet.
    open(content, at, pan) {
      this.hide();
      const size = this.map.getSize();
      if (!at || size.x < SMALL_MAP_PX || size.y < 300) {
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
        maxWidth: 340,
        minWidth: 220,
        maxHeight: Math.max(160, Math.min(400, size.y * 0.5)),
        autoPan: pan,
        autoPanPaddingTopLeft: [60, 20],
        autoPanPaddingBottomRight: [20, 50],
        closeOnClick: false,
        className: "mapper-popup",
        offset: [0, -2],
      })
        .setLatLng([at[1], at[0]])
        .setContent(content);
      this.popup.openOn(this.map);
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

  client.Card = Card;
})((window.MapperClient = window.MapperClient || {}));
