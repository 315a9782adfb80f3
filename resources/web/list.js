// The events as a table, for those who cannot use a map: a page at a time, in any order.
(function (client) {
  "use strict";

  const { dom, format, ordering, words, eventText } = client;
  const { el, data } = dom;
  const ROWS = 100;

  // Columns in their order: name, and what a document may hide it by.
  const COLUMNS = [
    { name: "date" },
    { name: "event" },
    { name: "place", hiddenAs: "place_name" },
    { name: "status" },
    { name: "killed", hiddenAs: "killed" },
    { name: "injured", hiddenAs: "injured" },
  ];

  class List {
    constructor(choose) {
      this.choose = choose;
      this.page = 0;
      this.order = { column: "date", descending: false };
      this.events = null;
      this.selected = null;
      const go = (step) => () => this.turn(step);
      this.count = el("span", { class: "mapper-note", role: "status" });
      this.before = el("button", { type: "button", onclick: go(-1) }, words.previousPage);
      this.after = el("button", { type: "button", onclick: go(1) }, words.nextPage);
      this.heads = el("tr");
      this.body = el("tbody");
      this.nothing = el("p", { class: "mapper-list-empty", hidden: true }, words.noEvents);
      this.frame = el(
        "div",
        { class: "mapper-table", tabindex: "0", role: "region", "aria-label": words.list },
        el("table", null, el("thead", null, this.heads), this.body),
        this.nothing,
      );
      this.element = el(
        "section",
        { class: "mapper-list", hidden: true, "aria-label": words.list },
        el(
          "div",
          { class: "mapper-list-bar" },
          el("h2", null, words.list),
          this.count,
          this.before,
          this.after,
        ),
        this.frame,
      );
    }

    get open() {
      return !this.element.hidden;
    }

    toggle(on = !this.open) {
      this.element.hidden = !on;
      this.refresh();
      if (on) this.element.scrollIntoView({ block: "nearest" });
    }

    focus() {
      this.frame.focus();
    }

    setEvents(events) {
      this.events = events;
      this.page = 0;
      const hidden = ({ hiddenAs }) => hiddenAs && events.doc.hides(hiddenAs);
      this.columns = COLUMNS.filter((column) => !hidden(column)).map(({ name }) => name);
      if (!this.columns.includes(this.order.column)) this.order.column = "date";
      this.heads.replaceChildren(...this.columns.map((name) => this.head(name)));
      this.refresh();
    }

    filtered() {
      this.page = 0;
      this.refresh();
    }

    select(index) {
      this.selected = index;
      if (!this.open) return;
      for (const row of this.body.querySelectorAll("tr[data-index]")) {
        const on = Number(row.dataset.index) === index;
        row.classList.toggle("mapper-selected-row", on);
      }
    }

    turn(step) {
      this.page += step;
      this.refresh();
      this.frame.scrollTop = 0;
      // A button that is switched off under the hand would lose the keyboard's place.
      if (this.before.disabled) this.after.focus();
      else if (this.after.disabled) this.before.focus();
    }

    sort(column) {
      const { order } = this;
      this.order = { column, descending: order.column === column && !order.descending };
      this.page = 0;
      this.refresh();
      this.frame.scrollTop = 0;
    }

    refresh() {
      if (!this.open || !this.events) return;
      const { events, order } = this;
      const shown = ordering
        .sequence(events, order.column, order.descending)
        .filter((index) => events.shown[index]);
      const pages = Math.max(1, Math.ceil(shown.length / ROWS));
      this.page = Math.min(this.page, pages - 1);
      const from = this.page * ROWS;
      const until = Math.min(from + ROWS, shown.length);
      this.body.replaceChildren(...Array.from(shown.subarray(from, until), (i) => this.row(i)));
      this.nothing.hidden = shown.length > 0;
      this.before.disabled = this.page === 0;
      this.after.disabled = this.page >= pages - 1;
      const first = shown.length ? from + 1 : 0;
      this.count.textContent = words.page(
        ...[first, until, shown.length].map((number) => format.count(number)),
      );
      for (const head of this.heads.children) {
        const sorted = head.dataset.column === order.column;
        const way = order.descending ? "descending" : "ascending";
        if (sorted) head.setAttribute("aria-sort", way);
        else head.removeAttribute("aria-sort");
      }
    }

    head(name) {
      const button = {
        type: "button",
        class: "mapper-sort",
        title: words.sortBy(words[name]),
        onclick: () => this.sort(name),
      };
      return el("th", { scope: "col", "data-column": name }, el("button", button, words[name]));
    }

    row(index) {
      const className = index === this.selected ? "mapper-selected-row" : null;
      const cells = this.columns.map((name) => el("td", null, this.cell(name, index)));
      cells[0].className = "mapper-day";
      return el("tr", { "data-index": index, class: className }, cells);
    }

    cell(name, index) {
      const { doc } = this.events;
      switch (name) {
        case "date":
          return data("span", null, eventText.whenOf(doc, index));
        case "event":
          return this.title(doc, index);
        case "place":
          return data("span", null, doc.text("place", index) || words.placeUnknown);
        case "status":
          return eventText.statusTag(doc, index);
        default:
          return data("span", null, dom.cut(eventText.countOf(doc, name, index), 80));
      }
    }

    title(doc, index) {
      const button = {
        type: "button",
        class: "mapper-link",
        onclick: () => this.choose(index),
        dir: "auto",
      };
      return [
        el("button", button, dom.cut(eventText.titleOf(doc, index), 300)),
        doc.arrays.located[index] ? null : eventText.caveat(doc, index),
      ];
    }
  }

  client.List = List;
})((window.MapperClient = window.MapperClient || {}));
