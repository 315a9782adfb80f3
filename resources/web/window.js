// Only in the desktop window: the document comes from the window, what happens goes back to it.
(function (client) {
  "use strict";

  const { mapper } = window;
  // A map that is not even laid out by then may have no room at all.
  const MOST_WITHOUT_ROOM_MS = 3000;

  // The page begins before the window does. What is fitted into no room is fitted into the world.
  function room() {
    const { container } = client.app;
    if (container.clientWidth) return null;
    return new Promise((there) => {
      const seen = new ResizeObserver(() => {
        if (!container.clientWidth) return;
        seen.disconnect();
        // What an observer changes is not to be observed in the same turn.
        setTimeout(there);
      });
      seen.observe(container);
      setTimeout(there, MOST_WITHOUT_ROOM_MS);
    });
  }

  async function fetchDocument(options) {
    let buffer;
    try {
      const asked = client.ahead || client.fetchDocument();
      client.ahead = null;
      buffer = await asked;
      await room();
      client.app.map.invalidateSize({ animate: false });
    } catch (error) {
      const told = new client.DocumentError(client.words.cannotRead, { cause: error });
      client.fail(told);
      throw told;
    }
    if (!buffer.byteLength) return false;
    await mapper.load(buffer, options);
    return true;
  }

  // What was asked for ahead is shown before the channel stands; told is that it is, once it does.
  const ahead =
    client.ahead &&
    new Promise((tell, failed) => {
      const shown = () => tell(true);
      fetchDocument({ shown }).then((found) => found || tell(false), failed);
    });
  if (ahead) ahead.catch(() => {});

  // Fetches and shows the document again, keeping the view unless told {view: "fit"}.
  mapper.reload = (options) => fetchDocument(options);

  // While the window asks where something lies, a click (or Enter: the middle) is the answer.
  function letPick(call) {
    const { app } = client;
    let picking = false;
    const tell = (latlng) => {
      const { lng, lat } = latlng.wrap();
      call("picked", lng, lat);
      return true;
    };
    mapper.pickPlace = (on) => {
      if (on === picking) return;
      picking = on;
      app.container.classList.toggle("mapper-picking", on);
      app.map.doubleClickZoom[on ? "disable" : "enable"]();
      if (on) app.keys.Enter = () => tell(app.map.getCenter());
      else delete app.keys.Enter;
    };
    app.clicks.unshift((event) => picking && tell(event.latlng));
    app.escapes.unshift(() => picking && (call("pickLeft"), true));
  }

  function connect(bridge) {
    const call = (name, ...values) => bridge[name] && bridge[name](...values);
    const told = (error) => call("failed", String(error.message));
    // Told before it is painted: what the window then asks for is painted with it, not after it.
    const reload = () => mapper.reload({ shown: () => call("loaded") }).catch(told);
    mapper.on("select", (id, { byUser }) => byUser && call("selected", id ?? ""));
    mapper.on("hover", (id) => call("hovered", id ?? ""));
    mapper.on("measure", (result) => call("measured", JSON.stringify(result)));
    mapper.on("display", (look) => call("lookChanged", JSON.stringify(look)));
    // While time runs the window need not hear of every day.
    let range = null;
    const tell = new client.Pace(() => call("rangeChanged", range.from ?? "", range.until ?? ""), 300);
    mapper.on("range", (chosen, { byUser }) => {
      if (!byUser) return;
      range = chosen;
      tell.soon();
    });
    mapper.on("view", (view) => {
      const bounds = client.app.map.getBounds();
      const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
      call("viewChanged", JSON.stringify({ ...view, box }));
    });
    const { keeping } = client.app;
    keeping.tell = (state) => call("stateKept", state);
    mapper.restore = (state) => keeping.restore(state);
    mapper.on("labels", (script) => call("labelsChosen", script));
    letPick(call);
    const mover = new client.Mover(client.app, call);
    mapper.moveEvent = (wanted) => mover.set(wanted);
    if (bridge.copyText) {
      client.copyTo = (text) => {
        bridge.copyText(text);
        return true;
      };
    }
    mapper.on("broken", (sentence) => call("failed", sentence));
    // Answers drawn(token) once everything asked for before is painted.
    mapper.whenDrawn = (token) => {
      mapper.drawn().then(() => {
        // By then the window knows what the map would be brought back with, too.
        keeping.send();
        call("drawn", token);
      });
    };
    if (bridge.documentChanged) bridge.documentChanged.connect(reload);
    call("ready");
    if (ahead) ahead.then((shown) => shown && call("loaded"), told);
  }

  new window.QWebChannel(window.qt.webChannelTransport, (channel) => {
    connect(channel.objects.bridge);
  });
})((window.MapperClient = window.MapperClient || {}));
