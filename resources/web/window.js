// Only in the desktop window: the document comes from the window, what happens goes back to it.
(function (client) {
  "use strict";

  const { mapper } = window;

  async function fetchDocument(options) {
    let buffer;
    try {
      const response = await fetch("document", { cache: "no-store" });
      if (!response.ok) throw new Error(`document: ${response.status}`);
      buffer = await response.arrayBuffer();
    } catch (error) {
      client.fail(new client.DocumentError(client.words.cannotRead, { cause: error }));
      throw error;
    }
    await mapper.load(buffer, options);
  }

  // Fetches and shows the document again, keeping the view unless told {view: "fit"}.
  mapper.reload = (options) => fetchDocument(options);

  function connect(bridge) {
    const call = (name, ...values) => bridge[name] && bridge[name](...values);
    mapper.on("select", (id, { byUser }) => byUser && call("selected", id ?? ""));
    mapper.on("hover", (id) => call("hovered", id ?? ""));
    mapper.on("measure", (result) => call("measured", JSON.stringify(result)));
    mapper.on("view", (view) => call("viewChanged", JSON.stringify(view)));
    if (bridge.documentChanged) bridge.documentChanged.connect(() => mapper.reload());
    mapper.ready.then(
      () => call("ready"),
      (error) => call("failed", String(error.message))
    );
  }

  if (window.qt && window.qt.webChannelTransport && window.QWebChannel) {
    new window.QWebChannel(window.qt.webChannelTransport, (channel) => {
      if (channel.objects.bridge) connect(channel.objects.bridge);
    });
  }
  // A failure is shown in the page and told through "ready".
  fetchDocument({ view: "fit" }).catch(() => {});
})((window.MapperClient = window.MapperClient || {}));
