// A picture that sprites are laid on pixel by pixel: many times as fast as drawing them.
(function (client) {
  "use strict";

  class Pixels {
    // Clears the picture for a canvas, with an edge around it that marks may reach into.
    begin(canvas, edge) {
      const width = canvas.width + 2 * edge;
      const height = canvas.height + 2 * edge;
      this.edge = edge;
      if (!this.image || this.image.width !== width || this.image.height !== height) {
        this.image = new ImageData(width, height);
        this.colours = new Uint32Array(this.image.data.buffer);
        this.width = width;
      } else {
        this.colours.fill(0);
      }
    }

    // Lays a sprite made for this width over a pixel of the canvas.
    put(x, y, sprite) {
      const { colours } = this;
      const { fullOffsets, fullColours, partialOffsets, partialColours } = sprite;
      const centre = (y + this.edge) * this.width + x + this.edge;
      for (let k = 0; k < fullOffsets.length; k++) {
        colours[centre + fullOffsets[k]] = fullColours[k];
      }
      for (let k = 0; k < partialOffsets.length; k++) {
        const at = centre + partialOffsets[k];
        const over = partialColours[k];
        const under = colours[at];
        const underAlpha = under >>> 24;
        colours[at] = underAlpha === 0 ? over : blend(over, over >>> 24, under, underAlpha);
      }
    }

    show(ctx) {
      ctx.putImageData(this.image, -this.edge, -this.edge);
    }
  }

  // Colours are not premultiplied, alpha in the top byte.
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

  client.Pixels = Pixels;
})((window.MapperClient = window.MapperClient || {}));
