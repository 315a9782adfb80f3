// The marks of events as small pictures: colour and shape (a look, {colour, shape}) say the class,
// hollow says that the place is only roughly known, a ring that nobody says how well it is known.
(function (client) {
  "use strict";

  const { theme } = client;
  const PRECISE = new Set(["exact", "vicinity", "settlement"]);
  const FORMS = { full: 0, hollow: 1, ringed: 2 };
  // Hollow and ringed marks are larger than full ones by this.
  const LARGER = 1.45;
  // How a mark shows the precision of its place; null: not stated.
  function formOf(precision) {
    if (precision === null) return FORMS.ringed;
    return PRECISE.has(precision) ? FORMS.full : FORMS.hollow;
  }

  // The edge of a mark is its own colour, darker; some themes have one for all.
  function edgeOf(look) {
    const same = theme.colour("mark-edge");
    if (same) return same;
    const [red, green, blue] = theme.rgb(look.colour);
    const share = Number(theme.colour("mark-edge-light"));
    return `rgb(${red * share}, ${green * share}, ${blue * share})`;
  }

  // Corners of the shapes that have some, for a radius of 1; all cover about as much.
  const CORNERS = {
    triangle: [0, -1.2, 1.12, 0.85, -1.12, 0.85],
    wedge: [0, 1.2, -1.12, -0.85, 1.12, -0.85],
    diamond: [0, -1.25, 1.25, 0, 0, 1.25, -1.25, 0],
    square: [-0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9],
    hexagon: [0, -1.1, 0.95, -0.55, 0.95, 0.55, 0, 1.1, -0.95, 0.55, -0.95, -0.55],
    plus: [
      [-0.4, -1.1, 0.4, -1.1, 0.4, -0.4, 1.1, -0.4, 1.1, 0.4, 0.4, 0.4],
      [0.4, 1.1, -0.4, 1.1, -0.4, 0.4, -1.1, 0.4, -1.1, -0.4, -0.4, -0.4],
    ].flat(),
  };

  function outline(ctx, shape, r) {
    const corners = CORNERS[shape];
    ctx.beginPath();
    if (!corners) {
      ctx.arc(0, 0, r, 0, 2 * Math.PI);
      return;
    }
    for (let i = 0; i < corners.length; i += 2) ctx.lineTo(r * corners[i], r * corners[i + 1]);
    ctx.closePath();
  }

  // Draws a mark around the origin of the context.
  function drawMark(ctx, look, form, r) {
    // A theme may give a class another shape, so that colour alone tells nothing.
    const shape = theme.colour(`shape-${look.colour}`) || look.shape;
    const edgeWidth = theme.colour("mark-edge") ? 2 : 1;
    if (form === FORMS.ringed) {
      drawMark(ctx, look, FORMS.full, (0.76 * r) / LARGER);
      outline(ctx, shape === "cross" ? "circle" : shape, r);
      ctx.lineWidth = 1.1 * edgeWidth;
      ctx.strokeStyle = edgeOf(look);
      ctx.stroke();
      return;
    }
    const precise = form === FORMS.full;
    const colour = theme.colour(look.colour);
    const edge = edgeOf(look);
    ctx.lineJoin = "round";
    ctx.lineCap = "round";
    if (shape === "cross") {
      const arm = r * 0.85;
      ctx.beginPath();
      ctx.moveTo(-arm, -arm);
      ctx.lineTo(arm, arm);
      ctx.moveTo(arm, -arm);
      ctx.lineTo(-arm, arm);
      ctx.lineWidth = precise ? 4 : 3.4;
      ctx.strokeStyle = edge;
      ctx.stroke();
      ctx.lineWidth = precise ? 2.2 : 1.4;
      ctx.strokeStyle = colour;
      ctx.stroke();
      return;
    }
    outline(ctx, shape, r);
    if (precise) {
      ctx.fillStyle = colour;
      ctx.fill();
      ctx.lineWidth = edgeWidth;
      ctx.strokeStyle = edge;
      ctx.stroke();
      return;
    }
    ctx.globalAlpha = 0.14;
    ctx.fillStyle = colour;
    ctx.fill();
    ctx.globalAlpha = 1;
    ctx.lineWidth = 2 + edgeWidth;
    ctx.strokeStyle = edge;
    ctx.stroke();
    ctx.lineWidth = 1.9;
    ctx.strokeStyle = colour;
    ctx.stroke();
  }

  // A mark as pixels of a picture "width" pixels wide: offsets from its centre, and colours; those
  // that cover what is below apart from those that let it through.
  function sprite(look, form, radius, ratio, width) {
    const half = Math.ceil((radius * 1.3 + 2.5) * ratio);
    const size = 2 * half + 1;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = size;
    const ctx = canvas.getContext("2d", { willReadFrequently: true });
    ctx.translate(half + 0.5, half + 0.5);
    ctx.scale(ratio, ratio);
    drawMark(ctx, look, form, radius);
    const pixels = new Uint32Array(ctx.getImageData(0, 0, size, size).data.buffer);
    const full = { offsets: [], colours: [] };
    const partial = { offsets: [], colours: [] };
    for (let i = 0; i < pixels.length; i++) {
      const alpha = pixels[i] >>> 24;
      if (alpha === 0) continue;
      const kind = alpha === 255 ? full : partial;
      kind.offsets.push((Math.floor(i / size) - half) * width + (i % size) - half);
      kind.colours.push(pixels[i]);
    }
    return {
      fullOffsets: Int32Array.from(full.offsets),
      fullColours: Uint32Array.from(full.colours),
      partialOffsets: Int32Array.from(partial.offsets),
      partialColours: Uint32Array.from(partial.colours),
    };
  }

  // A mark on a canvas of its own, for the legend and lists; what: a status, or a look.
  function swatch(what, form, radius = 5) {
    const look = typeof what === "string" ? client.eventStyles.lookOfStatus(what) : what;
    const canvas = document.createElement("canvas");
    const ratio = Math.max(1, window.devicePixelRatio || 1);
    canvas.width = canvas.height = Math.ceil(20 * ratio);
    canvas.className = "mapper-swatch";
    canvas.setAttribute("aria-hidden", "true");
    const ctx = canvas.getContext("2d");
    ctx.scale(ratio, ratio);
    ctx.translate(10, 10);
    drawMark(ctx, look, form, form === FORMS.full ? radius : 1.2 * radius);
    return canvas;
  }

  client.sprites = { FORMS, LARGER, formOf, sprite, swatch };
})((window.MapperClient = window.MapperClient || {}));
