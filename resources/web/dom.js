// Building elements. Text always becomes a text node, never markup, and runs the way its letters do.
(function (client) {
  "use strict";

  // el("p", {class: "note", title: "...", onclick: f}, "text", child, [more])
  function el(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : unturned(String(value)));
    }
    append(element, children);
    return element;
  }

  function append(element, children) {
    for (const child of children.flat(Infinity)) {
      if (child === null || child === undefined || child === "") continue;
      element.append(child instanceof Node ? child : document.createTextNode(unturned(String(child))));
    }
  }

  // Without the characters that make letters run against their own way (U+202D, U+202E): by them
  // "exe.png" is read where "gnp.exe" is written.
  function unturned(text) {
    return text.replace(/[\u202d\u202e]/g, "");
  }

  // Text from the data: its own direction, so that Arabic or Hebrew does not turn what is around it.
  function data(tag, className, text) {
    return el(tag, { class: className, dir: "auto" }, text);
  }

  // A link to the web, or plain text when the address is of any other kind.
  function link(address, text) {
    let url = null;
    try {
      url = new URL(String(address));
    } catch {
      return data("span", null, text);
    }
    if (url.protocol !== "http:" && url.protocol !== "https:") return data("span", null, text);
    const attributes = {
      href: url.href,
      target: "_blank",
      rel: "noopener noreferrer",
      dir: "auto",
    };
    return el("a", attributes, text);
  }

  // A line drawing of 20 x 20 units in the colour of the text.
  function icon(...paths) {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("viewBox", "0 0 20 20");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("class", "mapper-icon");
    for (const shape of paths) {
      const path = document.createElementNS(space, "path");
      path.setAttribute("d", shape);
      svg.append(path);
    }
    return svg;
  }

  // Text cut to a length without cutting a character in two.
  function cut(text, length) {
    const characters = Array.from(text.slice(0, 2 * length + 2));
    if (characters.length <= length && characters.join("").length === text.length) return text;
    return characters.slice(0, length - 1).join("") + "…";
  }

  // Keeps what happens in an element over the map from the map. Leaflet alone looks for it above
  // what was clicked, and does not find it once that was replaced.
  function shield(element) {
    L.DomEvent.disableClickPropagation(element);
    element.addEventListener("click", (event) => event.stopPropagation());
  }

  client.dom = { el, append, data, unturned, link, icon, cut, shield };
})((window.MapperClient = window.MapperClient || {}));
