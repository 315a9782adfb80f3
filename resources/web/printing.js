// Paper is white, and nothing on it opens: a dark map is painted in light colours for the time of
// printing, and what is folded is unfolded.
(function (client) {
  "use strict";

  const { painter, theme } = client;

  function printInLight(canvases) {
    let before;
    let folded = [];
    window.addEventListener("beforeprint", () => {
      folded = [...document.querySelectorAll(".mapper-legend, .mapper-about, .mapper-inputs")].filter((d) => !d.open);
      for (const details of folded) details.open = true;
      before = theme.dark() ? (document.documentElement.dataset.theme ?? null) : undefined;
      if (before === undefined) return;
      theme.set("light");
      painter.paintNow();
      for (const canvas of Object.values(canvases)) canvas.finish();
    });
    window.addEventListener("afterprint", () => {
      for (const details of folded) details.open = false;
      if (before !== undefined) theme.set(before);
    });
  }

  client.printInLight = printInLight;
})((window.MapperClient = window.MapperClient || {}));
