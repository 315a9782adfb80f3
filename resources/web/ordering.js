// The order of events by any column of the list.
(function (client) {
  "use strict";

  const { words, eventText } = client;
  // Comparing words by the rules of a language takes its time; so many are compared as they are.
  const MANY = 100000;

  // A number per event, small ones first; events of which nothing is known have Infinity.
  const keys = {
    event: (events) => byText(events, (doc, i) => eventText.titleOf(doc, i)),
    place: (events) => byText(events, (doc, i) => doc.text("place", i)),
    status: ({ status }) => status,
    killed: ({ doc }) => counts(doc.arrays.killed_best),
    injured: ({ doc }) => counts(doc.arrays.injured_best),
  };

  function counts(best) {
    return Float64Array.from(best || [], (count) => (count < 0 ? Infinity : count));
  }

  // The rank of each event's text among all texts.
  function byText({ doc, count }, textOf) {
    const ranks = new Map();
    const texts = Array.from({ length: count }, (_, i) => textOf(doc, i));
    for (const text of texts) if (text !== null) ranks.set(text, 0);
    const sorted = [...ranks.keys()];
    if (sorted.length > MANY) sorted.sort();
    else sorted.sort(new Intl.Collator(words.locale, { numeric: true }).compare);
    sorted.forEach((text, rank) => ranks.set(text, rank));
    return Float64Array.from(texts, (text) => (text === null ? Infinity : ranks.get(text)));
  }

  // Orders are kept until the document changes: a page is turned at once.
  const known = new WeakMap();

  // All events in order: equal ones by day, unknown ones last either way.
  function sequence(events, column, descending) {
    if (!known.has(events)) known.set(events, new Map());
    const orders = known.get(events);
    const name = `${column} ${descending}`;
    if (!orders.has(name)) orders.set(name, sorted(events, column, descending));
    return orders.get(name);
  }

  function sorted(events, column, descending) {
    const days = events.sequence;
    if (column === "date") return descending ? newestFirst(events) : days;
    const key = keys[column](events);
    const sign = descending ? -1 : 1;
    // Sorting keeps the order of equals.
    return days.slice().sort((a, b) => {
      if (key[a] === key[b]) return 0;
      if (key[a] === Infinity) return 1;
      if (key[b] === Infinity) return -1;
      return sign * (key[a] - key[b]);
    });
  }

  function newestFirst(events) {
    const { NO_DAY } = client.format;
    const days = events.sequence.slice().reverse();
    const undated = days.filter((i) => events.start[i] === NO_DAY);
    const dated = days.filter((i) => events.start[i] !== NO_DAY);
    days.set(dated);
    days.set(undated, dated.length);
    return days;
  }

  client.ordering = { sequence };
})((window.MapperClient = window.MapperClient || {}));
