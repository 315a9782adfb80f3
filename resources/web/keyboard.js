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
      const key = keyOf(event);
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

  // A key in another script, as on a Ukrainian keyboard, is the Latin one of the same place.
  function keyOf({ key, code }) {
    if (key.length > 1) return key;
    if (key <= "\x7f") return key.toLowerCase();
    const letter = /^Key([A-Z])$/.exec(code);
    return letter ? letter[1].toLowerCase() : ({ Comma: ",", Period: "." }[code] ?? key);
  }

  client.keyboard = { attach };
})((window.MapperClient = window.MapperClient || {}));
