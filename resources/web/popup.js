// What is known about one event, as elements.
(function (client) {
  "use strict";

  const { dom, format, sprites, words } = client;
  const { el, data, link } = dom;
  // Characters: about the half of a card.
  const LONG_TEXT = 400;

  function statusOf(doc, index) {
    return doc.term("verification_status", "status", index);
  }

  function titleOf(doc, index) {
    return doc.text("title", index) || words.untitled;
  }

  function whenOf(doc, index) {
    const { start, end } = doc.arrays;
    return doc.text("when", index) || format.days(start[index], end[index]);
  }

  // The status as a word with its mark; the meaning on demand and for screen readers.
  function statusTag(doc, index) {
    const term = statusOf(doc, index);
    if (!term) return null;
    const precision = doc.term("geo_precision", "precision", index);
    const form = sprites.formOf(precision ? precision.value : null);
    const mark = sprites.swatch(term.value, doc.arrays.located[index] ? form : sprites.FORMS.full);
    return el("span", { class: "mapper-status", title: term.meaning }, mark, term.label);
  }

  function row(name, ...value) {
    const known = value.flat().filter((part) => part !== null && part !== undefined && part !== "");
    return known.length ? [el("dt", null, name), el("dd", null, known)] : null;
  }

  function textRow(name, text) {
    return text ? row(name, data("span", null, text)) : null;
  }

  function placeRows(doc, index) {
    const term = doc.term("geo_precision", "precision", index);
    const metres = doc.number("radius_m", index);
    const place =
      doc.text("place", index) ||
      (doc.arrays.located[index] || doc.hides("place_name") ? null : words.placeUnknown);
    // The document may say it in full, with the radius; else it is put together here.
    const written = doc.text("place_note", index);
    const radius = metres >= 1 ? words.radius(roundRadius(metres)) : null;
    const meaning = written || [term && term.meaning, radius].filter(Boolean).join(" ");
    const precision = [term && `${term.label}.`, meaning].filter(Boolean).join(" ");
    return [textRow(words.place, place), textRow(words.precision, precision)];
  }

  function roundRadius(metres) {
    const { locale, units } = words;
    if (metres < 1000) return `${format.count(metres)} ${units.m}`;
    return `${Number((metres / 1000).toPrecision(2)).toLocaleString(locale)} ${units.km}`;
  }

  // People "killed" or "injured": as written, else the one number known; null where it is not told.
  function countOf(doc, name, index) {
    if (doc.hides(name)) return null;
    const best = doc.number(`${name}_best`, index);
    const number = best > 0 ? format.count(best) : best === 0 ? words.noneReported : words.unknown;
    return doc.text(name, index) ?? number;
  }

  function casualtyRows(doc, index) {
    const injured = doc.has("injured") || "injured_best" in doc.arrays;
    return [
      textRow(words.killed, countOf(doc, "killed", index)),
      injured ? textRow(words.injured, countOf(doc, "injured", index)) : null,
    ];
  }

  function distanceOf(doc, index) {
    const text = doc.text("distance", index);
    if (text) return text;
    return format.distance(...doc.distance(index));
  }

  function sourceItem(source) {
    const name = [source.publisher, source.title].filter(Boolean).join(": ");
    const text = name || source.url || words.source;
    const details = [source.type, source.published_at].filter(Boolean).join(", ");
    return el(
      "li",
      null,
      source.url ? link(source.url, text) : data("span", null, text),
      details ? el("span", { class: "mapper-note" }, " (", data("span", null, details), ")") : null,
      source.archive_url ? [" · ", link(source.archive_url, words.archived)] : null,
      source.quote ? data("blockquote", null, source.quote) : null,
    );
  }

  function sourceList(doc, index) {
    if (!doc.has("sources")) return null;
    const sources = doc.text("sources", index) || [];
    return [
      el("h3", null, words.sources),
      sources.length
        ? el("ul", { class: "mapper-sources" }, sources.map(sourceItem))
        : el("p", { class: "mapper-note" }, words.noSources),
    ];
  }

  // What whoever recorded the event says about it: never to be missed.
  function caveat(doc, index) {
    const text = doc.text("notes", index);
    return text
      ? el("div", { class: "mapper-caveat" }, el("strong", null, words.note), data("p", null, text))
      : null;
  }

  // What happened and the note on it, in sight together: first the text, unless it is long.
  function textAndCaveat(doc, index) {
    const text = doc.text("description", index);
    const parts = [text ? data("p", "mapper-text", text) : null, caveat(doc, index)];
    return text && text.length > LONG_TEXT ? parts.reverse() : parts;
  }

  function claimItem(claim) {
    const value = claim.value ? data("span", null, claim.value) : words.unknown;
    return el(
      "li",
      null,
      el("span", { class: "mapper-claim" }, data("span", null, claim.field), ": ", value),
      data("span", "mapper-note", claim.source || words.sourceNotStated),
      claim.note ? data("span", "mapper-note", claim.note) : null,
    );
  }

  function claimList(doc, index) {
    const claims = doc.text("claims", index) || [];
    if (!claims.length) return null;
    return [
      el("h3", null, words.claims),
      el("ul", { class: "mapper-claims" }, claims.map(claimItem)),
    ];
  }

  // Buttons for the events that share a point.
  function stackBar(here, index, choose) {
    if (here.length < 2) return null;
    const position = here.indexOf(index);
    const go = (step) => () => choose(here[(position + step + here.length) % here.length]);
    return el(
      "div",
      { class: "mapper-stack" },
      el("button", { type: "button", onclick: go(-1), "aria-label": words.previousHere }, "‹"),
      el("span", null, words.here(format.count(position + 1), format.count(here.length))),
      el("button", { type: "button", onclick: go(1), "aria-label": words.nextHere }, "›"),
    );
  }

  function whenLine(doc, index) {
    const when = data("span", null, whenOf(doc, index));
    return el("p", { class: "mapper-when" }, when, statusTag(doc, index));
  }

  // here: the events on the same point; choose(index) selects another of them.
  function content(doc, index, here, choose) {
    const type = doc.term("event_type", "type", index);
    const weapon = doc.term("weapon", "weapon", index);
    const rows = [
      placeRows(doc, index),
      casualtyRows(doc, index),
      row(words.type, type && type.label),
      row(words.weapon, weapon && weapon.value !== "unknown" ? weapon.label : null),
      textRow(words.perpetrator, doc.text("perpetrator", index)),
      textRow(words.claimedBy, doc.text("claimed_by", index)),
      textRow(words.deniedBy, doc.text("denied_by", index)),
      textRow(words.toFront, distanceOf(doc, index)),
    ];
    return el(
      "article",
      { class: "mapper-event" },
      stackBar(here, index, choose),
      data("h2", null, titleOf(doc, index)),
      whenLine(doc, index),
      textAndCaveat(doc, index),
      el("dl", null, rows),
      claimList(doc, index),
      sourceList(doc, index),
    );
  }

  // The same in the window, where the rest stands beside the map.
  function brief(doc, index, here, choose) {
    return el(
      "article",
      { class: "mapper-event" },
      stackBar(here, index, choose),
      data("h2", null, titleOf(doc, index)),
      whenLine(doc, index),
      doc.text("place", index) ? data("p", "mapper-note", doc.text("place", index)) : null,
    );
  }

  client.eventText = {
    brief,
    caveat,
    content,
    countOf,
    titleOf,
    whenOf,
    statusOf,
    statusTag,
    distanceOf,
  };
})((window.MapperClient = window.MapperClient || {}));
