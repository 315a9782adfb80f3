// Which parts of the picture are written in already, so that no text lies over another.
(function (client) {
  "use strict";

  const CELL = 64;

  class Taken {
    constructor() {
      this.cells = new Map();
      this.boxes = [];
    }

    free(box) {
      for (const key of cellsOf(box)) {
        for (const other of this.cells.get(key) || []) {
          const apart =
            box.right < other.left ||
            box.left > other.right ||
            box.bottom < other.top ||
            box.top > other.bottom;
          if (!apart) return false;
        }
      }
      return true;
    }

    add(box) {
      this.boxes.push(box);
      for (const key of cellsOf(box)) {
        if (!this.cells.has(key)) this.cells.set(key, []);
        this.cells.get(key).push(box);
      }
    }
  }

  function* cellsOf(box) {
    for (let row = Math.floor(box.top / CELL); row <= Math.floor(box.bottom / CELL); row++) {
      for (let col = Math.floor(box.left / CELL); col <= Math.floor(box.right / CELL); col++) {
        yield row * 4096 + col;
      }
    }
  }

  client.Taken = Taken;
})((window.MapperClient = window.MapperClient || {}));
