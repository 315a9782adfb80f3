// Paper is white, and nothing on it opens: a dark map is painted in light colours for the time of
// printing, and what is folded is unfolded. The map takes the size it has on paper, however large
// it is on screen, and shows what it shows there.
(function (client) {
  "use strict";

  const { painter, theme } = client;

  // Makes a canvas a picture at once: Chromium prints nothing of one painted while it prints, unless
  // pixels were put into it.
  function finish(canvas) {
    const ctx = canvas.getContext("2d");
    if (canvas.width && canvas.height) ctx.putImageData(ctx.getImageData(0, 0, 1, 1), 0, 0);
  }

  function onPaper(app) {
    const { map } = app;
    const page = document.documentElement;
    let before;
    let folded = [];
    let view = null;
    window.addEventListener("beforeprint", () => {
      folded = [...document.querySelectorAll(".mapper-legend, .mapper-about, .mapper-inputs")].filter((d) => !d.open);
      for (const details of folded) details.open = true;
      before = theme.dark() ? theme.chosen() : undefined;
      if (before !== undefined) theme.set("light");
      const [centre, zoom, size] = [map.getCenter(), map.getZoom(), map.getSize()];
      view = [centre, zoom];
      page.classList.add("mapper-printing");
      map.invalidateSize({ animate: false });
      const paper = map.getSize();
      const grown = Math.log2(Math.min(paper.x / size.x, paper.y / size.y));
      map.setView(centre, Math.round((zoom + grown) * 4) / 4, { animate: false });
      app.timeline.rebuild();
      painter.paintNow();
      for (const canvas of document.querySelectorAll("main canvas")) finish(canvas);
    });
    window.addEventListener("afterprint", () => {
      for (const details of folded) details.open = false;
      if (before !== undefined) theme.set(before);
      page.classList.remove("mapper-printing");
      map.invalidateSize({ animate: false });
      if (view) map.setView(...view, { reset: true });
      app.timeline.rebuild();
      view = null;
    });
  }

  client.onPaper = onPaper;
})((window.MapperClient = window.MapperClient || {}));
