// What stands below the map in full is folded, so that the map has the room; without scripts, and on
// paper (printing.js), it is open.
(function () {
  "use strict";

  for (const about of document.querySelectorAll("details.mapper-about")) about.open = false;
})();
