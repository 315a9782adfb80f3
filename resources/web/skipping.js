// The links before everything else that lead keyboard users to the map or to the list of events.
(function (client) {
  "use strict";

  client.feature((app) => {
    const targets = {
      "#map": () => app.container.focus(),
      "#mapper-events": () => {
        if (!app.list.open) app.toggleList();
        app.list.focus();
      },
    };
    for (const link of document.querySelectorAll(".mapper-skip a")) {
      link.addEventListener("click", (event) => {
        // The address stays as it is: its end says what the map shows.
        event.preventDefault();
        targets[link.getAttribute("href")]();
      });
    }
  });
})((window.MapperClient = window.MapperClient || {}));
