// When to paint: once a frame, everything that changed; and how to know that all is painted.
(function (client) {
  "use strict";

  const dirty = new Set();
  const waiting = [];
  let scheduled = false;
  let busy = () => false;
  const settling = [];

  // A page that is not on screen gets no animation frames: a timer stands in for them.
  function nextFrame(callback) {
    let done = false;
    const once = () => {
      if (done) return;
      done = true;
      callback();
    };
    requestAnimationFrame(once);
    setTimeout(once, 120);
  }

  function request(paint) {
    dirty.add(paint);
    schedule();
  }

  function schedule() {
    if (scheduled) return;
    scheduled = true;
    nextFrame(() => {
      scheduled = false;
      // While the map glides the drawn picture moves along; it is painted anew at the end.
      if (busy()) schedule();
      else paintNow();
    });
  }

  function paintNow() {
    const jobs = [...dirty];
    dirty.clear();
    for (const paint of jobs) {
      try {
        paint();
      } catch (error) {
        // One layer that fails does not keep the others from the page; the page says so.
        setTimeout(() => {
          throw error;
        });
      }
    }
    if (dirty.size) schedule();
    else if (waiting.length) settle();
  }

  function settle() {
    if (settling.some((test) => test())) {
      schedule();
      return;
    }
    const done = waiting.splice(0);
    // The next frame but one: by then the browser has shown what was painted.
    nextFrame(() => nextFrame(() => done.forEach((resolve) => resolve())));
  }

  function drawn() {
    return new Promise((resolve) => {
      waiting.push(resolve);
      if (dirty.size || scheduled || busy()) schedule();
      else settle();
    });
  }

  client.painter = {
    request,
    paintNow,
    drawn,
    nextFrame,
    // Painting waits while the map zooms; "drawn" waits also while it glides to its
    // place, and for pictures that are under way.
    waitWhile: (test) => (busy = test),
    settleWhile: (test) => settling.push(test),
  };
})((window.MapperClient = window.MapperClient || {}));
