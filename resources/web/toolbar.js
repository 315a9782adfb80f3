// The buttons on the map.
(function (client) {
  "use strict";

  const { dom, words } = client;
  const ICONS = {
    home: ["M3 8V3h5M12 3h5v5M17 12v5h-5M8 17H3v-5"],
    measure: ["M2.5 13.5 13.5 2.5l4 4-11 11zM6 10l2 2M8.5 7.500l1.500 1.500M11 5l2 2"],
    previousEvent: ["M12.500 4 6.500 10l6 6"],
    nextEvent: ["M7.500 4l6 6-6 6"],
    list: ["M3 5h2M8 5h9M3 10h2M8 10h9M3 15h2M8 15h9"],
  };

  function button(name, action, icon) {
    const attributes = {
      type: "button",
      class: `mapper-button mapper-button-${name}`,
      title: words[name],
      "aria-label": words[name],
      onclick: action,
    };
    return dom.el("button", attributes, dom.icon(...icon));
  }

  // actions: {home: f, measure: f, ...} in the order of the buttons.
  function addTo(map, actions) {
    const bar = dom.el("div", { class: "leaflet-bar mapper-toolbar", role: "toolbar" });
    const buttons = {};
    for (const [name, action] of Object.entries(actions)) {
      buttons[name] = button(name, action, ICONS[name]);
      bar.append(buttons[name]);
    }
    L.DomEvent.disableClickPropagation(bar);
    map.getContainer().querySelector(".leaflet-top.leaflet-left").append(bar);
    bar.classList.add("leaflet-control");
    return buttons;
  }

  client.toolbar = { addTo, button };
})((window.MapperClient = window.MapperClient || {}));
