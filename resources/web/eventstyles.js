// What colours and shapes of marks tell: the status of an event, its type, weapon or casualties.
(function (client) {
  "use strict";

  const { words, NO_CODE } = client;
  const NAMES = ["status", "type", "weapon", "casualties"];
  const VOCABULARIES = { status: "verification_status", type: "event_type", weapon: "weapon" };
  const STATUS_SHAPES = { claimed: "triangle", disputed: "diamond", debunked: "cross" };
  // So many kinds get a look of their own, the most frequent ones; a shape each beside the colour.
  const KIND_SHAPES = ["circle", "square", "triangle", "diamond", "wedge", "hexagon", "plus"];
  // Classes of how many were killed: the least of each, and how much larger its marks are.
  const KILLED = [
    [1, 1],
    [2, 1.25],
    [10, 1.6],
    [50, 2],
  ];
  const OTHER = { colour: "kind-other", shape: "circle" };
  const UNKNOWN = { colour: "kind-unknown", shape: "circle" };

  // A style is {name, classes, codes, highest}: codes (u8) of every event point into classes, each
  // of {label, meaning, colour, shape, grown, above}. Marks of a class "above" lie over the others;
  // several events on a point have the look of their highest class, else that of most of them.
  function make(name, doc) {
    if (name === "status") return statuses(doc);
    if (name === "casualties") return casualties(doc);
    return kinds(name, doc);
  }

  function style(name, classes, codes, highest = false) {
    const full = classes.map((one) => ({ grown: 1, above: false, ...one }));
    return { name, classes: full, codes, highest };
  }

  function lookOfStatus(status) {
    const colour = client.theme.colour(`status-${status}`) ? status : "unverified";
    return { colour: `status-${colour}`, shape: STATUS_SHAPES[status] || "circle" };
  }

  function statuses(doc) {
    const terms = doc.terms(VOCABULARIES.status);
    const classes = terms.map(({ value, label, meaning }) => ({
      label,
      meaning,
      ...lookOfStatus(value),
    }));
    const unstated = classes.push({ label: words.notStated, ...UNKNOWN }) - 1;
    return style("status", classes, recoded(doc, "status", (code) => Math.min(code, unstated)));
  }

  function kinds(name, doc) {
    const terms = doc.terms(VOCABULARIES[name]);
    const counts = new Uint32Array(256);
    const array = doc.arrays[name] || [];
    for (let i = 0; i < array.length; i++) counts[array[i]]++;
    const known = terms.map((term, code) => code).filter((code) => terms[code].value !== "unknown");
    const found = known.filter((code) => counts[code]).sort((a, b) => counts[b] - counts[a]);
    // "Other" for a single one would say less than its name.
    const few = found.length <= KIND_SHAPES.length ? found.length : KIND_SHAPES.length - 1;
    const classes = found.slice(0, few).map((code, rank) => ({
      label: terms[code].label,
      meaning: terms[code].meaning,
      colour: `kind-${rank + 1}`,
      shape: KIND_SHAPES[rank],
    }));
    const rest = found.slice(few).map((code) => terms[code].label);
    classes.push({ label: words.otherKinds(rest.length), meaning: rest.join(", "), ...OTHER });
    classes.push({ label: words.notStated, ...UNKNOWN });
    const codes = recoded(doc, name, (code) => {
      const rank = found.indexOf(code);
      return rank < 0 ? few + 1 : Math.min(rank, few);
    });
    return style(name, classes, codes);
  }

  function casualties(doc) {
    const classes = [
      { label: words.killedUnknown, ...UNKNOWN },
      { label: words.killedNone, colour: "killed-none", shape: "square" },
      ...KILLED.map(([least, grown], i) => ({
        label: words.killedFrom(least, i + 1 < KILLED.length ? KILLED[i + 1][0] - 1 : null),
        colour: `killed-${i + 1}`,
        shape: "circle",
        grown,
        above: true,
      })),
    ];
    const codes = new Uint8Array(doc.count);
    const { killed_best } = doc.arrays;
    for (let i = 0; killed_best && i < doc.count; i++) {
      const killed = killed_best[i];
      if (killed < 0) continue;
      let code = 1;
      while (code <= KILLED.length && killed >= KILLED[code - 1][0]) code++;
      codes[i] = code;
    }
    return style("casualties", classes, codes, true);
  }

  // The class of each event from its code in the document.
  function recoded(doc, name, classOf) {
    const table = Uint8Array.from({ length: 256 }, (_, code) => classOf(code));
    const codes = new Uint8Array(doc.count).fill(table[NO_CODE]);
    const array = doc.arrays[name];
    for (let i = 0; array && i < codes.length; i++) codes[i] = table[array[i]];
    return codes;
  }

  client.eventStyles = { NAMES, make, lookOfStatus };
})((window.MapperClient = window.MapperClient || {}));
