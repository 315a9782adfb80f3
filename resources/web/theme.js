// Light, dark or high contrast. Colours are custom properties in colours.css; a canvas asks for
// them here. Nothing forced follows the system, whose wish for contrast is forced by this file.
(function (client) {
  "use strict";

  const listeners = [];
  const contrast = window.matchMedia("(prefers-contrast: more)");
  const root = document.documentElement;
  const NAMES = ["light", "dark", "high-contrast"];
  let following = !root.dataset.theme;
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
    const forced = root.dataset.theme;
    if (forced) return forced !== "light";
    return window.matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function changed() {
    cache = new Map();
    for (const listener of listeners) listener();
  }

  function set(name) {
    const before = chosen();
    following = name === null || name === undefined;
    // Nothing is painted anew for what is so already.
    if (!following && before === (NAMES.includes(name) ? name : "light")) return;
    if (!following) root.dataset.theme = NAMES.includes(name) ? name : "light";
    else follow();
    changed();
  }

  function follow() {
    if (contrast.matches) root.dataset.theme = "high-contrast";
    else delete root.dataset.theme;
  }

  // What is forced, null where the system is followed.
  const chosen = () => (following ? null : root.dataset.theme);

  if (following) follow();
  contrast.addEventListener("change", () => following && set(null));
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);

  client.theme = { colour, rgb, dark, set, chosen, onChange: (listener) => listeners.push(listener) };
})((window.MapperClient = window.MapperClient || {}));
