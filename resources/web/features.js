// Parts that join the app by themselves: each is started once, when the app stands.
(function (client) {
  "use strict";

  const starters = [];

  // start(app) may listen (app.on: "document", "filter", "front", "look" and those of README.md),
  // add buttons (app.addButton) and keys (app.keys), and take Escape
  // (app.escapes) and clicks (app.clicks).
  client.feature = (start) => starters.push(start);
  client.startFeatures = (app) => starters.forEach((start) => start(app));
})((window.MapperClient = window.MapperClient || {}));
