// Spellings brought together, word by word: case, accents, apostrophes, Cyrillic and the letters
// that romanisations differ in. The rules are those of mapper/gazetteer/spelling.py ("key"), but for
// numbers: there 2000 is 20.
(function (client) {
  "use strict";

  // Letters Unicode does not decompose, then Cyrillic without its accents.
  const LETTERS = pairs(
    "ł l đ d ð d ø o ħ h ı i ŧ t þ th æ ae œ oe ə a",
    "а a б b в v г g ґ g ғ g д d ђ d е e є e э e ж z з z ѕ z и i і i ы i ј i к k қ k л l љ li м m н n",
    "ң n њ ni о o ө o п p р r с s т t у u ү u ұ u ф f х g һ g ц c ч c ћ c џ dz ш s щ s ъ - ь - ю iu я ia",
    "ә a ӏ -",
  );
  const MARKS = /[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u064b-\u065f\u0670]/g;
  const LEFT_OUT = /[\p{P}\p{S}\p{C}\p{Lm}]/gu;
  const FOREIGN = /[^a-z0-9 ]/g;
  // In this order: afterwards no h, j, q, w, x, y is left.
  const MERGED = /ph|shch|sch|sh|tch|ch|zh|kh|gh|[hxqwyj]/g;
  const MERGED_TO = {
    ...{ ph: "f", shch: "s", sch: "s", sh: "s", tch: "c", ch: "c", zh: "z", kh: "g", gh: "g" },
    ...{ h: "g", x: "ks", q: "k", w: "v", y: "i", j: "i" },
  };
  const LATER = /ie|ou|ts/g;
  const LATER_TO = { ie: "e", ou: "u", ts: "c" };
  // Letters; numbers stay as they are.
  const REPEATED = /([^ \d])\1+/g;
  const LAST_DIGITS = /\d+$/;

  function pairs(...lines) {
    const parts = lines.join(" ").split(" ");
    const found = new Map();
    for (let i = 0; i < parts.length; i += 2) {
      found.set(parts[i], parts[i + 1] === "-" ? "" : parts[i + 1]);
    }
    return found;
  }

  function foldWord(word) {
    return word
      .normalize("NFKD")
      .toLowerCase()
      .normalize("NFKD")
      .replace(MARKS, "")
      .replace(LEFT_OUT, "")
      .replace(/ß/g, "ss")
      .replace(FOREIGN, (letter) => LETTERS.get(letter) ?? letter)
      .replace(MERGED, (letters) => MERGED_TO[letters])
      .replace(REPEATED, "$1")
      .replace(LATER, (letters) => LATER_TO[letters])
      .replace(REPEATED, "$1");
  }

  // Titles are made of the same words again and again.
  const known = new Map();
  const MOST_KNOWN = 200000;

  // The words of a text in the form all their spellings share, with one blank between.
  function fold(text) {
    const words = [];
    for (const whole of text.split(/\s+/)) {
      // Ids are the same letters with another number.
      const digits = LAST_DIGITS.exec(whole)?.[0] ?? "";
      const word = digits ? whole.slice(0, -digits.length) : whole;
      let folded = known.get(word);
      if (folded === undefined) {
        folded = foldWord(word).trim();
        if (known.size < MOST_KNOWN) known.set(word, folded);
      }
      if (folded || digits) words.push(folded + digits);
    }
    return words.join(" ");
  }

  client.fold = fold;
})((window.MapperClient = window.MapperClient || {}));
