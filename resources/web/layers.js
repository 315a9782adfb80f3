// Which layers are on.
(function (client) {
  "use strict";

  const NAMES = ["events", "control_areas", "lines_of_contact", "measurements", "labels"];

  class Layers {
    constructor() {
      this.on = Object.fromEntries(NAMES.map((name) => [name, true]));
      this.listeners = [];
    }

    set(name, on) {
      if (!NAMES.includes(name)) {
        throw new RangeError(client.words.notOneOf(name, NAMES.join(", ")));
      }
      this.on[name] = Boolean(on);
      for (const listener of this.listeners) listener(name);
    }

    onChange(listener) {
      this.listeners.push(listener);
    }
  }

  client.Layers = Layers;
})((window.MapperClient = window.MapperClient || {}));
