// In the window only: what a person has set up in the map that the window does not know of, so that
// the map comes back with it when its process died (window.js sends it, `mapper.restore` takes it).
(function (client) {
  "use strict";

  class Keeping {
    constructor(app) {
      this.app = app;
      this.tell = () => {};
      this.told = null;
      const soon = new client.Pace(() => this.send(), 300, { paints: false });
      const changed = () => soon.soon();
      for (const name of ["compare", "measure", "front", "play"]) app.on(name, changed);
      app.layers.onChange(changed);
      // Tools and choices follow from these; what has not changed is not sent.
      for (const name of ["change", "pointerup", "keyup"]) document.addEventListener(name, changed);
    }

    state() {
      const { changes, frontTool, layers, measureTool, timeline } = this.app;
      return {
        layers: layers.on,
        time: { mode: timeline.mode.value, speed: timeline.player.speed },
        front_day: this.app.frontDay,
        changes: changes.on ? { days: changes.days, choice: changes.changes.number } : null,
        measure: measureTool.on ? { points: measureTool.points, closed: measureTool.closed } : null,
        front_tool: frontTool.on ? { place: frontTool.place } : null,
      };
    }

    send() {
      const state = JSON.stringify(this.state());
      if (state === this.told) return;
      this.told = state;
      this.tell(state);
    }

    restore({ layers, time, front_day, changes, measure, front_tool }) {
      const { app } = this;
      for (const [name, on] of Object.entries(layers)) app.layers.set(name, on);
      app.timeline.setMode(time.mode);
      app.timeline.setSpeed(time.speed, { chosen: true });
      app.setFrontDay(front_day);
      if (changes) app.changes.show(...changes.days, changes.choice);
      if (front_tool) {
        app.frontTool.start();
        Object.assign(app.frontTool, front_tool);
        app.frontTool.update();
      }
      if (measure) {
        app.measureTool.start();
        Object.assign(app.measureTool, measure);
        app.measureTool.changed();
      }
    }
  }

  client.feature((app) => {
    if (app.inWindow) app.keeping = new Keeping(app);
  });
})((window.MapperClient = window.MapperClient || {}));
