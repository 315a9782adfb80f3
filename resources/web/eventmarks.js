// Drawing the marks of all shown events, pixel by pixel, and finding the one under the pointer.
(function (client) {
  "use strict";

  const { sprites } = client;
  const { LARGER } = sprites;
  // Up to so many marks each is drawn; beyond, those hidden under others are left out.
  const ALL_DRAWN = 20000;
  const MOST_NUMBERS = 1500;
  const NUMBERS_FROM_ZOOM = 7.5;

  class EventMarks {
    constructor(events) {
      this.events = events;
      this.spots = new client.Spots();
      this.statuses = events.doc.terms("verification_status").map((term) => term.value);
    }

    // Radius of a mark in CSS pixels, by zoom and crowd.
    radius(zoom) {
      const grown = Math.max(0, Math.min(1, (zoom - 4) / 6));
      const crowded = this.events.onMapCount > ALL_DRAWN ? 0.8 : 0;
      return 3.4 + 2.2 * grown - crowded;
    }

    sprite(status, form, radius, ratio, width) {
      const name = this.statuses[status] ?? "unverified";
      return sprites.sprite(name, form, form ? radius * LARGER : radius, ratio, width);
    }

    // "selected" is drawn even where the filters leave it out.
    paint(view, selected = null) {
      const { events } = this;
      this.numbered = false;
      const { spots } = this;
      spots.count = 0;
      if (!events.onMapCount && selected === null) return;
      const side = events.onMapCount > ALL_DRAWN ? this.radius(view.zoom) * 0.75 : 0;
      spots.collect(events, view, side, selected);
      const readable = view.zoom >= NUMBERS_FROM_ZOOM && spots.count <= MOST_NUMBERS;
      const several = readable ? spots.several() : [];
      this.numbered = several.length > 0;
      this.blit(view, spots, this.numbered);
      this.number(view, spots, several);
    }

    blit(view, spots, numbered) {
      const { ctx, ratio } = view;
      const { form } = this.events;
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
      const made = [];
      for (let k = spots.count - 1; k >= 0; k--) {
        const one = form[spots.event[k]];
        const size = numbered ? growth(spots.many[k]) : 0;
        const key = (size * 4 + one) * 256 + spots.status[k];
        const sprite = (made[key] ||= this.sprite(
          spots.status[k],
          one,
          radius + size,
          ratio,
          width,
        ));
        draw(this.pixels, (spots.py[k] + edge) * width + spots.px[k] + edge, sprite);
      }
      ctx.putImageData(this.image, -edge, -edge);
    }

    number(view, spots, several) {
      const { ctx, ratio } = view;
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.lineJoin = "round";
      ctx.font = `600 10px ${client.theme.colour("map-font")}`;
      const taken = new client.Taken();
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

    // The boxes of the painted marks, as long as they are few enough to keep names off them.
    boxes(view) {
      const { spots } = this;
      if (spots.count > MOST_NUMBERS) return [];
      const radius = this.radius(view.zoom);
      return Array.from({ length: spots.count }, (_, k) => {
        const larger = this.events.form[spots.event[k]] ? LARGER : 1;
        const reach = (radius + (this.numbered ? growth(spots.many[k]) : 0)) * larger;
        const [x, y] = [spots.px[k] / view.ratio, spots.py[k] / view.ratio];
        return { left: x - reach, right: x + reach, top: y - reach, bottom: y + reach };
      });
    }

    // The radius in CSS pixels of the mark at world coordinates, 0 where there is none.
    radiusAt(worldX, worldY, zoom) {
      const index = this.hit(worldX, worldY, zoom, 3);
      return index === null ? 0 : this.ringRadius(index, zoom);
    }

    ringRadius(index, zoom) {
      const many = zoom >= NUMBERS_FROM_ZOOM ? this.events.samePoint(index).length : 1;
      return (this.radius(zoom) + growth(many)) * (this.events.form[index] ? LARGER : 1);
    }

    // The event drawn nearest to world coordinates, within its mark and "slack" CSS pixels; or null.
    hit(worldX, worldY, zoom, slack) {
      const { events } = this;
      const scale = client.projection.size(zoom);
      const radius = this.radius(zoom);
      const x = worldX - Math.floor(worldX);
      let best = null;
      let bestDistance = Infinity;
      events.index.each(x, worldY, (radius * LARGER + slack) / scale, (i) => {
        if (!events.shown[i]) return;
        const distance = Math.hypot(events.xs[i] - x, events.ys[i] - worldY) * scale;
        const reach = (events.form[i] ? radius * LARGER : radius) + slack;
        if (distance > reach) return;
        // Precise marks lie above hollow ones, later events above earlier ones.
        const rank = distance + (events.form[i] ? 2 : 0);
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
  function draw(pixels, centre, sprite) {
    const { fullOffsets, fullColours, partialOffsets, partialColours } = sprite;
    for (let k = 0; k < fullOffsets.length; k++) pixels[centre + fullOffsets[k]] = fullColours[k];
    for (let k = 0; k < partialOffsets.length; k++) {
      const at = centre + partialOffsets[k];
      const over = partialColours[k];
      const under = pixels[at];
      const underAlpha = under >>> 24;
      pixels[at] = underAlpha === 0 ? over : blend(over, over >>> 24, under, underAlpha);
    }
  }

  function blend(over, alpha, under, underAlpha) {
    const rest = underAlpha === 255 ? 255 - alpha : (underAlpha * (255 - alpha)) / 255;
    const sum = alpha + rest;
    const a = alpha / sum;
    const b = rest / sum;
    const red = (over & 255) * a + (under & 255) * b;
    const green = ((over >> 8) & 255) * a + ((under >> 8) & 255) * b;
    const blue = ((over >> 16) & 255) * a + ((under >> 16) & 255) * b;
    return (((sum + 0.5) << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  }

  client.EventMarks = EventMarks;
})((window.MapperClient = window.MapperClient || {}));
