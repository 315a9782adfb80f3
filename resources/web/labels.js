// Place names: Latin and local script, by importance, none over another.
(function (client) {
  "use strict";

  const { theme, projection } = client;
  const CELL = 64;
  const HALO = 3;
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
    }

    // "fixed" are labels of other layers ({text, x, y, angle, colour} in view pixels); they come first.
    paint(view, fixed = []) {
      const taken = new Taken();
      for (const label of fixed) drawTurned(view.ctx, label, taken);
      for (const place of this.places) {
        if (view.zoom + 0.01 < place.minZoom || tooClose(place, view.zoom)) continue;
        if (place.y < view.top || place.y > view.bottom) continue;
        for (const shift of view.copies) {
          const x = (place.x + shift) * view.scale - view.originX;
          const y = place.y * view.scale - view.originY;
          if (x < 0 || x > view.width || y < 0 || y > view.height) continue;
          this.place(view, place, x, y, taken);
        }
      }
    }

    place(view, place, x, y, taken) {
      const style = styleOf(place, view.zoom);
      const withLocal = place.local && view.zoom >= style.localFrom;
      for (const lines of withLocal ? [[style.text, place.local], [style.text]] : [[style.text]]) {
        for (const spot of style.centred ? [CENTRED] : AROUND) {
          const box = boxOf(lines, style, spot, x, y);
          if (!taken.free(box)) continue;
          taken.add(box);
          draw(view.ctx, lines, style, spot, x, y, box);
          return;
        }
      }
    }
  }

  const CENTRED = { h: 0, v: 0 };
  const AROUND = [
    { h: 1, v: 0 },
    { h: -1, v: 0 },
    { h: 0, v: -1 },
    { h: 0, v: 1 },
    { h: 1, v: -1 },
    { h: -1, v: -1 },
  ];

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
        text: place.name.toUpperCase(),
        font: `600 ${size}px ${family}`,
        localFont: `${size - 2}px ${family}`,
        size,
        spacing: zoom < 3.5 ? 0.5 : 2,
        colour: "map-label-country",
        centred: true,
        localFrom: 4,
      };
    }
    if (place.kind === "region") {
      const size = 11 + grown / 2;
      return {
        text: place.name,
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
      text: place.name,
      font: `${large === 2 ? 600 : 400} ${size}px ${family}`,
      localFont: `${size - 1.5}px ${family}`,
      size,
      spacing: 0,
      colour: large ? "map-label-city" : "map-label-town",
      dot: [1.6, 2.1, 2.6][large],
      centred: false,
      localFrom: [9, 7.5, 6][large],
    };
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

  function boxOf(lines, style, spot, x, y) {
    let width = widthOf(measuring, lines[0], style.font, style.spacing);
    let height = style.size * 1.25;
    if (lines.length > 1) {
      width = Math.max(width, widthOf(measuring, lines[1], style.localFont, 0));
      height += style.size * 1.1;
    }
    const gap = (style.dot || 0) + 4;
    const left = spot.h === 0 ? x - width / 2 : spot.h > 0 ? x + gap : x - gap - width;
    const top = spot.v === 0 ? y - height / 2 : spot.v > 0 ? y + gap - 1 : y - gap + 1 - height;
    const dot = style.dot || 0;
    return {
      left: Math.min(left, x - dot) - 3,
      top: Math.min(top, y - dot) - 1,
      right: Math.max(left + width, x + dot) + 3,
      bottom: Math.max(top + height, y + dot) + 1,
      textLeft: left,
      textTop: top,
      width,
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
      spot.h === 0 ? box.textLeft + box.width / 2 : spot.h > 0 ? box.textLeft : box.textLeft + box.width;
    write(ctx, lines[0], style.font, anchor, box.textTop + style.size, align, style.colour, style.spacing);
    if (lines.length > 1) {
      const baseline = box.textTop + style.size * 2.1;
      write(ctx, lines[1], style.localFont, anchor, baseline, align, "map-label-local", 0);
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

  function drawTurned(ctx, label, taken) {
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
    if (!taken.free(box)) return;
    taken.add(box);
    ctx.save();
    ctx.translate(label.x, label.y);
    ctx.rotate(label.angle);
    write(ctx, label.text, font, 0, -6, "center", label.colour, 0);
    ctx.restore();
  }

  // The boxes already written in, by cells of the picture.
  class Taken {
    constructor() {
      this.cells = new Map();
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

  client.Labels = Labels;
})((window.MapperClient = window.MapperClient || {}));
