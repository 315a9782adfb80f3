// Only in the desktop window, before all others: asks for the document while the scripts are read.
(function (client) {
  "use strict";

  if (document.documentElement.hasAttribute("data-ahead")) {
    client.ahead = fetch("document", { cache: "no-store" });
    // Whoever takes it hears of a failure.
    client.ahead.catch(() => {});
  }
})((window.MapperClient = window.MapperClient || {}));
