// Place names: Latin and local script, by importance, none over another.
(function (client) {
  "use strict";

  const { theme, projection, Taken, labelScript } = client;
  const HALO = 3;
  const MOST_BESIDE_PX = 15;
  const widths = new Map();

  class Labels {
    constructor(data) {
      const places = data && data.places ? data.places : { name: [] };
      const scale = data ? data.scale : 1;
      this.places = places.name.map((name, i) => ({
        name,
        local: places.local && places.local[i] !== name ? places.local[i] : null,
        x: projection.x(places.lon[i] / scale),
        y: projection.y(places.lat[i] / scale),
        population: places.population[i] || 0,
        minZoom: places.min_zoom[i],
        kind: places.kind[i],
      }));
      this.places.sort((a, b) => importance(b) - importance(a));
      // Where each name was written at this zoom: it stays there while the map is moved.
      this.held = new Map();
      this.heldZoom = null;
    }

    // "fixed" are labels of other layers ({text, x, y, angle, colour} in view pixels); they come first.
    // Names keep off the marks of events where they can: "marked" are boxes of marks, markRadius(x, y)
    // is the radius of the mark at world coordinates, or 0. Nothing is written in "reserved" boxes,
    // no name over one of the "numbers".
    paint(view, fixed, { marked = [], markRadius = () => 0, reserved = [], numbers = [] }) {
      const taken = (this.taken = new Taken());
      if (view.zoom !== this.heldZoom) this.held.clear();
      this.heldZoom = view.zoom;
      this.reserved = new Taken();
      for (const box of reserved) this.reserved.add(box);
      this.marked = new Taken();
      for (const box of marked) this.marked.add(box);
      this.numbers = new Taken();
      for (const box of numbers) this.numbers.add(box);
      for (const label of fixed) drawTurned(view.ctx, label, taken, this.reserved);
      for (const place of this.places) {
        if (view.zoom + 0.01 < place.minZoom || tooClose(place, view.zoom)) continue;
        if (place.y < view.top || place.y > view.bottom) continue;
        for (const shift of view.copies) {
          const x = (place.x + shift) * view.scale - view.originX;
          const y = place.y * view.scale - view.originY;
          if (x < 0 || x > view.width || y < 0 || y > view.height) continue;
          this.place(view, place, x, y, taken, markRadius(place.x, place.y));
        }
      }
    }

    place(view, place, x, y, taken, radius) {
      const style = styleOf(place, view.zoom);
      // Beside so large a circle the name would stand far from its place, perhaps across a front.
      if (radius > MOST_BESIDE_PX && style.dot) return;
      if (radius && style.dot) {
        style.dot = 0;
        style.gap = radius + 7;
      }
      const [first, second] = labelScript.textsOf(place, view.zoom >= style.localFrom);
      const plain = { texts: style.wrap(first), local: null };
      const both = second ? { ...plain, local: second } : null;
      // Over marks only names that a reader looks for, where there is no other room.
      const tries = [{ lines: both }, { lines: plain }];
      if (style.overMarks) tries.push({ lines: plain, away: 6 }, { lines: plain, over: true });
      for (const { lines, away = 0, over = false } of tries) {
        if (!lines) continue;
        for (const spot of style.centred ? [CENTRED] : around(this.held.get(place))) {
          const box = boxOf(lines, style, spot, x, y, away);
          if (!taken.free(box) || !this.reserved.free(box) || cut(box, view.window)) continue;
          // The text alone: the place itself may lie under a number.
          if (!this.numbers.free(box.text)) continue;
          if (!over && !this.marked.free(box.text)) continue;
          taken.add(box);
          this.held.set(place, spot);
          draw(view.ctx, lines, style, spot, x, y, box);
          return;
        }
      }
    }
  }

  // Whether a box lies across the edge of the screen: of a name there, only a part would be read.
  function cut({ left, top, right, bottom }, screen) {
    const across = (low, high, edge) => low < edge && high > edge;
    const beside = right < screen.left || left > screen.right;
    const beyond = bottom < screen.top || top > screen.bottom;
    if (beside || beyond) return false;
    return (
      across(left, right, screen.left) ||
      across(left, right, screen.right) ||
      across(top, bottom, screen.top) ||
      across(top, bottom, screen.bottom)
    );
  }

  const CENTRED = { h: 0, v: 0 };
  const AROUND = [
    { h: 1, v: 0 },
    { h: -1, v: 0 },
    { h: 0, v: -1 },
    { h: 0, v: 1 },
    { h: 1, v: -1 },
    { h: -1, v: -1 },
    { h: 1, v: 1 },
    { h: -1, v: 1 },
  ];

  function around(held) {
    return held ? [held, ...AROUND.filter((spot) => spot !== held)] : AROUND;
  }

  function importance(place) {
    if (place.kind === "country") return 1e10 + place.population;
    if (place.kind === "region") return 6e5;
    return place.population + 1;
  }

  // Names of large areas say nothing any more when one is inside them.
  function tooClose(place, zoom) {
    if (place.kind === "country") return zoom >= 7;
    return place.kind === "region" && zoom >= 10;
  }

  function styleOf(place, zoom) {
    const family = theme.colour("map-font");
    const grown = Math.max(0, Math.min(2, (zoom - 6) / 2));
    if (place.kind === "country") {
      const size = (place.population > 2e7 ? 13 : 11) + grown;
      return {
        wrap: (name) => wrapped(name.toUpperCase()),
        font: `600 ${size}px ${family}`,
        localFont: `${size - 2}px ${family}`,
        size,
        spacing: zoom < 3.5 ? 0.5 : 2,
        colour: "map-label-country",
        centred: true,
        overMarks: true,
        localFrom: 4,
      };
    }
    if (place.kind === "region") {
      const size = 11 + grown / 2;
      return {
        wrap: (name) => [name],
        font: `italic ${size}px ${family}`,
        localFont: `italic ${size - 1.5}px ${family}`,
        size,
        spacing: 0.8,
        colour: "map-label-region",
        centred: true,
        localFrom: 7,
      };
    }
    const large = place.population >= 1e6 ? 2 : place.population >= 1e5 ? 1 : 0;
    const size = [11, 12, 13][large] + grown / 2;
    return {
      wrap: (name) => [name],
      font: `${large === 2 ? 600 : 400} ${size}px ${family}`,
      localFont: `${size - 1.5}px ${family}`,
      size,
      spacing: 0,
      colour: large ? "map-label-city" : "map-label-town",
      dot: [1.6, 2.1, 2.6][large],
      centred: false,
      overMarks: large > 0,
      localFrom: [9, 7.5, 6][large],
    };
  }

  // Long names of countries in two lines of about the same length.
  function wrapped(name) {
    if (name.length < 17 || !name.includes(" ")) return [name];
    const middle = name.length / 2;
    const spaces = [...name.matchAll(/ /g)].map((match) => match.index);
    const at = spaces.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
    return [name.slice(0, at), name.slice(at + 1)];
  }

  function widthOf(ctx, text, font, spacing) {
    const key = `${font}|${spacing}|${text}`;
    if (!widths.has(key)) {
      ctx.font = font;
      widths.set(key, ctx.measureText(text).width + spacing * text.length);
    }
    return widths.get(key);
  }

  const measuring = document.createElement("canvas").getContext("2d");

  // away: how much farther from the place than usual.
  function boxOf(lines, style, spot, x, y, away = 0) {
    const widths = lines.texts.map((text) => widthOf(measuring, text, style.font, style.spacing));
    if (lines.local) widths.push(widthOf(measuring, lines.local, style.localFont, 0));
    const width = Math.max(...widths);
    const height = style.size * (0.15 + 1.1 * widths.length);
    const gap = (style.gap || (style.dot || 0) + 4) + away;
    // At a corner the name is as far from its place as beside it.
    const aside = spot.h && spot.v ? 0.7 * gap : gap;
    const left = spot.h === 0 ? x - width / 2 : spot.h > 0 ? x + aside : x - aside - width;
    const top = spot.v === 0 ? y - height / 2 : spot.v > 0 ? y + aside - 1 : y - aside + 1 - height;
    const dot = style.dot || 0;
    return {
      left: Math.min(left, x - dot) - 3,
      top: Math.min(top, y - dot) - 1,
      right: Math.max(left + width, x + dot) + 3,
      bottom: Math.max(top + height, y + dot) + 1,
      text: { left, top, right: left + width, bottom: top + height },
    };
  }

  function draw(ctx, lines, style, spot, x, y, box) {
    if (style.dot) {
      ctx.beginPath();
      ctx.arc(x, y, style.dot, 0, 2 * Math.PI);
      ctx.lineWidth = 1.6;
      ctx.strokeStyle = theme.colour("map-label-halo");
      ctx.stroke();
      ctx.fillStyle = theme.colour(style.colour);
      ctx.fill();
    }
    const align = spot.h === 0 ? "center" : spot.h > 0 ? "left" : "right";
    const anchor =
      spot.h === 0
        ? (box.text.left + box.text.right) / 2
        : spot.h > 0
          ? box.text.left
          : box.text.right;
    let baseline = box.text.top + style.size;
    for (const text of lines.texts) {
      write(ctx, text, style.font, anchor, baseline, align, style.colour, style.spacing);
      baseline += style.size * 1.1;
    }
    if (lines.local) {
      write(ctx, lines.local, style.localFont, anchor, baseline, align, "map-label-local", 0);
    }
  }

  function write(ctx, text, font, x, y, align, colour, spacing) {
    ctx.font = font;
    ctx.textAlign = align;
    ctx.textBaseline = "alphabetic";
    if ("letterSpacing" in ctx) ctx.letterSpacing = `${spacing}px`;
    ctx.lineJoin = "round";
    ctx.lineWidth = HALO;
    ctx.strokeStyle = theme.colour("map-label-halo");
    ctx.strokeText(text, x, y);
    ctx.fillStyle = theme.colour(colour);
    ctx.fillText(text, x, y);
    if ("letterSpacing" in ctx) ctx.letterSpacing = "0px";
  }

  function drawTurned(ctx, label, taken, reserved) {
    const font = `italic 11px ${theme.colour("map-font")}`;
    const width = widthOf(measuring, label.text, font, 0);
    const reach = { x: Math.abs(Math.cos(label.angle)), y: Math.abs(Math.sin(label.angle)) };
    const halfWidth = (width * reach.x + 14 * reach.y) / 2;
    const halfHeight = (width * reach.y + 14 * reach.x) / 2;
    const box = {
      left: label.x - halfWidth,
      right: label.x + halfWidth,
      top: label.y - halfHeight,
      bottom: label.y + halfHeight,
    };
    if (!taken.free(box) || !reserved.free(box)) return;
    taken.add(box);
    ctx.save();
    ctx.translate(label.x, label.y);
    ctx.rotate(label.angle);
    write(ctx, label.text, font, 0, -6, "center", label.colour, 0);
    ctx.restore();
  }

  client.Labels = Labels;
})((window.MapperClient = window.MapperClient || {}));
