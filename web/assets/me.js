// The page "My box": it fetches four files, the same for everybody, then shuts
// its own connections, and from then on only draws what the program compiled
// from package mybox answers. The profile lives in the variable `me` and nowhere
// else: no address, no cookie, no storage, and no field of the form has a name.

const $ = (id) => document.getElementById(id);
const lang = $("mybox").dataset.lang;
const number = new Intl.NumberFormat(lang);
const int = (n) => number.format(n);
const plural = new Intl.PluralRules(lang);
const shown = innerWidth < 960 ? 3 : 5; // messages a list shows at first
let box, cards, words, started = Infinity;

// ---- the profile, and nothing but the profile

const nobody = () => ({ age: "", gender: "", place: "", town: "", lang: "", labels: new Map(), complete: false });
let me = nobody();
let tries = new Map(); // changes that are tried: kind of change to change

// quote writes a text as the language of the box does.
const quote = (s) => '"' + s.replace(/["\\]/g, "\\$&") + '"';

// bracket reads "34" or "25-34"; null if it is neither.
function bracket(s) {
  const m = /^\s*(\d{1,3})\s*(?:[-–à]\s*(\d{1,3}))?\s*$/.exec(s);
  if (!m) return s.trim() === "" ? [0, 0] : null;
  const lo = Number(m[1]), hi = Number(m[2] ?? m[1]);
  return lo >= 1 && hi >= lo && hi <= 120 ? [lo, hi] : null;
}

// facts writes a profile as a conjunction of facts, with the changes on trial.
function facts() {
  const p = { ...me, labels: new Map([...me.labels].map(([f]) => [f, true])) };
  for (const c of tries.values()) change(p, c);
  const out = [];
  const [lo, hi] = bracket(p.age) ?? [0, 0];
  if (lo && lo === hi) out.push(`age ${lo}..${lo}`);
  if (p.gender) out.push(`gender ${p.gender}`);
  if (p.town || p.place) out.push(`place lives ${quote(p.town || p.place)}`);
  if (p.lang) out.push(`language ${quote(p.lang)}`);
  for (const [f, yes] of p.labels) out.push(yes ? f : `not ${f}`);
  return { text: out.join(" and "), lo: lo === hi ? 0 : lo, hi: lo === hi ? 0 : hi, complete: p.complete };
}

// change applies a change that the program offers to a profile.
function change(p, c) {
  const [kind, value] = parts(c.fact);
  if (kind === "age") p.age = value;
  else if (kind === "gender") p.gender = value;
  else if (kind === "place") { p.place = value; p.town = ""; }
  else if (kind === "language") p.lang = c.not ? "x-other" : value;
  else p.labels.set(c.fact, !c.not);
}

// parts takes a written fact apart: its kind, and its value without quotes.
function parts(fact) {
  const m = /^(\S+)(?: (?:lives|recently|travels))?(?: (.*))?$/s.exec(fact);
  let value = m?.[2] ?? "";
  if (m?.[1] === "age") value = value.split("..")[0];
  if (value.startsWith('"')) value = value.slice(1, value.lastIndexOf('"')).replace(/\\(["\\])/g, "$1");
  return [m?.[1] ?? "", value];
}

// ---- words

function say(id, blanks = {}) {
  let s = words.messages[id] ?? `[${id}]`;
  return s.replace(/\{(\w+)\}/g, (all, k) => k in blanks ? (typeof blanks[k] === "number" ? int(blanks[k]) : blanks[k]) : all);
}
const sayN = (id, n, blanks = {}) => say(`${id}-${plural.select(n) === "one" ? "one" : "other"}`, { n, ...blanks });
const quoted = (s) => lang === "fr" ? `«\u00a0${s}\u00a0»` : `“${s}”`;
const semicolon = lang === "fr" ? "\u202f; " : "; ";
const listed = (xs) => xs.length < 2 ? xs.join("") : xs.slice(0, -1).join(", ") + ` ${say("and")} ` + xs.at(-1);
const placeName = (path) => words.places[path] ?? path.slice(path.lastIndexOf("/") + 1).replace(/^[a-z]+:/, "").replaceAll("%2F", "/");

function factWords(f) {
  if (words.facts[f]) return words.facts[f];
  const [kind, value] = parts(f);
  if (kind === "place") return value === "ZZ" ? say("elsewhere") : placeName(value);
  return value || f;
}

// group writes alternatives joined by or, long ones shortened.
function group(fs, most = 4) {
  const out = fs.slice(0, most).map(factWords);
  if (fs.length > most) out.push(say("others-more", { n: fs.length - most }));
  return out.join(` ${say("or")} `);
}

// tree writes any expression: a fact, or [operation, arguments...].
function tree(t) {
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
function boxWords(why) {
  const out = [...(why.in ?? []).map((g) => group(g)), ...(why.rest ?? []).map(tree)];
  for (const f of (why.out ?? []).slice(0, 4)) out.push(`−\u00a0${say("except")} ${factWords(f)}`);
  return out.join(semicolon) || say("everyone");
}

function changeWords(c) {
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

const labelWords = (fact) => {
  const kind = parts(fact)[0];
  return words.labels[kind]?.find((o) => o.value === fact)?.words ?? factWords(fact);
};

// ---- drawing: only text nodes and attributes, never markup from data

const svgNS = "http://www.w3.org/2000/svg";
function el(name, attributes = {}, ...children) {
  const svg = ["svg", "rect", "line", "text"].includes(name);
  const e = svg ? document.createElementNS(svgNS, name) : document.createElement(name);
  for (const [k, v] of Object.entries(attributes)) {
    if (k === "on") for (const [type, f] of Object.entries(v)) e.addEventListener(type, f);
    else if (v === true) e.setAttribute(k, "");
    else if (v !== false && v != null) e.setAttribute(k, v);
  }
  e.append(...children.flat().filter((c) => c != null && c !== ""));
  return e;
}
const mark = (kind) => el("i", { class: kind ? `m ${kind}` : "m" });
const per = (x) => `${x.toFixed(2)}%`;

function drawBar(s) {
  const total = s.total.ads || 1, y = 100 * s.yes.ads / total, u = 100 * s.unknown.ads / total, n = 100 - y - u;
  const pub = 100 * s.yes_as_published / total;
  const out = el("svg", { height: 58, role: "img", "aria-label": [say("bar-yes", { n: s.yes.ads }), say("bar-unknown", { n: s.unknown.ads }), say("bar-no", { n: s.no.ads })].join(", ") });
  if (y > pub) out.append(el("rect", { class: "sol", x: 0, y: 26, width: per(y - pub), height: 30 }));
  if (pub > 0) {
    out.append(el("rect", { class: "sol", x: per(y - pub), y: 26, width: per(pub), height: 15 }));
    out.append(el("rect", { class: "hat", x: per(y - pub), y: 41.5, width: per(pub), height: 14 }));
  }
  if (u > 0) out.append(el("rect", { class: "hat", x: per(y), y: 26.5, width: per(u), height: 29 }));
  if (n > 0.05) out.append(el("rect", { class: "out", x: per(y + u), y: 26.75, width: per(Math.max(0, n - 0.15)), height: 28.5 }));
  out.append(el("text", { class: "strong", x: 0, y: 16 }, say("bar-yes", { n: s.yes.ads })));
  const at = Math.min(62, Math.max(32, y + u / 2));
  out.append(el("text", { class: "strong", x: per(at), y: 16, "text-anchor": "middle" }, say("bar-unknown", { n: s.unknown.ads })));
  out.append(el("text", { class: "strong", x: "100%", y: 16, "text-anchor": "end" }, say("bar-no", { n: s.no.ads })));
  $("bar").replaceChildren(out);
}

function silentWords() {
  return cards.archives.filter((a) => a.never_published.length)
    .map((a) => say("silent-of", { x: words.archives[a.name], list: listed(a.never_published.map((k) => words.kinds[k])) })).join(semicolon);
}

function drawHead(s) {
  const sure = s.yes.ads - s.yes_as_published;
  const blanks = { a: int(s.total.ads), n: sure };
  $("r").textContent = sure === 0 && s.yes_as_published > 0 ? say("head-published", { a: s.total.ads, n: s.yes_as_published })
    : sure === 0 ? say("head-zero", blanks) : sayN("head", sure, blanks);
  $("silent").replaceChildren();
  if (s.yes_as_published > 0) $("silent").append(mark("unk"), say("silent", { n: s.yes_as_published, list: silentWords() }));
  $("source").textContent = say("source", { a: s.total.ads, x: day(cards.fresh) });
  drawBar(s);
}

const day = (iso) => iso ? new Intl.DateTimeFormat(lang, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(iso + "T00:00:00Z")) : "";

function drawLists(s) {
  const heads = {
    yes: s.yes_as_published === 0 ? sayN("yes", s.yes.ads) : s.yes_as_published === s.yes.ads ? say("yes-published") : say("yes-mixed", { x: int(s.yes_as_published) }),
    unknown: say("unknown"),
    no: sayN("no", s.no.ads),
  };
  const marks = { yes: "yes", unknown: "unk", no: "" };
  $("lists").replaceChildren(...["yes", "unknown", "no"].map((a) => {
    const ul = el("ul", {}, s.lists[a].map((i) => item(a, i)));
    const column = el("div", {}, el("h3", {}, el("b", {}, mark(marks[a]), int(s[a].ads)), heads[a]), ul);
    if (!s.lists[a].length) column.append(el("p", { class: "sans gap lead" }, say(`none-${a}`)));
    let skip = s.lists[a].length;
    if (skip < s[a].messages) {
      const more = el("button", { type: "button", class: "link", on: { click: () => {
        const items = ask("list", a, skip, 20);
        ul.append(...items.map((i) => item(a, i)));
        skip += items.length;
        more.textContent = say("all", { n: s[a].messages - skip });
        if (!items.length || skip >= s[a].messages) more.remove();
      } } }, say("all", { n: s[a].messages - skip }));
      column.append(el("p", { class: "sans gap" }, more));
    }
    return column;
  }));
}

function textOf(card) {
  const t = cards.text[card];
  return t < 0 ? ["", ""] : [cards.texts[t], cards.langs[t]];
}

function clip(s, n) {
  if (s.length <= n) return s;
  const cut = s.slice(0, n), at = cut.lastIndexOf(" ");
  return cut.slice(0, at > n / 2 ? at : n).replace(/[\s.,;:!?]+$/, "") + "…";
}

function item(answer, i) {
  const [text, tongue] = textOf(i.card);
  const [who, name] = cards.advertisers[cards.advertiser[i.card]];
  const archive = cards.archives[cards.archive[i.card]];
  const li = el("li", {},
    el("q", { lang: tongue || null }, text ? quoted(clip(text, 110)) : say("text-none")),
    el("a", { href: "/advertisers/" + encodeURIComponent(who) }, name || say("no-name")), " · ",
    el("a", { class: "num", href: "/ads/" + encodeURIComponent(cards.ids[i.card]) }, sayN("ads", i.ads)), el("br"),
    el("span", { class: "lead" }, reason(answer, i.why)));
  if (answer === "yes" && archive.never_published.length) {
    li.append(el("span", { class: "lead pub" }, mark("unk"), say("published", { x: words.archives[archive.name] })));
  }
  const turn = el("details", { on: { toggle: () => {
    if (!turn.open || turn.childElementCount > 1) return;
    const flips = ask("flips", i.card).slice(0, 8);
    turn.append(flips.length
      ? el("ul", {}, flips.map((f) => el("li", {}, changeWords(f), "\u00a0→ ", el("b", {}, say(`turn-${f.answer}`)))))
      : el("p", {}, say("turn-none")));
  } } }, el("summary", {}, say("turn")));
  li.append(turn);
  return li;
}

function reason(answer, why) {
  if (answer === "yes") return boxWords(why);
  if (answer === "unknown") {
    if (!why.on) return boxWords(why);
    const on = why.on.slice(0, 4).map(factWords);
    if (why.on.length > 4) on.push(say("on-more", { n: why.on.length - 4 }));
    return say("on", { list: on.join(semicolon) }) + (why.exact ? "" : " " + say("not-exact"));
  }
  const out = [...(why.in ?? []).map((g) => say("needs", { list: group(g, 3) })), ...(why.rest ?? []).map((t) => say("needs", { list: tree(t) }))];
  for (const f of (why.out ?? []).slice(0, 3)) out.push(say("shuts", { list: factWords(f) }));
  return out.join(semicolon);
}

// ---- what if

function drawEffects(effects, all) {
  const ul = $("whatif"), most = Math.max(1, ...effects.map((e) => Math.max(e.won, e.lost)));
  const first = all ? effects : pick(effects);
  ul.replaceChildren(...first.map((e, i) => {
    const kind = changeKind(e.change), id = `w${i}`;
    const input = el("input", { type: "checkbox", id, autocomplete: "off", on: { change: () => {
      if (input.checked) tries.set(kind, e.change); else tries.delete(kind);
      for (const other of ul.querySelectorAll("input")) {
        if (other !== input && input.checked && other.dataset.kind === kind) other.checked = false;
      }
      answer();
    } } });
    input.dataset.kind = kind;
    input.checked = tries.get(kind) === e.change;
    const bar = el("svg", { height: 20, role: "img", "aria-label": say("if-label", { a: e.won, b: e.lost }) }, el("line", { class: "ax0", x1: "50%", x2: "50%", y1: 0, y2: 20 }));
    const won = 33 * e.won / most, lost = 33 * e.lost / most;
    if (e.lost) bar.append(el("rect", { class: "out", x: per(50 - Math.max(lost, .6)), y: 5.75, width: per(Math.max(lost, .6)), height: 9 }), el("text", { x: per(48.5 - lost), y: 15, "text-anchor": "end" }, "−" + int(e.lost)));
    if (e.won) bar.append(el("rect", { class: "sol", x: "50%", y: 5, width: per(Math.max(won, .6)), height: 10.5 }), el("text", { class: "strong", x: per(51.5 + won), y: 15 }, "+" + int(e.won)));
    return el("li", {}, input, el("label", { for: id }, changeWords(e.change)), bar);
  }));
  $("ifnote").replaceChildren(effects.length ? say("if-note") : say("if-none"));
  if (!all && effects.length > first.length) {
    $("ifnote").append(" ", el("button", { type: "button", class: "link", on: { click: () => drawEffects(effects, true) } }, say("if-more", { n: effects.length })));
  }
}

// changeKind is what excludes another change: one age, one home, one gender.
function changeKind(c) {
  const [kind] = parts(c.fact);
  return ["age", "gender", "place", "language"].includes(kind) ? kind : c.fact;
}

// pick keeps six effects, at most two of a kind, the largest first.
function pick(effects) {
  const count = {};
  const out = effects.filter((e) => {
    const [kind] = parts(e.change.fact);
    count[kind] = (count[kind] ?? 0) + 1;
    return count[kind] <= 2;
  }).slice(0, 6);
  for (const e of effects) if (out.length < 6 && !out.includes(e)) out.push(e);
  return out;
}

// ---- what others were told

function drawTold(s, all) {
  const rows = s.others.filter((t) => t.you + t.others > 0);
  const first = all ? rows : rows.slice(0, 8);
  const most = Math.max(1, ...rows.map((t) => t.you + t.others)), each = Math.ceil(most / 64);
  $("told").replaceChildren(...first.map((t) => {
    const [id, name] = cards.advertisers[t.advertiser];
    const you = Math.ceil(t.you / each), others = Math.ceil(t.others / each);
    const lines = Math.ceil((you + others) / 16);
    const pic = el("svg", { height: 19 * lines - 1, role: "img", "aria-label": say("told-label", { a: t.you, b: t.others }) });
    for (let i = 0; i < you + others; i++) {
      const x = i % 16 * 19, y = 2 + Math.floor(i / 16) * 19;
      pic.append(i < you ? el("rect", { class: "sol", x, y, width: 14, height: 14 }) : el("rect", { class: "out", x: x + .75, y: y + .75, width: 12.5, height: 12.5 }));
    }
    const read = el("details", { on: { toggle: () => {
      if (!read.open || read.childElementCount > 1) return;
      read.append(el("ul", {}, ask("sides", t.advertiser, 8).others.map((card) => {
        const [text, tongue] = textOf(card);
        return el("li", {}, el("q", { lang: tongue || null }, text ? quoted(clip(text, 110)) : say("text-none")), " ",
          el("a", { href: "/ads/" + encodeURIComponent(cards.ids[card]) }, boxWords(ask("box", card))));
      })));
    } } }, el("summary", {}, say("told-show")));
    return el("tr", {}, el("th", { scope: "row" }, el("a", { href: "/advertisers/" + encodeURIComponent(id) }, name || say("no-name")), t.others ? read : null),
      el("td", { class: "pic" }, pic), el("td", { class: "n", "data-l": heading(2) }, int(t.you)), el("td", { class: "n", "data-l": heading(3) }, int(t.others)));
  }));
  $("toldnote").textContent = sayN("told-note", each);
  $("toldmore").replaceChildren();
  if (first.length < rows.length) {
    $("toldmore").append(el("button", { type: "button", class: "link", on: { click: () => drawTold(s, true) } }, say("told-more", { n: rows.length })));
  }
}
const heading = (i) => $("told").parentElement.tHead.rows[0].cells[i].textContent;

function drawShot(found) {
  if (!found) {
    $("shot").replaceChildren(el("p", { class: "lead" }, say("shot-none")));
    return;
  }
  const { contrast, you, others, advertiser } = found;
  const side = (name, title, card, runs) => {
    const why = ask("box", card);
    const [, tongue] = textOf(card);
    const p = el("p", {}, lang === "fr" ? "«\u00a0" : "“");
    runs.forEach(([text, differs], i) => p.append(i ? " " : "", differs ? el("mark", {}, text) : text));
    p.append(lang === "fr" ? "\u00a0»" : "”");
    return el("section", { class: name }, el("header", { class: "h" }, el("b", {}, title), boxWords(why)),
      el("blockquote", { lang: tongue || null }, p),
      el("footer", { class: "f" }, el("a", { class: "num", href: "/ads/" + encodeURIComponent(cards.ids[card]) }, sayN("ads", cards.ads[card]))));
  };
  const silent = cards.archives[cards.archive[you]].never_published.length > 0;
  const name = cards.advertisers[advertiser][1] || say("no-name");
  $("shot").replaceChildren(
    el("p", { class: "lead" }, say(silent ? "shot-lead-published" : "shot-lead", { x: name })),
    el("div", { class: "gap" }, el("div", { class: "shot sm" }, side("A", say("shot-you"), you, contrast.left), side("B neg", say("shot-others"), others, contrast.right))),
    el("p", { class: "src" }, say("shot-source", { n: contrast.alike })));
}

// ---- asking

function ask(name, ...args) {
  const v = JSON.parse(box[name](...args));
  if (v?.error) throw new Error(v.error);
  return v;
}

let later = 0; // the run of slow work that is under way
const settled = []; // who waits for it to end

// answer shows what holds for the profile now; slow parts follow bit by bit.
function answer(base = false) {
  const began = performance.now();
  const p = facts();
  const s = ask("ask", p.text, p.lo, p.hi, p.complete, shown);
  drawHead(s);
  drawLists(s);
  drawTold(s, false);
  $("trying").hidden = tries.size === 0;
  $("trying").textContent = tries.size ? say("if-on", { list: [...tries.values()].map(changeWords).join(", ") }) : "";
  answer.took = performance.now() - began;
  answer.count = (answer.count ?? 0) + 1;
  slowly(s, base);
}

function slowly(s, base) {
  const run = ++later, steps = [];
  $("why").textContent = s.unknown.ads ? say("why", { n: s.unknown.ads }) + " " + say("counting") : "";
  if (base) steps.push(effectSteps());
  if (s.unknown.ads) steps.push(reasonSteps(s));
  steps.push(shotSteps(s));
  const work = () => {
    if (run !== later) return;
    const until = performance.now() + 12;
    while (steps.length) {
      if (steps[0].next().done) steps.shift();
      if (performance.now() > until) break;
    }
    if (steps.length) setTimeout(work);
    else document.documentElement.dataset.settled = answer.count;
  };
  setTimeout(work);
}

function* effectSteps() {
  const effects = [];
  const said = me.age || me.gender || me.place || me.lang || me.labels.size;
  const changes = said ? ask("changes") : [];
  for (let i = 0; i < changes.length; i++) {
    const e = ask("effect", i);
    if (e && e.won + e.lost > 0) effects.push(e);
    yield;
  }
  effects.sort((x, y) => Math.max(y.won, y.lost) - Math.max(x.won, x.lost));
  drawEffects(effects, false);
}

function* reasonSteps(s) {
  let r;
  do {
    r = ask("reasons", 300);
    yield;
  } while (!r.done);
  const out = [say("why", { n: s.unknown.ads })];
  if (r.hidden) out.push(say("why-hidden", { n: r.hidden }));
  const knowable = ["age", "gender", "place", "language", ...Object.keys(words.labels)];
  const kinds = Object.entries(r.kinds).filter(([k]) => knowable.includes(k)).sort((x, y) => y[1] - x[1]).slice(0, 4).map(([k]) => words.kinds[k]);
  if (r.open) out.push(say("why-open", { n: r.open, list: listed(kinds) }));
  $("why").textContent = out.join(" ") + " ";
  if (r.kinds.place && !$("townbox").hidden && !me.town) {
    $("why").append(el("button", { type: "button", class: "link sans", on: { click: () => { $("more").open = true; $("town").focus(); } } }, say("town-hint")));
  }
}

function* shotSteps(s) {
  let best = null;
  for (const t of s.others.filter((t) => t.you && t.others).slice(0, 16)) {
    const sides = ask("sides", t.advertiser, 40);
    const has = (c) => textOf(c)[0].length > 20;
    const you = sides.you.filter(has), others = sides.others.filter(has);
    if (you.length && others.length) {
      const c = ask("contrast", you.map((c) => textOf(c)[0]), others.map((c) => textOf(c)[0]));
      if (c && (!best || c.score > best.contrast.score)) best = { contrast: c, you: you[c.you], others: others[c.others], advertiser: t.advertiser };
    }
    yield;
  }
  drawShot(best);
}

// ---- the form

function command() {
  const shell = (s) => /^[\w/.,:=+-]+$/u.test(s) ? s : `'${s.replaceAll("'", "'\\''")}'`;
  const out = ["contrechamp me"];
  if (me.age) out.push("--age", shell(me.age.replaceAll(" ", "").replace("–", "-")));
  if (me.gender) out.push("--gender", me.gender);
  if (me.town || me.place) out.push("--place", shell(me.town || me.place));
  if (me.lang) out.push("--language", shell(me.lang));
  for (const f of me.labels.keys()) {
    const [kind] = parts(f);
    if (kind === "interest") out.push("--interest", shell(labelWords(f)));
    else out.push("--fact", shell(f));
  }
  if (me.complete) out.push("--that-is-all");
  $("command").textContent = out.length > 1 ? out.join(" ") : $("command").dataset.example;
}

// changed takes the form's state into the profile and answers.
function changed() {
  me.age = $("age").value;
  me.gender = $("gender").value;
  if (me.place !== $("place").value) { me.place = $("place").value; me.town = ""; $("town").value = ""; towns(); }
  me.lang = $("lang").value;
  me.complete = $("complete").checked;
  $("age").setAttribute("aria-invalid", bracket(me.age) === null);
  tries.clear();
  said();
  answer(true);
}

function said() {
  for (const holder of document.querySelectorAll("[id^=picks-]")) holder.replaceChildren();
  for (const f of me.labels.keys()) {
    const [kind] = parts(f);
    const holder = $("picks-" + kind);
    holder?.append(el("span", { class: "pick" }, labelWords(f), el("button", { type: "button", class: "x", "aria-label": say("remove", { x: labelWords(f) }), on: { click: () => { me.labels.delete(f); changed(); } } }, "×")), " ");
  }
  const out = [];
  if (!me.age) out.push(say("unsaid-age"));
  if (!me.gender) out.push(say("unsaid-gender"));
  if (!me.place) out.push(say("unsaid-place"));
  if (!me.lang) out.push(say("unsaid-lang"));
  if (!me.complete) {
    if (!me.labels.size) out.push(say("unsaid-labels"));
    out.push(say("unsaid-rest"));
  }
  $("unsaid").textContent = bracket(me.age) === null ? say("bad-age") : out.length ? say("unsaid", { list: out.join(", ") }) : "";
  command();
}

// fill puts a profile into the form.
function fill(p) {
  me = p;
  $("age").value = p.age;
  $("gender").value = p.gender;
  $("place").value = p.place;
  $("lang").value = p.lang;
  $("complete").checked = p.complete;
  $("town").value = "";
  towns();
  changed();
}

// towns offers the smaller places of the chosen country.
function towns() {
  const country = me.place.split("/")[0], list = $("list-town");
  const regions = new Set([...$("place").options].map((o) => o.value));
  list.replaceChildren();
  if (country) {
    for (const [path, name] of Object.entries(words.places)) {
      if (path.startsWith(country + "/") && !regions.has(path) && (path.startsWith(me.place) || !path.slice(3).includes("/"))) list.append(el("option", { value: name }));
    }
  }
  $("townbox").hidden = list.childElementCount === 0;
}

function setTown() {
  const country = me.place.split("/")[0], name = $("town").value;
  const path = Object.keys(words.places).find((p) => p.startsWith(country + "/") && words.places[p] === name);
  if ((path ?? "") === me.town) return;
  me.town = path ?? "";
  tries.clear();
  said();
  answer(true);
}

// labelInput takes a label when a whole one of the list stands in the field.
function labelInput(input) {
  const kind = input.dataset.kind, typed = input.value.trim().toLowerCase();
  const found = words.labels[kind]?.find((o) => o.words.toLowerCase() === typed);
  if (!found) return;
  input.value = "";
  me.labels.set(found.value, true);
  changed();
}

function buildForm() {
  const datalist = (id, options) => document.body.append(el("datalist", { id }, options.map((o) => el("option", { value: o.words }))));
  datalist("list-town", []);
  const kinds = Object.keys(words.labels);
  $("likes").hidden = !words.labels.interest;
  for (const kind of kinds) {
    datalist("list-" + kind, words.labels[kind]);
    if (kind === "interest") continue;
    $("labels").append(el("p", {}, el("label", { for: "in-" + kind }, upper(words.kinds[kind])), " ", el("span", { id: "picks-" + kind }),
      el("input", { id: "in-" + kind, list: "list-" + kind, "data-kind": kind, autocomplete: "off", spellcheck: "false" })));
  }
  $("labels").hidden = kinds.every((k) => k === "interest");
  for (const input of document.querySelectorAll("input[data-kind][list]")) {
    input.addEventListener("input", (e) => { if (e.inputType !== "insertText" && e.inputType !== "deleteContentBackward") labelInput(input); });
    input.addEventListener("change", () => labelInput(input));
  }
  $("person").addEventListener("submit", (e) => e.preventDefault());
  $("age").addEventListener("input", changed);
  for (const id of ["gender", "place", "lang", "complete"]) $(id).addEventListener("change", changed);
  $("town").addEventListener("change", setTown);
  $("clear").addEventListener("click", () => fill(nobody()));
  for (const p of words.personas) {
    $("people").append(el("button", { type: "button", class: "link", on: { click: () => fill({ ...nobody(), age: String(p.age), gender: p.gender, place: p.place ?? "", lang: p.language ?? "", labels: new Map((p.labels ?? []).map((f) => [f, true])) }) } }, p.name), " ");
  }
  $("command").dataset.example = $("command").textContent;
}
const upper = (s) => s.charAt(0).toUpperCase() + s.slice(1);

// ---- the start, and the promise

// seal makes the browser itself refuse every further connection of this page.
function seal() {
  document.head.append(el("meta", { "http-equiv": "Content-Security-Policy", content: "connect-src 'none'; form-action 'none'; frame-src 'none'; object-src 'none'" }));
  started = performance.now();
}

function promise() {
  let n = 0;
  const show = () => { $("requests").textContent = sayN("requests", n) + (navigator.onLine ? "" : " " + say("offline")); };
  new PerformanceObserver((list) => {
    n += list.getEntries().filter((e) => e.startTime > started && !e.name.startsWith("data:")).length;
    show();
  }).observe({ type: "resource", buffered: true });
  addEventListener("online", show);
  addEventListener("offline", show);
  show();
}

async function fetched(path) {
  const r = await fetch(path);
  if (!r.ok) throw new Error(`${path}: ${r.status}`);
  return r;
}

async function start() {
  $("loading").hidden = false;
  const go = new globalThis.Go();
  const ready = new Promise((resolve) => { globalThis.contrechampReady = resolve; });
  const files = [fetched("/me/boxes.bin").then((r) => r.arrayBuffer()), fetched("/me/cards.json").then((r) => r.json()), fetched("/me/words.json?lang=" + lang).then((r) => r.json())];
  const { instance } = await WebAssembly.instantiateStreaming(fetched("/assets/mybox.wasm"), go.importObject);
  const boxes = new Uint8Array(await files[0]);
  [, cards, words] = await Promise.all(files);
  const arrived = performance.now();
  go.run(instance);
  box = await ready;
  ask("load", boxes);
  seal();
  buildForm();
  towns();
  promise();
  $("loading").hidden = true;
  $("mybox").hidden = false;
  said();
  answer(true);
  document.documentElement.dataset.first = Math.round(performance.now() - arrived);
  globalThis.contrechampAnswer = answer; // times of the latest answer, for whoever wants to measure
}

start().catch((e) => {
  $("loading").hidden = false;
  $("loading").textContent = words ? say("failed", { x: e.message }) : String(e.message);
});
