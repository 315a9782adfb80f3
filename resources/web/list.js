// The events as a table, for those who cannot use a map: a page at a time, by day.
(function (client) {
  "use strict";

  const { dom, format, words, eventText } = client;
  const { el, data } = dom;
  const ROWS = 100;

  class List {
    constructor(choose) {
      this.choose = choose;
      this.page = 0;
      this.newestFirst = false;
      this.events = null;
      this.selected = null;
      this.element = el("div", { class: "mapper-list", hidden: true });
    }

    get open() {
      return !this.element.hidden;
    }

    toggle(on = !this.open) {
      this.element.hidden = !on;
      this.refresh();
    }

    setEvents(events) {
      this.events = events;
      this.page = 0;
      this.refresh();
    }

    filtered() {
      this.page = 0;
      this.refresh();
    }

    select(index) {
      this.selected = index;
      if (!this.open) return;
      for (const row of this.element.querySelectorAll("tr[data-index]")) {
        const on = Number(row.dataset.index) === index;
        row.classList.toggle("mapper-selected-row", on);
      }
    }

    refresh() {
      if (!this.open || !this.events) return;
      const { events } = this;
      const order = Array.from(events.sequence.filter((i) => events.shown[i]));
      if (this.newestFirst) order.reverse();
      const pages = Math.max(1, Math.ceil(order.length / ROWS));
      this.page = Math.min(this.page, pages - 1);
      const from = this.page * ROWS;
      const rows = order.slice(from, from + ROWS).map((index) => this.row(index));
      const heads = [words.date, words.event, words.place, words.status, words.killed];
      this.element.replaceChildren(
        this.bar(from, Math.min(from + ROWS, order.length), order.length, pages),
        el(
          "div",
          { class: "mapper-table", tabindex: "0", role: "region", "aria-label": words.list },
          el(
            "table",
            null,
            el(
              "thead",
              null,
              el(
                "tr",
                null,
                heads.map((head) => el("th", { scope: "col" }, head)),
              ),
            ),
            el("tbody", null, rows),
          ),
          order.length ? null : el("p", { class: "mapper-list-empty" }, words.noEvents),
        ),
      );
    }

    bar(from, until, all, pages) {
      const go = (step) => () => {
        this.page += step;
        this.refresh();
      };
      const turn = () => {
        this.newestFirst = !this.newestFirst;
        this.page = 0;
        this.refresh();
      };
      const count = words.page(
        format.count(all ? from + 1 : 0),
        format.count(until),
        format.count(all),
      );
      const last = this.page >= pages - 1;
      return el(
        "div",
        { class: "mapper-list-bar" },
        el("h2", null, words.list),
        el("span", { class: "mapper-note" }, count),
        el(
          "button",
          { type: "button", onclick: turn },
          this.newestFirst ? words.oldestFirst : words.newestFirst,
        ),
        el(
          "button",
          { type: "button", disabled: this.page === 0, onclick: go(-1) },
          words.previousPage,
        ),
        el("button", { type: "button", disabled: last, onclick: go(1) }, words.nextPage),
      );
    }

    row(index) {
      const { doc } = this.events;
      const title = eventText.titleOf(doc, index);
      const killed = eventText.countOf(doc, "killed", index);
      const button = {
        type: "button",
        class: "mapper-link",
        onclick: () => this.choose(index),
        dir: "auto",
      };
      const className = index === this.selected ? "mapper-selected-row" : null;
      return el(
        "tr",
        { "data-index": index, class: className },
        el("td", { class: "mapper-day" }, data("span", null, eventText.whenOf(doc, index))),
        el(
          "td",
          null,
          el("button", button, dom.cut(title, 300)),
          doc.arrays.located[index] ? null : eventText.caveat(doc, index),
        ),
        el("td", null, data("span", null, doc.text("place", index) || words.placeUnknown)),
        el("td", null, eventText.statusTag(doc, index)),
        el("td", null, data("span", null, dom.cut(killed, 80))),
      );
    }
  }

  client.List = List;
})((window.MapperClient = window.MapperClient || {}));
