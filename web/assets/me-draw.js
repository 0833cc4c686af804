// What the page draws: only text nodes and attributes, never markup from data.

import { $, ask, lang, page } from "./me-state.js";
import { boxWords, changeWords, factWords, group, int, listed, parts, quoted, say, sayN, semicolon, tree } from "./me-words.js";

const svgNS = "http://www.w3.org/2000/svg";
export function el(name, attributes = {}, ...children) {
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
  const out = el("svg", { height: 32, role: "img" });
  if (y > pub) out.append(el("rect", { class: "sol", x: 0, y: 1, width: per(y - pub), height: 30 }));
  if (pub > 0) {
    out.append(el("rect", { class: "sol", x: per(y - pub), y: 1, width: per(pub), height: 15 }));
    out.append(el("rect", { class: "hat", x: per(y - pub), y: 16.5, width: per(pub), height: 14 }));
  }
  if (u > 0) out.append(el("rect", { class: "hat", x: per(y), y: 1.5, width: per(u), height: 29 }));
  if (n > 0.05) out.append(el("rect", { class: "out", x: per(y + u), y: 1.75, width: per(Math.max(0, n - 0.15)), height: 28.5 }));
  const sure = s.yes.ads - s.yes_as_published, shown = [];
  if (sure || !pub) shown.push(["yes", say("bar-yes", { n: sure })]);
  if (pub) shown.push(["aspub", say("bar-published", { n: s.yes_as_published })]);
  shown.push(["unk", say("bar-unknown", { n: s.unknown.ads })], ["", say("bar-no", { n: s.no.ads })]);
  out.setAttribute("aria-label", shown.map(([, words]) => words).join(", "));
  $("bar").replaceChildren(el("p", { class: "key", "aria-hidden": "true" }, shown.map(([kind, words]) => el("span", {}, mark(kind), words))), out);
}

function silentWords() {
  return page.cards.archives.filter((a) => a.never_published.length)
    .map((a) => say("silent-of", { x: page.words.archives[a.name], list: listed(a.never_published.map((k) => page.words.kinds[k])) })).join(semicolon);
}

export function drawHead(s) {
  const sure = s.yes.ads - s.yes_as_published;
  const blanks = { a: int(s.total.ads), n: sure };
  $("r").textContent = sure === 0 && s.yes_as_published > 0 ? say("head-published", { a: s.total.ads, n: s.yes_as_published })
    : sure === 0 ? say("head-zero", blanks) : sayN(s.yes_as_published ? "head-mixed" : "head", sure, { ...blanks, b: s.yes_as_published });
  $("silent").replaceChildren();
  if (s.yes_as_published > 0) $("silent").append(mark("aspub"), say("silent", { n: s.yes_as_published, list: silentWords() }));
  $("source").replaceChildren(el("a", { href: "/sources" }, say("source", { a: s.total.ads, x: day(page.cards.fresh) })));
  drawBar(s);
}

const day = (iso) => iso ? new Intl.DateTimeFormat(lang, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(iso + "T00:00:00Z")) : "";

export function drawLists(s) {
  const heads = {
    yes: s.yes_as_published === 0 ? sayN("yes", s.yes.ads) : s.yes_as_published === s.yes.ads ? say("yes-published") : say("yes-mixed", { a: int(s.yes.ads - s.yes_as_published), x: int(s.yes_as_published) }),
    unknown: say("unknown"),
    no: sayN("no", s.no.ads),
  };
  const marks = { yes: s.yes_as_published ? "aspub" : "yes", unknown: "unk", no: "" };
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

export function textOf(card) {
  const t = page.cards.text[card];
  return t < 0 ? ["", ""] : [page.cards.texts[t], page.cards.langs[t]];
}

function clip(s, n) {
  if (s.length <= n) return s;
  const cut = s.slice(0, n), at = cut.lastIndexOf(" ");
  return cut.slice(0, at > n / 2 ? at : n).replace(/[\s.,;:!?]+$/, "") + "…";
}

function item(answer, i) {
  const [text, tongue] = textOf(i.card);
  const [who, name] = page.cards.advertisers[page.cards.advertiser[i.card]];
  const archive = page.cards.archives[page.cards.archive[i.card]];
  const li = el("li", {},
    el("q", { lang: tongue || null }, text ? quoted(clip(text, 110)) : say("text-none")),
    el("a", { href: "/advertisers/" + encodeURIComponent(who) }, name || say("no-name")), " · ",
    el("a", { class: "num", href: "/ads/" + encodeURIComponent(page.cards.ids[i.card]) }, sayN("ads", i.ads)), el("br"),
    el("span", { class: "lead" }, reason(answer, i.why)));
  if (answer === "yes" && archive.never_published.length) {
    li.append(el("span", { class: "lead pub" }, mark("aspub"), say("published", { x: page.words.archives[archive.name] })));
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
    return say("on", { list: hangs(why.on).join(semicolon) }) + (why.exact ? "" : " " + say("not-exact"));
  }
  const out = [...(why.in ?? []).map((g) => say("needs", { list: group(g, 3) })), ...(why.rest ?? []).map((t) => say("needs", { list: tree(t) }))];
  for (const f of (why.out ?? []).slice(0, 3)) out.push(say("shuts", { list: factWords(f) }));
  return out.join(semicolon);
}

// hangs writes the facts that an answer hangs on; several postcodes, places or
// labels are one thing that the reader left open.
function hangs(on) {
  const kinds = { zip: [], place: [], label: [], other: [] };
  for (const f of on) {
    const [kind, value] = parts(f);
    const plain = kind === "place" && /^place (lives )?"[^"]*"$/.test(f);
    kinds[plain ? (/\/zip:[^/]*$/.test(value) ? "zip" : "place") : page.words.labels[kind] ? "label" : "other"].push(f);
  }
  const out = [];
  for (const [kind, facts] of Object.entries(kinds)) {
    const words = facts.map((f) => kind === "zip" ? parts(f)[1].replace(/^.*zip:/, "") : factWords(f));
    const most = kind === "other" ? 4 : 3;
    const list = words.length > most + 1 ? say("on-rest", { list: words.slice(0, most).join(", "), n: words.length - most }) : words.join(kind === "other" ? semicolon : ", ");
    if (words.length) out.push(kind === "other" || words.length < 2 ? (kind === "zip" ? factWords(facts[0]) : list) : say("on-" + kind, { list }));
  }
  return out;
}

// ---- what if

export function drawEffects(effects, all) {
  const ul = $("whatif"), most = Math.max(1, ...effects.map((e) => Math.max(e.won, e.lost)));
  const first = all ? effects : pick(effects);
  ul.replaceChildren(...first.map((e, i) => {
    const kind = changeKind(e.change), id = `w${i}`;
    const input = el("input", { type: "checkbox", id, autocomplete: "off", on: { change: () => {
      if (input.checked) page.tries.set(kind, e.change); else page.tries.delete(kind);
      for (const other of ul.querySelectorAll("input")) {
        if (other !== input && input.checked && other.dataset.kind === kind) other.checked = false;
      }
      page.answer();
    } } });
    input.dataset.kind = kind;
    input.checked = page.tries.get(kind) === e.change;
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

export function drawTold(s, all) {
  const rows = s.others.filter((t) => t.you + t.others > 0);
  const first = all ? rows : rows.slice(0, 8);
  const most = Math.max(1, ...rows.map((t) => t.you + t.others)), each = Math.ceil(most / 64);
  $("told").replaceChildren(...first.map((t) => {
    const [id, name] = page.cards.advertisers[t.advertiser];
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
          el("a", { href: "/ads/" + encodeURIComponent(page.cards.ids[card]) }, boxWords(ask("box", card))));
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

export function drawShot(found) {
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
      el("footer", { class: "f" }, el("a", { class: "num", href: "/ads/" + encodeURIComponent(page.cards.ids[card]) }, sayN("ads", page.cards.ads[card]))));
  };
  const silent = page.cards.archives[page.cards.archive[you]].never_published.length > 0;
  const name = page.cards.advertisers[advertiser][1] || say("no-name");
  $("shot").replaceChildren(
    el("p", { class: "lead" }, say(silent ? "shot-lead-published" : "shot-lead", { x: name })),
    el("div", { class: "gap" }, el("div", { class: "shot sm" }, side("A", say("shot-you"), you, contrast.left), side("B neg", say("shot-others"), others, contrast.right))),
    el("p", { class: "src" }, say("shot-source", { n: contrast.alike })));
}

