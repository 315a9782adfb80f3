// Events on one point, laid out as a fan below it: a click or Enter on a mark with a number, or O.
(function (client) {
  "use strict";

  const { dom, format, words } = client;
  const { el } = dom;
  // More are gone through one by one, on the event's card.
  const MOST = 36;
  const FIRST_PX = 46;
  const ROW_PX = 31;
  const LEG_PX = 30;
  // Below the point: the card stands above it.
  const OPENING = (Math.PI * 8) / 9;
  // Room for the label of a leg.
  const BOTTOM_PX = 74;

  class Fan {
    constructor(app) {
      this.app = app;
      this.members = [];
      this.element = el("div", { class: "mapper-fan", role: "group", hidden: true });
      app.map.getPane("markerPane").append(this.element);
      L.DomEvent.disableClickPropagation(this.element);
      // Over a leg the pointer is not over what the leg covers.
      L.DomEvent.on(this.element, "mousemove", L.DomEvent.stopPropagation);
      this.element.addEventListener("keydown", (event) => this.key(event));
      app.map.on("zoomstart", () => this.close());
      app.on("document", () => this.close());
      app.on("filter", () => this.close());
      app.on("select", () => this.show());
    }

    get open() {
      return this.members.length > 0;
    }

    // The events that a mark drawn for "event" stands for.
    at(event) {
      const { events, map } = this.app;
      return events.near(event, 0.75 / client.projection.size(map.getZoom()));
    }

    // Returns whether they are few enough to be laid out.
    spread(event) {
      const members = this.at(event);
      if (members.length < 2 || members.length > MOST) return false;
      const { app } = this;
      this.members = members;
      const places = placesOf(members.length);
      this.lowest = Math.max(...places.map((place) => place[1]));
      app.hover(null);
      app.card.hide();
      this.buttons = members.map((member, i) => this.button(member, places[i]));
      this.element.replaceChildren(spokes(places), ...this.buttons);
      const count = format.count(members.length);
      this.element.setAttribute("aria-label", words.fan(count));
      this.element.hidden = false;
      const [lon, lat] = app.positionOf(event);
      L.DomUtil.setPosition(this.element, app.map.latLngToLayerPoint([lat, lon]));
      this.keepInside([lat, lon], places);
      this.show();
      app.announcer.say(words.fan(count));
      this.focus(Math.max(0, members.indexOf(app.selected)));
      return true;
    }

    button(member, [x, y]) {
      const { events, doc } = this.app;
      const { classes, codes } = events.style;
      const title = client.eventText.titleOf(doc, member);
      const name = [dom.cut(title, 120), client.eventText.whenOf(doc, member)].join(", ");
      const attributes = { type: "button", "aria-label": name, tabindex: "-1" };
      const button = el(
        "button",
        {
          ...attributes,
          onclick: () => this.app.select(member, { byUser: true, pan: false }),
          onmouseenter: () => this.tell(member),
          onmouseleave: () => this.app.tip.hide(),
          onfocus: () => this.tell(member),
          onblur: () => this.app.tip.hide(),
        },
        client.sprites.swatch(classes[codes[member]], events.form[member]),
      );
      button.style.left = `${x}px`;
      button.style.top = `${y}px`;
      return button;
    }

    tell(member) {
      const { tip, events, selected } = this.app;
      if (member !== selected) tip.show(events, member, 0, this.lowest + 18);
    }

    // Marks the leg of the selected event; another event elsewhere closes the fan.
    show() {
      if (!this.open) return;
      const { selected } = this.app;
      if (selected !== null && !this.members.includes(selected)) {
        this.close();
        return;
      }
      if (selected !== null) this.app.tip.hide();
      this.members.forEach((member, i) =>
        this.buttons[i].setAttribute("aria-pressed", String(member === selected)),
      );
    }

    keepInside(latlng, places) {
      const { map } = this.app;
      const { x, y } = map.latLngToContainerPoint(latlng);
      const size = map.getSize();
      const widest = Math.max(...places.map((place) => Math.abs(place[0]))) + 18;
      const down = Math.max(0, y + this.lowest + BOTTOM_PX - size.y);
      const across = Math.max(0, x + widest - size.x) - Math.max(0, widest - x);
      if (down || across) map.panBy([across, down].map(Math.round), { animate: false });
    }

    focus(i) {
      this.buttons.forEach((button, k) => (button.tabIndex = k === i ? 0 : -1));
      this.buttons[i].focus({ preventScroll: true });
    }

    key(event) {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step) return;
      const { length } = this.buttons;
      this.focus((this.buttons.indexOf(document.activeElement) + step + length) % length);
      event.preventDefault();
      event.stopPropagation();
    }

    // Returns whether there was anything to close.
    close() {
      if (!this.open) return false;
      const held = this.element.contains(document.activeElement);
      this.members = [];
      this.element.hidden = true;
      this.element.replaceChildren();
      this.app.tip.hide();
      if (held) this.app.container.focus({ preventScroll: true });
      return true;
    }
  }

  // Where the legs end, in pixels from the point: arcs of as many as they have room for.
  function placesOf(count) {
    const places = [];
    for (let row = 0; places.length < count; row++) {
      const radius = FIRST_PX + row * ROW_PX;
      const room = Math.floor((radius * OPENING) / LEG_PX) + 1;
      const here = Math.min(room, count - places.length);
      const apart = here < room ? LEG_PX / radius : OPENING / (here - 1);
      for (let k = 0; k < here; k++) {
        const turn = Math.PI / 2 - ((here - 1) / 2 - k) * -apart;
        places.push([-radius * Math.cos(turn), radius * Math.sin(turn)]);
      }
    }
    return places;
  }

  function spokes(places) {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("aria-hidden", "true");
    for (const [x, y] of places) {
      const line = document.createElementNS(space, "line");
      line.setAttribute("x2", x);
      line.setAttribute("y2", y);
      svg.append(line);
    }
    return svg;
  }

  client.feature((app) => {
    const fan = new Fan(app);
    app.clicks.push((event) => {
      const index = app.pointing.clicked(event);
      const { lng, lat } = event.latlng;
      const { x, y } = client.projection;
      const slack = app.pointing.slackOf(event);
      const many =
        index === null ? 0 : app.marks.manyAt(x(lng), y(lat), app.map.getZoom(), slack);
      fan.close();
      return many > 1 && fan.spread(index);
    });
    app.keys.e = () => {
      const event = app.selected ?? app.pointing.nearest();
      if (event !== null && app.events.placed[event]) fan.spread(event);
    };
    app.escapes.push(() => fan.close());
  });
})((window.MapperClient = window.MapperClient || {}));
