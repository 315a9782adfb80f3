// Only in the desktop window, before all others: asks for what is shown first while the scripts are
// read.
(function (client) {
  "use strict";

  if ("ahead" in document.documentElement.dataset) {
    client.ahead = fetch("document", { cache: "no-store" });
    // Whoever takes it hears of a failure.
    client.ahead.catch(() => {});
  }
})((window.MapperClient = window.MapperClient || {}));
