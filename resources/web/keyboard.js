// Keys while the map has the focus; Escape everywhere. Arrows, plus and minus are Leaflet's own.
(function (client) {
  "use strict";

  // actions: {next, previous, nearest, home, list, measure, setPoint, takeBack, closeLine, escape,
  // measuring, added: {key: action}}
  function attach(map, actions) {
    const container = map.getContainer();
    container.addEventListener("keydown", (event) => {
      if (event.target !== container || event.ctrlKey || event.metaKey || event.altKey) return;
      const measuring = actions.measuring();
      const keys = {
        n: actions.next,
        p: actions.previous,
        f: actions.home,
        l: actions.list,
        m: actions.measure,
        a: measuring ? actions.closeLine : null,
        Enter: measuring ? actions.setPoint : actions.nearest,
        Backspace: measuring ? actions.takeBack : null,
      };
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      // A mode takes keys over while it is on.
      const action = actions.added[key] ?? keys[key];
      if (!action) return;
      event.preventDefault();
      action();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") actions.escape();
    });
  }

  client.keyboard = { attach };
})((window.MapperClient = window.MapperClient || {}));
