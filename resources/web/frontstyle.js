// Whose an area is, and how it is drawn.
(function (client) {
  "use strict";

  // Colours for sides beyond the two that have their own, in the order in which they come.
  const OTHER_COLOURS = 5;

  function holderOf(front) {
    const side = (front.side || "").trim();
    if (/^(ru|rus)$|russia/i.test(side)) return "russia";
    if (/^(ua|ukr)$|ukrain/i.test(side)) return "ukraine";
    if (side) return side;
    const held = front.control_status;
    return held === "government_held" || held === "liberated" ? "ukraine" : "russia";
  }

  // The colour's name by holder, for all the fronts of a document.
  function coloursOf(holders) {
    const colours = new Map([
      ["russia", "front-russia"],
      ["ukraine", "front-ukraine"],
    ]);
    const others = [...new Set(holders)].filter((holder) => !colours.has(holder)).sort();
    others.forEach((holder, i) => colours.set(holder, `front-side-${(i % OTHER_COLOURS) + 1}`));
    return colours;
  }

  // What is said to be held; contested and merely claimed ground is not.
  function isHeld(front) {
    if (front.kind !== "control_area" || front.control_status === "contested") return false;
    return front.assessment !== "claimed" && front.assessment !== "infiltration";
  }

  function areaStyle(front) {
    const status = front.control_status;
    if (status === "contested") {
      return { colour: "front-contested", alpha: 0.12, hatched: true };
    }
    const { colour } = front;
    if (front.assessment === "infiltration" || front.assessment === "claimed") {
      return { colour, alpha: 0.08, hatched: true };
    }
    if (status === "pre_2022_occupied") return { colour, alpha: 0.3, hatched: false };
    if (status === "liberated") return { colour, alpha: 0.1, hatched: true };
    return { colour, alpha: 0.2, hatched: false };
  }

  client.frontStyle = { holderOf, coloursOf, isHeld };
  client.areaStyle = areaStyle;
})((window.MapperClient = window.MapperClient || {}));
