// Drawing the marks of all shown events, pixel by pixel, and finding the one under the pointer.
(function (client) {
  "use strict";

  const { sprites } = client;
  // Up to so many marks each is drawn; beyond, those hidden under others are left out.
  const ALL_DRAWN = 20000;
  const MOST_NUMBERS = 1500;
  const NUMBERS_FROM_ZOOM = 7.5;

  class EventMarks {
    constructor(events) {
      this.events = events;
      this.statuses = events.doc.terms("verification_status").map((term) => term.value);
      this.cache = new Map();
    }

    // Radius of a mark in CSS pixels, by zoom and crowd.
    radius(zoom) {
      const grown = Math.max(0, Math.min(1, (zoom - 4) / 6));
      const crowded = this.events.onMapCount > ALL_DRAWN ? 0.8 : 0;
      return 3.4 + 2.2 * grown - crowded;
    }

    sprite(status, vague, radius, ratio) {
      const key = `${status} ${vague} ${radius} ${ratio}`;
      if (!this.cache.has(key)) {
        const name = this.statuses[status] ?? "unverified";
        const size = vague ? radius * 1.45 : radius;
        this.cache.set(key, sprites.sprite(name, !vague, size, ratio));
      }
      return this.cache.get(key);
    }

    clearCache() {
      this.cache.clear();
    }

    paint(view) {
      const { events } = this;
      if (!events.onMapCount) return;
      const spots = this.collect(view);
      const numbered = view.zoom >= NUMBERS_FROM_ZOOM && spots.count <= MOST_NUMBERS;
      this.blit(view, spots, numbered);
      if (numbered) this.number(view, spots);
    }

    // What to draw, topmost first: places in device pixels, the event, and how many it stands for.
    collect(view) {
      const { events } = this;
      const { xs, ys, shown, placed, vague } = events;
      const { ratio } = view;
      const margin = 12;
      const side = events.onMapCount > ALL_DRAWN ? Math.max(1, this.radius(view.zoom) * 0.4) : 0;
      const exact = side === 0;
      const cell = exact ? 1 / ratio : side;
      const columns = Math.ceil((view.width + 2 * margin) / cell) + 1;
      const rows = Math.ceil((view.height + 2 * margin) / cell) + 1;
      const spots = { px: [], py: [], event: [], many: [], count: 0 };
      const taken = exact ? new Map() : new Uint32Array(columns * rows);
      for (let pass = 0; pass < 2; pass++) {
        if (!exact && pass) taken.fill(0);
        if (exact) taken.clear();
        for (const shift of view.copies) {
          const scale = view.scale;
          const originX = view.originX - shift * scale;
          const originY = view.originY;
          const right = view.width + margin;
          const bottom = view.height + margin;
          for (let i = events.count - 1; i >= 0; i--) {
            if (!shown[i] || !placed[i] || vague[i] !== pass) continue;
            const x = xs[i] * scale - originX;
            const y = ys[i] * scale - originY;
            if (x < -margin || x > right || y < -margin || y > bottom) continue;
            const key =
              Math.floor((y + margin) / cell) * columns + Math.floor((x + margin) / cell);
            const before = exact ? taken.get(key) : taken[key];
            if (before) {
              spots.many[before - 1]++;
              continue;
            }
            spots.px.push(Math.round(x * ratio));
            spots.py.push(Math.round(y * ratio));
            spots.event.push(i);
            spots.many.push(1);
            spots.count++;
            if (exact) taken.set(key, spots.count);
            else taken[key] = spots.count;
          }
        }
      }
      return spots;
    }

    blit(view, spots, numbered) {
      const { ctx, ratio } = view;
      const { status, vague } = this.events;
      const edge = Math.ceil(40 * ratio);
      const width = ctx.canvas.width + 2 * edge;
      const height = ctx.canvas.height + 2 * edge;
      if (!this.image || this.image.width !== width || this.image.height !== height) {
        this.image = new ImageData(width, height);
        this.pixels = new Uint32Array(this.image.data.buffer);
      } else {
        this.pixels.fill(0);
      }
      const radius = this.radius(view.zoom);
      for (let k = spots.count - 1; k >= 0; k--) {
        const i = spots.event[k];
        const size = numbered ? radius + growth(spots.many[k]) : radius;
        const sprite = this.sprite(status[i], vague[i], size, ratio);
        draw(this.pixels, width, spots.px[k] + edge, spots.py[k] + edge, sprite);
      }
      ctx.putImageData(this.image, -edge, -edge);
    }

    number(view, spots) {
      const { ctx, ratio } = view;
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.lineJoin = "round";
      ctx.font = `600 10px ${client.theme.colour("map-font")}`;
      const taken = new client.Taken();
      const several = [...spots.many.keys()].filter((k) => spots.many[k] > 1);
      several.sort((a, b) => spots.many[b] - spots.many[a]);
      for (const k of several) {
        const text = client.format.count(spots.many[k]);
        const [x, y] = [spots.px[k] / ratio, spots.py[k] / ratio];
        const reach = 3 * text.length + 2;
        const box = { left: x - reach, right: x + reach, top: y - 6, bottom: y + 6 };
        // Where marks crowd, only the largest numbers are written.
        if (!taken.free(box)) continue;
        taken.add(box);
        ctx.lineWidth = 2.6;
        ctx.strokeStyle = client.theme.colour("mark-number-halo");
        ctx.strokeText(text, x, y + 0.5);
        ctx.fillStyle = client.theme.colour("mark-number");
        ctx.fillText(text, x, y + 0.5);
      }
    }

    // The event drawn nearest to world coordinates, within its mark and "slack" CSS pixels; or null.
    hit(worldX, worldY, zoom, slack) {
      const { events } = this;
      const scale = client.projection.size(zoom);
      const radius = this.radius(zoom);
      const x = worldX - Math.floor(worldX);
      let best = null;
      let bestDistance = Infinity;
      events.index.each(x, worldY, (radius * 1.45 + slack) / scale, (i) => {
        if (!events.shown[i]) return;
        const distance = Math.hypot(events.xs[i] - x, events.ys[i] - worldY) * scale;
        const reach = (events.vague[i] ? radius * 1.45 : radius) + slack;
        if (distance > reach) return;
        // Precise marks lie above hollow ones, later events above earlier ones.
        const rank = distance + (events.vague[i] ? 2 : 0);
        if (rank < bestDistance || (rank === bestDistance && i > best)) {
          best = i;
          bestDistance = rank;
        }
      });
      return best;
    }
  }

  // A mark that stands for several events is larger.
  function growth(many) {
    if (many < 2) return 0;
    return many < 10 ? 1.5 : many < 100 ? 3.5 : many < 1000 ? 5.5 : 7.5;
  }

  // Lays a sprite over the pixels (not premultiplied, alpha in the top byte).
  function draw(pixels, width, x, y, sprite) {
    const { dx, dy, colours } = sprite;
    const origin = y * width + x;
    for (let k = 0; k < colours.length; k++) {
      const at = origin + dy[k] * width + dx[k];
      const over = colours[k];
      const alpha = over >>> 24;
      const under = pixels[at];
      const underAlpha = under >>> 24;
      if (alpha === 255 || underAlpha === 0) {
        pixels[at] = over;
        continue;
      }
      const rest = (underAlpha * (255 - alpha)) / 255;
      const sum = alpha + rest;
      const red = ((over & 255) * alpha + (under & 255) * rest) / sum;
      const green = (((over >> 8) & 255) * alpha + ((under >> 8) & 255) * rest) / sum;
      const blue = (((over >> 16) & 255) * alpha + ((under >> 16) & 255) * rest) / sum;
      pixels[at] = (Math.round(sum) << 24) | (blue << 16) | (green << 8) | red;
    }
  }

  client.EventMarks = EventMarks;
})((window.MapperClient = window.MapperClient || {}));
