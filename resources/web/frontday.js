// Which day's front is shown.
(function (client) {
  "use strict";

  const { format } = client;

  // The day number asked for (ISO), else that of the selected event (its first day), else the end
  // of the range (ISO), else the document's (ISO); null leaves it to the fronts.
  function choose({ asked, eventDay, rangeEnd, ofDocument }) {
    if (asked !== null) return format.dayNumber(asked);
    if (eventDay !== null && eventDay !== format.NO_DAY) return eventDay;
    if (rangeEnd !== null) return format.dayNumber(rangeEnd);
    return ofDocument ? format.dayNumber(ofDocument) : null;
  }

  client.frontDay = { choose };
})((window.MapperClient = window.MapperClient || {}));
