// Which shown events lie in a box: through the index where it holds few, else by looking at all.
(function (client) {
  "use strict";

  // Beyond this part of all events, going through them in order is faster than through the index.
  const FEW = 0.3;

  class InView {
    constructor(events) {
      this.events = events;
      this.found = new Uint32Array(events.count);
      this.bits = new Uint32Array(Math.ceil(events.count / 32));
      this.count = 0;
    }

    // Fills found and count, the highest index first; "selected" comes even where filtered out.
    // Ends early once there are more than "most".
    collect(left, top, right, bottom, selected = null, most = Infinity) {
      const { events } = this;
      this.count = 0;
      this.most = most;
      const near = events.index.countNear(left, top, right, bottom);
      if (!near) return;
      if (near > FEW * events.count) this.fromAll(left, top, right, bottom, selected);
      else this.fromIndex(left, top, right, bottom, selected);
    }

    fromAll(left, top, right, bottom, selected) {
      const { xs, ys, shown, placed, index } = this.events;
      const { found } = this;
      let count = 0;
      const whole =
        left <= index.left && top <= index.top && right >= index.right && bottom >= index.bottom;
      for (let i = this.events.count - 1; i >= 0 && count <= this.most; i--) {
        if ((!shown[i] && i !== selected) || !placed[i]) continue;
        if (!whole && (xs[i] < left || xs[i] > right || ys[i] < top || ys[i] > bottom)) continue;
        found[count++] = i;
      }
      this.count = count;
    }

    // One bit an event brings those of the index's cells back into their order.
    fromIndex(left, top, right, bottom, selected) {
      const { xs, ys, shown, index } = this.events;
      const { found, bits } = this;
      let count = 0;
      index.mark(bits, left, top, right, bottom);
      for (let word = bits.length - 1; word >= 0; word--) {
        let rest = bits[word];
        if (rest === 0) continue;
        bits[word] = 0;
        while (rest !== 0) {
          const bit = 31 - Math.clz32(rest);
          rest ^= 1 << bit;
          const i = 32 * word + bit;
          if (!shown[i] && i !== selected) continue;
          if (xs[i] < left || xs[i] > right || ys[i] < top || ys[i] > bottom) continue;
          if (count <= this.most) found[count++] = i;
        }
      }
      this.count = count;
    }

    // The box of a view, grown by a margin in CSS pixels, in the copy of the world given by shift.
    collectView(view, shift, margin, selected, most) {
      const grown = margin / view.scale;
      const [left, right] = [view.left - shift - grown, view.right - shift + grown];
      this.collect(left, view.top - grown, right, view.bottom + grown, selected, most);
    }
  }

  client.InView = InView;
})((window.MapperClient = window.MapperClient || {}));
