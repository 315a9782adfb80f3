// How place names are written: in Latin letters, as on the spot, or both. The choice stays when
// another document is shown.
(function (client) {
  "use strict";

  const { dom, words } = client;
  const SCRIPTS = ["latin", "local", "both"];

  const state = { chosen: words.placeNamesIn, listeners: [] };

  function set(script) {
    if (!SCRIPTS.includes(script)) throw new RangeError(words.badLabels);
    state.chosen = script;
    for (const listener of state.listeners) listener();
  }

  // The chooser below the switch of the place names.
  function choice(choose) {
    const names = { latin: words.latinLabels, local: words.localLabels, both: words.bothLabels };
    const options = SCRIPTS.map((script) =>
      dom.el("option", { value: script, selected: script === state.chosen }, names[script]),
    );
    const select = dom.el(
      "select",
      { "data-layer": "label-script", "aria-label": words.labelScript },
      options,
    );
    select.addEventListener("change", () => choose(select.value));
    return dom.el("div", { class: "mapper-label-script" }, select);
  }

  // The texts of a place: [first, second], the second smaller below the first, or null.
  function textsOf(place, roomForBoth) {
    const { name, local } = place;
    if (!local || state.chosen === "latin") return [name, null];
    if (state.chosen === "local") return [local, null];
    return [name, roomForBoth ? local : null];
  }

  client.labelScript = {
    set,
    choice,
    textsOf,
    chosen: () => state.chosen,
    onChange: (listener) => state.listeners.push(listener),
  };

  client.feature((app) => {
    client.labelScript.onChange(() => {
      app.legend.update(app.events, app.fronts);
      app.repaint("labels");
      app.emit("labels", state.chosen);
    });
  });
})((window.MapperClient = window.MapperClient || {}));
