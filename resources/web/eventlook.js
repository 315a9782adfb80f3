// How events are shown: what colours tell, marks or counts, circles of precision. It outlives the
// document.
(function (client) {
  "use strict";

  const DISPLAYS = ["auto", "marks", "clusters", "density"];

  class EventLook {
    constructor() {
      this.style = client.eventStyles.NAMES[0];
      this.display = DISPLAYS[0];
      this.circles = false;
      this.onChange = () => {};
    }

    setStyle(name) {
      this.set("style", known(name, client.eventStyles.NAMES));
    }

    setDisplay(name) {
      this.set("display", known(name, DISPLAYS));
    }

    setCircles(on) {
      this.set("circles", Boolean(on));
    }

    set(name, value) {
      if (this[name] === value) return;
      this[name] = value;
      this.onChange(name);
    }

    state() {
      return { style: this.style, display: this.display, circles: this.circles };
    }
  }

  function known(name, names) {
    if (!names.includes(name)) throw new RangeError(client.words.notOneOf(name, names.join(", ")));
    return name;
  }

  client.EventLook = EventLook;
})((window.MapperClient = window.MapperClient || {}));
