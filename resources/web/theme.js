// Light or dark. Colours are custom properties in style.css; a canvas asks for them here.
(function (client) {
  "use strict";

  const listeners = [];
  let cache = new Map();

  function colour(name) {
    if (!cache.has(name)) {
      const value = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`);
      cache.set(name, value.trim());
    }
    return cache.get(name);
  }

  // "#rrggbb" as [red, green, blue].
  function rgb(name) {
    const value = parseInt(colour(name).slice(1), 16);
    return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
  }

  function dark() {
    const forced = document.documentElement.dataset.theme;
    if (forced) return forced === "dark";
    return window.matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function changed() {
    cache = new Map();
    for (const listener of listeners) listener();
  }

  function set(name) {
    if (name === null || name === undefined) delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name === "dark" ? "dark" : "light";
    changed();
  }

  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);

  client.theme = { colour, rgb, dark, set, onChange: (listener) => listeners.push(listener) };
})((window.MapperClient = window.MapperClient || {}));
