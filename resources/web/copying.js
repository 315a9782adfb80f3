// Putting text on the clipboard, and saying so.
(function (client) {
  "use strict";

  const { dom, words } = client;
  const SHOWN_MS = 3500;
  const ANSWER_MS = 800;

  // Whether it worked. The window has a clipboard of its own: it sets client.copyTo.
  async function put(text) {
    if (client.copyTo) return client.copyTo(text);
    try {
      await Promise.race([navigator.clipboard.writeText(text), refusal()]);
      return true;
    } catch {
      // Not every browser gives it to a page opened from disk or in a frame.
      return putBySelecting(text);
    }
  }

  // Where nobody can be asked for leave, some engines never answer.
  function refusal() {
    return new Promise((_, refuse) => setTimeout(() => refuse(new Error("no answer")), ANSWER_MS));
  }

  function putBySelecting(text) {
    const focused = document.activeElement;
    const field = dom.el("textarea", { class: "mapper-hidden", readonly: true });
    field.value = text;
    document.body.append(field);
    field.select();
    let done = false;
    try {
      done = document.execCommand("copy");
    } catch {
      done = false;
    }
    field.remove();
    if (focused) focused.focus({ preventScroll: true });
    return done;
  }

  // Copies for the person; where that is refused the text is shown to be copied by hand.
  async function copy(app, text) {
    const done = await put(text);
    notice(app, done ? words.copied : words.copyYourself, text, !done);
    return done;
  }

  function notice(app, sentence, text, stays) {
    const old = app.container.querySelector(".mapper-notice");
    if (old) old.remove();
    const field = stays ? dom.el("input", { readonly: true, value: text, "aria-label": sentence }) : null;
    const element = dom.el(
      "div",
      { class: "mapper-notice", role: "status" },
      `${sentence} `,
      field || dom.data("span", null, dom.cut(text, 120)),
      stays
        ? dom.el("button", { type: "button", onclick: () => close() }, words.close)
        : null,
    );
    const close = () => {
      element.remove();
      app.container.focus({ preventScroll: true });
    };
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
    });
    dom.shield(element);
    app.container.append(element);
    if (field) field.select();
    else setTimeout(() => element.remove(), SHOWN_MS);
  }

  client.copying = { copy };
})((window.MapperClient = window.MapperClient || {}));
