// The map on the whole screen, where the browser allows it.
(function (client) {
  "use strict";

  const { dom, words } = client;
  const ICONS = {
    enter: ["M3 8V3h5M12 3h5v5M17 12v5h-5M8 17H3v-5"],
    leave: ["M8 4v4H4M12 4v4h4M16 12h-4v4M4 12h4v4"],
  };

  client.feature((app) => {
    // Not in a frame that is not allowed to, nor in the window, which has a command for it.
    if (app.inWindow || !document.fullscreenEnabled) return;
    const main = app.container.parentElement;
    const toggle = () => {
      const asked = document.fullscreenElement
        ? document.exitFullscreen()
        : main.requestFullscreen();
      // Refused by the browser's owner: the page stays as it is.
      asked.catch(() => {});
    };
    const button = app.addButton("fullScreen", toggle, ICONS.enter);
    app.keys.w = toggle;
    document.addEventListener("fullscreenchange", () => {
      const on = document.fullscreenElement !== null;
      const text = on ? words.leaveFullScreen : words.fullScreen;
      button.replaceChildren(dom.icon(...ICONS[on ? "leave" : "enter"]));
      button.title = text;
      button.setAttribute("aria-label", text);
    });
  });
})((window.MapperClient = window.MapperClient || {}));
