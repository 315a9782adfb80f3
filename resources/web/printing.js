// Paper is white: a dark map is painted in light colours for the time of printing.
(function (client) {
  "use strict";

  const { painter, theme } = client;

  function printInLight(canvases) {
    let before;
    window.addEventListener("beforeprint", () => {
      before = theme.dark() ? (document.documentElement.dataset.theme ?? null) : undefined;
      if (before === undefined) return;
      theme.set("light");
      painter.paintNow();
      for (const canvas of Object.values(canvases)) canvas.finish();
    });
    window.addEventListener("afterprint", () => {
      if (before !== undefined) theme.set(before);
    });
  }

  client.printInLight = printInLight;
})((window.MapperClient = window.MapperClient || {}));
