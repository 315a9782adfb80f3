// What is drawn for the events of a view: a mark each, circles with numbers, or a density; and
// what of it is under the pointer.
(function (client) {
  "use strict";

  // So few are drawn as marks however much these cover each other.
  const ALWAYS_MARKS = 400;
  // More than this, and a mark each is only a blot where no number can be written in it.
  const MOST_MARKS = 3000;
  // Marks are told apart as long as not more than so many stand, on average, on one spot.
  const MOST_ON_A_SPOT = 2.5;

  class EventMarks {
    // look: an EventLook.
    constructor(events, look) {
      this.events = events;
      this.look = look;
      this.inView = new client.InView(events);
      this.marks = new client.MarkPainter(events, this.inView);
      this.clusters = new client.Clusters(events, this.inView);
      this.density = new client.Density(events, this.inView);
      // What was painted last: "marks", "clusters" or "density", and in which view.
      this.kind = "marks";
      this.view = null;
    }

    get spots() {
      return this.marks.spots;
    }

    // Whether a mark has a number in it.
    get numbered() {
      return this.kind === "marks" && this.marks.numbered;
    }

    // "selected" is drawn even where the filters leave it out.
    paint(view, selected = null) {
      this.view = view;
      this.marks.numbered = false;
      this.kind = this.choose(view, selected);
      if (this.kind === "marks") {
        if (this.spots.count) this.marks.paint(view);
        return;
      }
      const { spots } = this;
      spots.begin(view);
      if (this.kind === "clusters") {
        this.clusters.collect(view, (event, worldX) => spots.add(event, worldX));
        spots.addSelected(selected);
        this.marks.blit(view);
        this.clusters.paint(view);
        return;
      }
      this.density.collect(view);
      spots.addSelected(selected);
      // The pixels of marks are put in place of what was there, so they come first.
      this.marks.blit(view);
      this.density.paint(view);
    }

    // Collects the marks too, where they are what is chosen.
    choose(view, selected) {
      const { display } = this.look;
      if (display !== "marks" && display !== "auto") return display;
      const count = this.countInView(view);
      if (display === "marks") {
        this.marks.collect(view, count, selected);
        return "marks";
      }
      if (count > MOST_MARKS) {
        const numbers = this.marks.numbersFrom(view.zoom);
        return numbers && this.marks.collect(view, count, selected, true) ? "marks" : "clusters";
      }
      this.marks.collect(view, count, selected);
      if (count <= ALWAYS_MARKS || this.marks.readable) return "marks";
      return count > MOST_ON_A_SPOT * this.spots.count ? "clusters" : "marks";
    }

    // How many events are in view, as far as it decides anything.
    countInView(view) {
      let count = 0;
      for (const shift of view.copies) {
        this.inView.collectView(view, shift, 0, null, client.MarkPainter.ALL_DRAWN);
        count += this.inView.count;
      }
      return count;
    }

    // The boxes of the painted marks, which names keep off where they can.
    boxes(view) {
      if (this.kind === "density") return [];
      const marks = this.marks.boxes(view);
      return this.kind === "marks" ? marks : [...marks, ...this.clusters.boxes(view)];
    }

    // Where numbers stand: with a name over one, neither can be read.
    numberBoxes(view) {
      if (this.kind === "clusters") return this.clusters.numberBoxes(view);
      return this.numbered ? this.marks.numberBoxes : [];
    }

    // The radius in CSS pixels of what is drawn at world coordinates, 0 where there is nothing.
    radiusAt(worldX, worldY, zoom) {
      const group = this.groupAt(worldX, worldY, 0);
      if (group) return group.radius ?? 0;
      const event = this.hit(worldX, worldY, zoom, 3);
      return event === null ? 0 : this.ringRadius(event, zoom);
    }

    ringRadius(event, zoom) {
      return this.marks.ringRadius(event, zoom);
    }

    // The event drawn nearest to world coordinates, within its mark and slack CSS pixels; or null.
    hit(worldX, worldY, zoom, slack) {
      if (!this.view || this.view.zoom !== zoom) {
        return this.marks.nearest(worldX, worldY, zoom, slack);
      }
      const spot = this.spotAt(worldX, worldY, zoom, slack);
      return spot < 0 ? null : this.spots.event[spot];
    }

    // How many events the mark stands for that "hit" finds there.
    manyAt(worldX, worldY, zoom, slack) {
      const spot = this.spotAt(worldX, worldY, zoom, slack);
      return spot < 0 ? 0 : this.spots.many[spot];
    }

    spotAt(worldX, worldY, zoom, slack) {
      const { view } = this;
      if (!view || view.zoom !== zoom) return -1;
      for (const copy of view.copies) {
        const x = worldX - Math.floor(worldX) + copy;
        const spot = this.marks.hit(
          x * view.scale - view.originX,
          worldY * view.scale - view.originY,
          slack,
        );
        if (spot >= 0) return spot;
      }
      return -1;
    }

    // The circle or hexagon at world coordinates: {count, worldX, worldY, byClass}; or null.
    groupAt(worldX, worldY, slack) {
      const { view } = this;
      if (!view || this.kind === "marks") return null;
      return this[this.kind].at(view, worldX, worldY, slack);
    }
  }

  client.EventMarks = EventMarks;
})((window.MapperClient = window.MapperClient || {}));
