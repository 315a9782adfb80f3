// What a side gained and lost between the fronts in force on two days: numbers and drawing.
(function (client) {
  "use strict";

  const { frontStyle, shapes, theme } = client;

  class FrontChanges {
    // days: day numbers, the earlier one first.
    constructor(fronts, days) {
      this.fronts = fronts;
      this.days = days;
      this.held = days.map((day) => fronts.of(day).filter(frontStyle.isHeld));
      this.choices = choicesOf(this.held);
      this.choose(0);
    }

    // Compares what one side holds by one source; see choicesOf.
    choose(number) {
      this.number = number;
      const choice = this.choices[number];
      this.choice = choice ?? null;
      this.result = null;
      if (!choice) return;
      this.entries = this.held.map((held, i) =>
        held.filter((one) => one.holder === choice.holder && one.source === choice.sources[i]),
      );
      this.colour = this.entries.flat()[0].colour;
      if (!this.entries.every((entries) => entries.length)) return;
      const [before, after] = this.entries.map((entries) => this.polygons(entries));
      const shifts = this.entries.map((some) => Math.max(...some.map((one) => one.drawn_m || 0)));
      this.result = client.areaSweep.compare(before, after, shifts[0] + shifts[1]);
      const [old, now] = this.entries.map((entries) => edgesOf(this.fronts.points, entries));
      this.edges = { old: without(old, now), now: without(now, old) };
    }

    // Whether both days have the very same snapshot in force.
    get same() {
      const [before, after] = this.entries;
      return before.length === after.length && before.every((front, i) => front === after[i]);
    }

    polygons(entries) {
      const { points } = this.fronts;
      return entries.flatMap(({ runs }) =>
        runs.map((rings) =>
          rings.map((ring) => {
            const [lon, lat] = [[], []];
            points.each(ring, (at) => {
              lon.push(points.lon[at]);
              lat.push(points.lat[at]);
            });
            return { lon, lat };
          }),
        ),
      );
    }

    paint(view) {
      if (!this.result) {
        for (const front of this.choice ? this.entries.flat() : []) {
          this.fill(view.ctx, view, front, theme.colour(this.colour), 0.2);
        }
        return;
      }
      const [before, after] = this.entries;
      for (const front of after) this.fill(view.ctx, view, front, theme.colour(this.colour), 0.16);
      this.paintOnly(view, after, before, "change-gained", 0.75);
      this.paintOnly(view, before, after, "change-lost", 0.6, true);
      this.strokeEdges(view, this.edges.old, "change-lost", [4, 3]);
      this.strokeEdges(view, this.edges.now, "change-gained", []);
    }

    // Fills what lies in some fronts and not in others, on a canvas of its own.
    paintOnly(view, fronts, others, colour, alpha, hatched = false) {
      const { width, height } = view.ctx.canvas;
      const canvas = (this.canvas ||= document.createElement("canvas"));
      canvas.width = width;
      canvas.height = height;
      const ctx = canvas.getContext("2d");
      ctx.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
      const paint = hatched ? this.fronts.hatch(view, colour) : theme.colour(colour);
      for (const front of fronts) this.fill(ctx, view, front, paint, 1);
      if (hatched) for (const front of fronts) this.fill(ctx, view, front, theme.colour(colour), 0.3);
      ctx.globalCompositeOperation = "destination-out";
      // Edges both have are half covered twice: without a stroke a ghost of them would stay.
      ctx.lineWidth = 1.5;
      for (const front of others) {
        this.fill(ctx, view, front, "#000", 1);
        ctx.stroke();
      }
      ctx.globalCompositeOperation = "source-over";
      view.ctx.save();
      view.ctx.setTransform(1, 0, 0, 1, 0, 0);
      view.ctx.globalAlpha = alpha;
      view.ctx.drawImage(canvas, 0, 0);
      view.ctx.restore();
    }

    fill(ctx, view, front, paint, alpha) {
      shapes.tracePolygons(ctx, this.fronts.unpacked(front), view);
      ctx.globalAlpha = alpha;
      ctx.fillStyle = paint;
      ctx.fill("evenodd");
      ctx.globalAlpha = 1;
    }

    // Edges that only one of the days has: seen even where the area is smaller than a pixel.
    strokeEdges({ ctx, scale, originX, originY, copies }, edges, colour, dashes) {
      const { xs, ys } = this.fronts.points;
      ctx.beginPath();
      for (const shift of copies) {
        let last = -1;
        for (const [from, to] of edges) {
          const at = (i) => [(xs[i] + shift) * scale - originX, ys[i] * scale - originY];
          if (from !== last) ctx.moveTo(...at(from));
          ctx.lineTo(...at(to));
          last = to;
        }
      }
      ctx.setLineDash(dashes);
      ctx.strokeStyle = theme.colour(colour);
      ctx.lineWidth = 1.8;
      ctx.stroke();
      ctx.setLineDash([]);
    }
  }

  // Which comparisons there are: [{holder, side, sources: [before, after]}]. A source that has both
  // days comes first; where none has, what each day does have is compared, and the page warns.
  function choicesOf(held) {
    const holders = [...new Set(held.flat().map((front) => front.holder))];
    return holders.flatMap((holder) => {
      const own = held.map((fronts) => fronts.filter((front) => front.holder === holder));
      const names = own.map((fronts) => [...new Set(fronts.map((front) => front.source))]);
      const { side } = own.flat()[0];
      const both = names[0].filter((name) => names[1].includes(name));
      if (both.length) return both.map((name) => ({ holder, side, sources: [name, name] }));
      return [{ holder, side, sources: [names[0][0] ?? null, names[1][0] ?? null] }];
    });
  }

  // Edges as pairs of vertices, by a key that does not depend on their direction.
  function edgesOf(points, entries) {
    const edges = new Map();
    const size = points.xs.length;
    const add = (a, b) => edges.set(a < b ? a * size + b : b * size + a, [a, b]);
    for (const ring of entries.flatMap((front) => front.runs.flat())) {
      let [first, last] = [-1, -1];
      points.each(ring, (at) => {
        if (last >= 0 && at !== last) add(last, at);
        else if (last < 0) first = at;
        last = at;
      });
      if (last !== first) add(last, first);
    }
    return edges;
  }

  const without = (edges, others) =>
    [...edges].filter(([key]) => !others.has(key)).map(([, edge]) => edge);

  client.FrontChanges = FrontChanges;
})((window.MapperClient = window.MapperClient || {}));
