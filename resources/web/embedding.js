// The form for an article: inside a frame, or asked for by #embed, the page is mostly its map.
(function (client) {
  "use strict";

  const { dom, words } = client;
  // A page without an address of its own stands in a notebook, where the whole of it is wanted.
  const addressed = /^(https?|file):$/.test(window.location.protocol);
  const inFrame = addressed && window.parent !== window;
  const asked = /^#(.*&)?embed(&|$)/.test(window.location.hash);
  if (document.body.classList.contains("in-window") || !(inFrame || asked)) return;

  document.documentElement.classList.add("mapper-embedded");

  const header = document.querySelector(".mapper-header");
  if (header && addressed) {
    const link = dom.el(
      "a",
      { class: "mapper-whole", target: "_blank", rel: "noopener" },
      words.wholeMap,
    );
    link.href = window.location.href.split("#")[0];
    header.append(link);
  }
})((window.MapperClient = window.MapperClient || {}));
