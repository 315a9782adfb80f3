// Only in the desktop window, before all others: asks for what is shown first while the scripts are
// read.
(function (client) {
  "use strict";

  // The bytes of the document as it is now.
  client.fetchDocument = async () => {
    const response = await fetch("document", { cache: "no-store" });
    if (!response.ok) throw new Error(`document: ${response.status}`);
    return response.arrayBuffer();
  };

  if ("ahead" in document.documentElement.dataset) {
    client.ahead = client.fetchDocument();
    // Whoever takes it hears of a failure.
    client.ahead.catch(() => {});
  }
})((window.MapperClient = window.MapperClient || {}));
