// The search box over the map: write, choose with arrows or a click, and the map goes there.
(function (client) {
  "use strict";

  const { coordinates, dom, eventText, format, words } = client;
  const { el } = dom;
  const ICON = ["M8.500 3a5.500 5.500 0 1 0 0 11 5.500 5.500 0 1 0 0-11M12.500 12.500 17 17"];
  const WAIT_MS = 120;
  const LONGEST = 200;
  const TITLE_LENGTH = 110;
  const CLOSE_ZOOM = 9;
  const WHERE_ZOOM = 3;

  class SearchBox {
    constructor(app) {
      this.app = app;
      this.search = null;
      this.choices = [];
      this.at = -1;
      this.input = el("input", {
        type: "search",
        role: "combobox",
        "aria-label": words.search,
        "aria-expanded": "false",
        "aria-controls": "mapper-search-list",
        "aria-autocomplete": "list",
        placeholder: words.searchHint,
        maxlength: LONGEST,
        autocomplete: "off",
        spellcheck: "false",
        oninput: () => this.written(),
      });
      const close = { type: "button", "aria-label": words.close, onclick: () => this.close() };
      this.list = el("ul", { id: "mapper-search-list", role: "listbox", "aria-label": words.search });
      this.note = el("p", { class: "mapper-note", role: "status" });
      this.element = el(
        "section",
        { class: "mapper-search", role: "search", hidden: true },
        el("div", { class: "mapper-search-head" }, this.input, el("button", close, "×")),
        this.note,
        this.list,
      );
      dom.shield(this.element);
      L.DomEvent.disableScrollPropagation(this.element);
      this.element.addEventListener("keydown", (event) => this.pressed(event));
      app.container.append(this.element);
      this.button = app.addButton("search", () => this.toggle(), ICON);
      this.button.setAttribute("aria-expanded", "false");
      app.keys["/"] = () => this.open();
      app.on("document", () => this.renew());
    }

    renew() {
      if (this.search) this.search.asked++;
      this.search = null;
      if (!this.element.hidden) this.look();
    }

    toggle() {
      if (this.element.hidden) this.open();
      else this.close();
    }

    open() {
      this.element.hidden = false;
      this.button.setAttribute("aria-expanded", "true");
      this.input.focus({ preventScroll: true });
      this.input.select();
    }

    close() {
      if (this.search) this.search.asked++;
      clearTimeout(this.timer);
      this.element.hidden = true;
      this.button.setAttribute("aria-expanded", "false");
      this.app.container.focus({ preventScroll: true });
    }

    written() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), WAIT_MS);
    }

    async look() {
      const { app } = this;
      if (!app.doc) return;
      this.search ??= new client.Search(app.doc, app.events);
      const text = this.input.value.slice(0, LONGEST);
      const found = await this.search.find(text, (part) => this.show(text, part));
      if (found) this.show(text, found);
    }

    show(text, { places, events, count, partial }) {
      const { app } = this;
      const held = this.at >= 0 ? this.choices[this.at] : null;
      this.choices = [
        ...places.map((place) => ({ key: `p${place.lon},${place.lat}`, place })),
        ...events.map((index) => ({ key: `e${index}`, index })),
      ];
      this.list.replaceChildren(
        ...this.choices.map((choice, i) => {
          const content = choice.place ? placeRow(choice.place) : eventRow(app, choice.index);
          const attributes = { role: "option", id: `mapper-found-${i}`, "aria-selected": "false" };
          return el("li", { ...attributes, onclick: () => this.take(i) }, content);
        }),
      );
      this.input.setAttribute("aria-expanded", String(this.choices.length > 0));
      const all = count + places.length;
      const told = words.searchCount(format.count(this.choices.length), format.count(all));
      this.note.textContent = partial
        ? words.searching
        : !text.trim()
          ? ""
          : all
            ? told
            : words.nothingFound;
      this.mark(held ? this.choices.findIndex(({ key }) => key === held.key) : -1);
    }

    mark(at) {
      this.at = at;
      [...this.list.children].forEach((item, i) =>
        item.setAttribute("aria-selected", String(i === at)),
      );
      const item = at < 0 ? null : this.list.children[at];
      if (!item) {
        this.input.removeAttribute("aria-activedescendant");
        return;
      }
      this.input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    }

    pressed(event) {
      const many = this.choices.length;
      if (event.key === "Escape") this.close();
      else if (event.key === "ArrowDown" && many) this.mark((this.at + 1) % many);
      else if (event.key === "ArrowUp" && many) this.mark((this.at + many - (this.at < 0 ? 0 : 1)) % many);
      else if (event.key === "Enter" && event.target === this.input && many) this.take(Math.max(this.at, 0));
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    take(at) {
      if (!this.choices[at]) return;
      const { place, index } = this.choices[at];
      this.close();
      if (place) this.showPlace(place);
      else this.showEvent(index);
    }

    showPlace(place) {
      const { app } = this;
      const zoom = { country: 5, region: 7 }[place.kind] ?? (place.population >= 1e6 ? 10 : 11);
      app.map.setView([place.lat, place.lon], zoom, { animate: client.moves() });
      app.announcer.say(place.name);
    }

    showEvent(index) {
      const { app } = this;
      const at = app.positionOf(index);
      if (at) {
        const zoom = Math.max(app.map.getZoom(), CLOSE_ZOOM);
        app.map.setView([at[1], at[0]], zoom, { animate: false });
      }
      app.select(index, { byUser: true });
    }
  }

  // With where it is: many places share a name.
  function placeRow(place) {
    const where = coordinates.decimal({ lat: place.lat, lng: place.lon }, WHERE_ZOOM);
    const local = place.local ? dom.data("span", "mapper-note", ` ${place.local}`) : null;
    return [
      dom.data("strong", null, place.name),
      local,
      el("span", { class: "mapper-note" }, ` · ${where}`),
    ];
  }

  function eventRow(app, index) {
    const { doc, events } = app;
    const details = [
      dom.cut(eventText.whenOf(doc, index), 40),
      doc.text("place", index) ? dom.cut(doc.text("place", index), 60) : null,
      events.shown[index] ? null : words.filteredOut,
    ];
    return [
      dom.data("span", null, dom.cut(eventText.titleOf(doc, index), TITLE_LENGTH)),
      dom.data("span", "mapper-note mapper-found-details", details.filter(Boolean).join(" · ")),
    ];
  }

  client.feature((app) => {
    app.search = new SearchBox(app);
  });
})((window.MapperClient = window.MapperClient || {}));
