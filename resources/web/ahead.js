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
    client.aheadGround = ground();
  }

  // A line that says of which view the picture is, and the picture; without it the base map is drawn.
  async function ground() {
    try {
      const bytes = new Uint8Array(await (await ask("ground")).arrayBuffer());
      const end = bytes.indexOf(10);
      if (end < 0) return null;
      const key = new TextDecoder().decode(bytes.subarray(0, end));
      const picture = new Blob([bytes.subarray(end + 1)]);
      return { key, bitmap: await createImageBitmap(picture, { colorSpaceConversion: "none" }) };
    } catch {
      return null;
    }
  }
})((window.MapperClient = window.MapperClient || {}));
