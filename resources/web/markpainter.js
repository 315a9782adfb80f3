// Drawing the marks of events, pixel by pixel, with numbers where several stand on one point.
(function (client) {
  "use strict";

  const { sprites, theme } = client;
  const { LARGER } = sprites;
  // Of so many events in view each mark is drawn; of more, not those hidden under others.
  const ALL_DRAWN = 20000;
  const MOST_NUMBERS = 1500;
  const NUMBERS_FROM_ZOOM = 7.5;
  const EDGE_PX = 40;

  class MarkPainter {
    constructor(events, inView) {
      this.events = events;
      this.spots = new client.Spots(events, inView);
      this.pixels = new client.Pixels();
      this.numbered = false;
      this.numberBoxes = [];
    }

    // Radius of a mark in CSS pixels, by zoom and crowd.
    radius(zoom) {
      const grown = Math.max(0, Math.min(1, (zoom - 4) / 6));
      const crowded = this.events.onMapCount > ALL_DRAWN ? 0.8 : 0;
      return 3.4 + 2.2 * grown - crowded;
    }

    // The same of one event's mark, with "more" for what stands there with it.
    radiusOf(event, zoom, more = 0) {
      const { classes, codes } = this.events.style;
      const grown = classes[codes[event]].grown;
      return (this.radius(zoom) * grown + more) * (this.events.form[event] ? LARGER : 1);
    }

    // Chooses the marks for a view with so many events in it. "selected" is drawn even where the
    // filters leave it out. With "numbered" nothing is chosen, and false returned, where they are
    // too many for numbers.
    collect(view, inView, selected, numbered = false) {
      const side = inView > ALL_DRAWN ? this.radius(view.zoom) * 0.75 : 0;
      return this.spots.collect(view, side, selected, numbered ? MOST_NUMBERS : Infinity);
    }

    // Whether a number can stand in each mark that is several events.
    get readable() {
      const { view, count } = this.spots;
      return this.numbersFrom(view.zoom) && count <= MOST_NUMBERS;
    }

    numbersFrom(zoom) {
      return zoom >= NUMBERS_FROM_ZOOM;
    }

    paint(view) {
      const several = this.readable ? this.spots.several() : [];
      this.numbered = several.length > 0;
      this.blit(view);
      this.number(view, several);
    }

    // Lays the marks of all spots on the canvas, which must be empty.
    blit(view) {
      const { spots, pixels } = this;
      if (!spots.count) return;
      const { ctx, ratio } = view;
      const { classes } = this.events.style;
      const { form } = this.events;
      pixels.begin(ctx.canvas, Math.ceil(EDGE_PX * ratio));
      const radius = this.radius(view.zoom);
      const made = [];
      // The lowest layer first.
      for (let layer = 3; layer >= 0; layer--) {
        for (let k = spots.count - 1; k >= 0; k--) {
          if (spots.layer[k] !== layer) continue;
          const size = this.numbered ? growth(spots.many[k]) : 0;
          const code = spots.code[k];
          const rough = form[spots.event[k]];
          const key = (size * 4 + rough) * 256 + code;
          const one = classes[code];
          made[key] ||= sprites.sprite(
            one,
            rough,
            (radius * one.grown + size) * (rough ? LARGER : 1),
            ratio,
            pixels.width,
          );
          pixels.put(spots.px[k], spots.py[k], made[key]);
        }
      }
      pixels.show(ctx);
    }

    number(view, several) {
      const { ctx, ratio } = view;
      const { spots } = this;
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.lineJoin = "round";
      ctx.font = `600 10px ${theme.colour("map-font")}`;
      const { classes } = this.events.style;
      const taken = new client.Taken();
      for (const k of several) {
        const text = client.format.count(spots.many[k]);
        const [x, y] = [spots.px[k] / ratio, spots.py[k] / ratio];
        const reach = 3 * text.length + 2;
        const box = { left: x - reach, right: x + reach, top: y - 6, bottom: y + 6 };
        // Where marks crowd, only the largest numbers are written.
        if (!taken.free(box)) continue;
        taken.add(box);
        // The halo wipes out what edges of other marks lie across the mark.
        const full = this.events.form[spots.event[k]] === sprites.FORMS.full;
        const ground = classes[spots.code[k]].colour;
        ctx.lineWidth = 2.4;
        ctx.strokeStyle = theme.colour(full ? ground : "map-label-halo");
        ctx.strokeText(text, x, y + 0.5);
        ctx.fillStyle = theme.colour(full ? inkOn(ground) : "ink");
        ctx.fillText(text, x, y + 0.5);
      }
      this.numberBoxes = taken.boxes;
    }

    // The boxes of the painted marks, as long as they are few enough to keep names off them.
    boxes(view) {
      const { spots } = this;
      if (spots.count > MOST_NUMBERS) return [];
      return Array.from({ length: spots.count }, (_, k) => {
        const more = this.numbered ? growth(spots.many[k]) : 0;
        const reach = this.radiusOf(spots.event[k], view.zoom, more);
        const [x, y] = [spots.px[k] / view.ratio, spots.py[k] / view.ratio];
        return { left: x - reach, right: x + reach, top: y - reach, bottom: y + reach };
      });
    }

    ringRadius(event, zoom) {
      const many = this.numbersFrom(zoom) ? this.events.samePoint(event).length : 1;
      return this.radiusOf(event, zoom, growth(many));
    }

    // The spot drawn nearest to a place in pixels of the view, within its mark and "slack" CSS
    // pixels; or -1.
    hit(x, y, slack) {
      const { spots } = this;
      if (!spots.count) return -1;
      const { zoom } = spots.view;
      const { form } = this.events;
      let best = -1;
      let bestRank = Infinity;
      spots.near(x, y, this.widest(zoom) + slack, (k, distance) => {
        const event = spots.event[k];
        if (distance > this.radiusOf(event, zoom) + slack) return;
        // Precise marks lie above hollow ones, later events above earlier ones.
        const rank = distance + (form[event] ? 2 : 0);
        if (rank < bestRank || (rank === bestRank && event > spots.event[best])) {
          best = k;
          bestRank = rank;
        }
      });
      return best;
    }

    // The radius of the largest mark of one event.
    widest(zoom) {
      const grown = Math.max(...this.events.style.classes.map((one) => one.grown));
      return this.radius(zoom) * grown * LARGER;
    }

    // The event whose mark would be nearest to world coordinates, in a view not painted yet; or
    // null.
    nearest(worldX, worldY, zoom, slack) {
      const { xs, ys, index, shown } = this.events;
      const scale = client.projection.size(zoom);
      const x = worldX - Math.floor(worldX);
      let best = null;
      let least = Infinity;
      index.each(x, worldY, (this.widest(zoom) + slack) / scale, (i) => {
        const distance = Math.hypot(xs[i] - x, ys[i] - worldY) * scale;
        if (!shown[i] || distance > least || distance > this.radiusOf(i, zoom) + slack) return;
        best = i;
        least = distance;
      });
      return best;
    }
  }

  // A mark that stands for several events is larger.
  // Which of the two colours of numbers can be read on a colour: by its luminance (WCAG).
  function inkOn(name) {
    const [red, green, blue] = theme.rgb(name).map((value) => (value / 255) ** 2.2);
    const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    return luminance > 0.18 ? "mark-number-dark" : "mark-number-light";
  }

  function growth(many) {
    if (many < 2) return 0;
    return many < 10 ? 1.5 : many < 100 ? 3.5 : many < 1000 ? 5.5 : 7.5;
  }

  MarkPainter.ALL_DRAWN = ALL_DRAWN;
  MarkPainter.inkOn = inkOn;
  client.MarkPainter = MarkPainter;
})((window.MapperClient = window.MapperClient || {}));
