// The form for an article: inside a frame, or asked for by #embed, the page is mostly its map.
(function (client) {
  "use strict";

  const { dom, words } = client;
  const inFrame = window.parent !== window;
  const asked = /^#(.*&)?embed(&|$)/.test(window.location.hash);
  if (document.body.classList.contains("in-window") || !(inFrame || asked)) return;

  document.documentElement.classList.add("mapper-embedded");
  for (const about of document.querySelectorAll("details.mapper-about")) about.open = false;

  // A page inside a page of its own (a notebook) has no address to lead to.
  const header = document.querySelector(".mapper-header");
  if (header && /^(https?|file):$/.test(window.location.protocol)) {
    const link = dom.el(
      "a",
      { class: "mapper-whole", target: "_blank", rel: "noopener" },
      words.wholeMap,
    );
    link.href = window.location.href.split("#")[0];
    header.append(link);
  }
})((window.MapperClient = window.MapperClient || {}));
