// The buttons on the map.
(function (client) {
  "use strict";

  const { dom, words } = client;
  const ICONS = {
    home: ["M2.500 10 10 3l7.500 7M5 8.500V17h10V8.500M8.500 17v-4.500h3V17"],
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

  // actions: {home: f, measure: f, ...}, each a button; icons by name where they are not ours.
  function buttonsOf(actions, icons = ICONS) {
    const pairs = Object.entries(actions);
    return Object.fromEntries(pairs.map(([name, act]) => [name, button(name, act, icons[name])]));
  }

  // The way in view joins the buttons for zooming; the tools have a bar of their own, returned.
  function addTo(map, { home, ...tools }) {
    const corner = map.getContainer().querySelector(".leaflet-top.leaflet-left");
    corner.querySelector(".leaflet-control-zoom").append(home);
    const attributes = {
      class: "leaflet-bar leaflet-control mapper-toolbar",
      role: "toolbar",
      "aria-label": words.tools,
    };
    const bar = dom.el("div", attributes, Object.values(tools));
    L.DomEvent.disableClickPropagation(corner);
    corner.append(bar);
    return bar;
  }

  client.toolbar = { addTo, button, buttonsOf };
})((window.MapperClient = window.MapperClient || {}));
