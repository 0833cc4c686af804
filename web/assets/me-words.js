// Facts, boxes and changes in words, from the file of words.

import { $, lang, page } from "./me-state.js";

const number = new Intl.NumberFormat(lang);
const plural = new Intl.PluralRules(lang);
export const int = (n) => number.format(n);

// parts takes a written fact apart: its kind, and its value without quotes.
export function parts(fact) {
  const m = /^(\S+)(?: (?:lives|recently|travels))?(?: (.*))?$/s.exec(fact);
  let value = m?.[2] ?? "";
  if (m?.[1] === "age") value = value.split("..")[0];
  if (value.startsWith('"')) value = value.slice(1, value.lastIndexOf('"')).replace(/\\(["\\])/g, "$1");
  return [m?.[1] ?? "", value];
}

export function say(id, blanks = {}) {
  let s = page.words.messages[id] ?? `[${id}]`;
  return s.replace(/\{(\w+)\}/g, (all, k) => k in blanks ? (typeof blanks[k] === "number" ? int(blanks[k]) : blanks[k]) : all);
}
export const sayN = (id, n, blanks = {}) => say(`${id}-${plural.select(n) === "one" ? "one" : "other"}`, { n, ...blanks });
export const quoted = (s) => lang === "fr" ? `«\u00a0${s}\u00a0»` : `“${s}”`;
export const semicolon = lang === "fr" ? "\u202f; " : "; ";
export const listed = (xs) => xs.length < 2 ? xs.join("") : xs.slice(0, -1).join(", ") + ` ${say("and")} ` + xs.at(-1);
export const placeName = (path) => page.words.places[path] ?? path.slice(path.lastIndexOf("/") + 1).replace(/^[a-z]+:/, "").replaceAll("%2F", "/");

export function factWords(f) {
  if (page.words.facts[f]) return page.words.facts[f];
  const [kind, value] = parts(f);
  if (kind === "place") return value === "ZZ" ? say("elsewhere") : placeName(value);
  return value || f;
}

// group writes alternatives joined by or, long ones shortened.
export function group(fs, most = 4) {
  const out = fs.slice(0, most).map(factWords);
  if (fs.length > most) out.push(say("others-more", { n: fs.length - most }));
  return out.join(` ${say("or")} `);
}

// tree writes any expression: a fact, or [operation, arguments...].
export function tree(t) {
  if (typeof t === "string") return factWords(t);
  const [op, ...xs] = t;
  if (!xs.length) return say(op === "and" ? "everyone" : "nobody");
  if (op === "not") return `${say("except")} ${tree(xs[0])}`;
  if (op === "and" && xs.length === 2 && typeof xs[0] === "string" && typeof xs[1] === "string" && xs[0].startsWith("place ") && xs[1].startsWith("undisclosed ")) {
    return say("part", { place: factWords(xs[0]) });
  }
  const out = xs.slice(0, 4).map((x) => Array.isArray(x) && x.length > 2 && x[0] !== op ? `(${tree(x)})` : tree(x));
  if (xs.length > 4) out.push(say("others-more", { n: xs.length - 4 }));
  return out.join(` ${say(op)} `);
}

// boxWords writes a box, or the parts of one, in a line.
export function boxWords(why) {
  const out = [...(why.in ?? []).map((g) => group(g)), ...(why.rest ?? []).map(tree)];
  for (const f of (why.out ?? []).slice(0, 4)) out.push(`−\u00a0${say("except")} ${factWords(f)}`);
  return out.join(semicolon) || say("everyone");
}

export function changeWords(c) {
  const [kind, value] = parts(c.fact);
  const not = c.not ? "not-" : "";
  switch (kind) {
    case "age": return say("if-age", { age: value });
    case "gender": return say(`if-${value}`);
    case "place": return say("if-place", { place: value === "ZZ" ? say("elsewhere") : placeName(value) });
    case "language": return say(`if-${not}lang`, { x: factWords(c.fact) === c.fact ? value : languageName(value) });
    case "interest": return say(`if-${not}interest`, { x: quoted(labelWords(c.fact)) });
  }
  return say(c.not ? "if-label-no" : "if-label-yes", { x: quoted(labelWords(c.fact)) });
}
const languageName = (tag) => [...$("lang").options].find((o) => o.value === tag)?.text ?? tag;

export const labelWords = (fact) => {
  const kind = parts(fact)[0];
  return page.words.labels[kind]?.find((o) => o.value === fact)?.words ?? factWords(fact);
};

