// A panel that lists what the keys do.
(function (client) {
  "use strict";

  const { dom, words } = client;
  const { el } = dom;
  const ICON = ["M7 7.500a3 3 0 1 1 4.200 2.700c-.8.400-1.200.9-1.200 1.800M10 15v.500"];

  // Features that add keys say so here: [keys, text, where(app) or nothing].
  const listed = [
    ["← ↑ → ↓", words.keyMove],
    ["+ −", words.keyZoom],
    ["F", words.home],
    ["N P", words.keySteps],
    ["Enter", words.keyNearest],
    ["E", words.keyFan],
    ["/", words.search, (app) => Boolean(app.search)],
    ["L", words.list, (app) => !app.inWindow],
    ["M", words.measure, (app) => !app.inWindow],
    ["D", words.frontTool],
    ["O", words.keyMenu],
    ["G", words.changes, (app) => !app.buttons.changes.hidden],
    [words.keySpace, words.runningTime],
    [", .", words.keyDays],
    ["C", words.copyCoordinates.replace(/ \(C\)$/, "")],
    ["W", words.fullScreen, (app) => Boolean(app.buttons.fullScreen)],
    ["Esc", words.keyEscape],
    ["?", words.help],
  ];

  client.feature((app) => {
    const close = (refocus = true) => {
      dialog.hidden = true;
      button.setAttribute("aria-expanded", "false");
      if (refocus) app.container.focus({ preventScroll: true });
    };
    const closer = el(
      "button",
      { type: "button", class: "mapper-help-close", "aria-label": words.close, onclick: () => close() },
      "×",
    );
    const body = el("dl");
    const dialog = el(
      "section",
      { class: "mapper-help", role: "dialog", "aria-label": words.help, hidden: true, tabindex: "-1" },
      closer,
      el("h2", null, words.help),
      el("p", { class: "mapper-note" }, words.keysNote),
      body,
    );
    dom.shield(dialog);
    L.DomEvent.disableScrollPropagation(dialog);
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" && event.key !== "?") return;
      event.preventDefault();
      event.stopPropagation();
      close();
    });
    app.container.append(dialog);
    const open = () => {
      const rows = listed.filter(([, , where]) => !where || where(app));
      body.replaceChildren(
        ...rows.flatMap(([keys, text]) => [
          el("dt", null, keys.split(" ").flatMap((key) => [el("kbd", null, key), " "])),
          el("dd", null, text),
        ]),
      );
      dialog.hidden = false;
      button.setAttribute("aria-expanded", "true");
      closer.focus({ preventScroll: true });
    };
    const toggle = () => (dialog.hidden ? open() : close());
    const button = app.addButton("help", toggle, ICON);
    button.setAttribute("aria-expanded", "false");
    app.keys["?"] = toggle;
  });

  client.help = { add: (keys, text, where) => listed.push([keys, text, where]) };
})((window.MapperClient = window.MapperClient || {}));
