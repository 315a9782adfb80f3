// How many events lie where: hexagons, the darker the more.
(function (client) {
  "use strict";

  const { theme } = client;
  const WIDTH_PX = 17;
  const STEPS = 6;
  const ROUND = [1, 2, 5];

  class Density {
    constructor(events) {
      this.events = events;
      this.grid = new client.EventGrid(events, WIDTH_PX);
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
      ctx.globalAlpha = 0.86;
      for (let step = 0; step < steps.length; step++) {
        const above = steps[step + 1] ?? Infinity;
        ctx.beginPath();
        for (let cell = 0; cell < grid.rows * grid.columns; cell++) {
          const count = grid.count[cell];
          if (count >= steps[step] && count < above) grid.trace(ctx, view, cell);
        }
        ctx.fillStyle = theme.colour(colourOf(step, steps.length));
        ctx.fill();
        ctx.strokeStyle = theme.colour("density-edge");
        ctx.lineWidth = 0.7;
        ctx.stroke();
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

  // A single step is of middle darkness.
  function colourOf(step, count) {
    const last = count === 1 ? 2 : Math.round((step / (count - 1)) * (STEPS - 1));
    return `density-${last + 1}`;
  }

  client.Density = Density;
})((window.MapperClient = window.MapperClient || {}));
