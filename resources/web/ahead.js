// Only in the desktop window, before all others: asks for what is shown first while the scripts are
// read.
(function (client) {
  "use strict";

  const { dataset } = document.documentElement;
  const ask = (name) => fetch(name, { cache: "no-store" });

  if ("ahead" in dataset) {
    client.ahead = ask("document");
    // Whoever takes it hears of a failure.
    client.ahead.catch(() => {});
  }
  if ("ground" in dataset) client.aheadGround = picture(dataset.ground);

  // Without it the base map is drawn.
  async function picture(key) {
    try {
      const blob = await (await ask("ground")).blob();
      return { key, bitmap: await createImageBitmap(blob, { colorSpaceConversion: "none" }) };
    } catch {
      return null;
    }
  }
})((window.MapperClient = window.MapperClient || {}));
