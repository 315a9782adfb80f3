// How many events lie where: hexagons, the darker the more.
(function (client) {
  "use strict";

  const { theme } = client;
  const WIDTH_PX = 17;
  const STEPS = 6;
  const ROUND = [1, 2, 5];

  class Density {
    constructor(events, inView) {
      this.events = events;
      this.grid = new client.EventGrid(events, inView, WIDTH_PX);
      // The least count of each step in the view painted last.
      this.steps = [];
    }

    collect(view) {
      const { grid } = this;
      grid.collect(view);
      let most = 0;
      for (let cell = 0; cell < grid.rows * grid.columns; cell++) {
        if (grid.count[cell] > most) most = grid.count[cell];
      }
      this.most = most;
      this.steps = stepsUpTo(most);
    }

    paint(view) {
      const { ctx } = view;
      const { grid, steps } = this;
      const radius = grid.radius * view.scale;
      // Drawn once for each step: thousands of hexagons traced one by one would take too long.
      const half = Math.ceil(radius) + 1;
      const pictures = steps.map((_, step) =>
        hexagon(colourOf(step, steps.length), radius - 0.35, half, view.ratio),
      );
      ctx.globalAlpha = 0.86;
      for (let cell = 0; cell < grid.rows * grid.columns; cell++) {
        const count = grid.count[cell];
        if (!count) continue;
        let step = steps.length - 1;
        while (count < steps[step]) step--;
        const [x, y] = grid.middle(cell);
        const [left, top] = [x * view.scale - view.originX, y * view.scale - view.originY];
        ctx.drawImage(pictures[step], left - half, top - half, 2 * half, 2 * half);
      }
      ctx.globalAlpha = 1;
    }

    at(view, worldX, worldY) {
      const cell = this.grid.cellAt(worldX, worldY);
      const count = cell < 0 ? 0 : this.grid.count[cell];
      if (!count) return null;
      const [x, y] = this.grid.middle(cell);
      return { cell, count, worldX: x, worldY: y, byClass: null };
    }

    // For the legend: [{colour, from, until}], the last without an end.
    classes() {
      return this.steps.map((from, step) => ({
        colour: colourOf(step, this.steps.length),
        from,
        until: step + 1 < this.steps.length ? this.steps[step + 1] - 1 : this.most,
      }));
    }
  }

  // Round numbers from one up, each step about as many times the one before, no more than most.
  function stepsUpTo(most) {
    if (most < 1) return [];
    const factor = Math.max(2, most ** (1 / STEPS));
    const steps = [1];
    for (let wanted = factor; steps.length < STEPS && wanted <= most; wanted *= factor) {
      const power = 10 ** Math.floor(Math.log10(wanted));
      const digit = ROUND.filter((one) => one * power <= wanted).pop();
      if (digit * power > steps[steps.length - 1]) steps.push(digit * power);
    }
    return steps;
  }

  function hexagon(colour, radius, half, ratio) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = Math.ceil(2 * half * ratio);
    const ctx = canvas.getContext("2d");
    ctx.scale(canvas.width / (2 * half), canvas.height / (2 * half));
    for (let corner = 0; corner < 6; corner++) {
      const turn = (Math.PI / 3) * corner + Math.PI / 6;
      ctx.lineTo(half + radius * Math.cos(turn), half + radius * Math.sin(turn));
    }
    ctx.closePath();
    ctx.fillStyle = theme.colour(colour);
    ctx.fill();
    return canvas;
  }

  // A single step is of middle darkness.
  function colourOf(step, count) {
    const last = count === 1 ? 2 : Math.round((step / (count - 1)) * (STEPS - 1));
    return `density-${last + 1}`;
  }

  client.Density = Density;
  client.hexagonPicture = hexagon;
})((window.MapperClient = window.MapperClient || {}));
