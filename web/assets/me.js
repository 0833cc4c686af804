// The page "My box": it fetches four files, the same for everybody, then shuts
// its own connections, and from then on only draws what the program compiled
// from package mybox answers. The profile lives in the variable `page.me` and nowhere
// else: no address, no cookie, no storage, and no field of the form has a name.

import { $, ask, lang, nobody, page } from "./me-state.js";
import { drawEffects, drawHead, drawLists, drawShot, drawTold, el, textOf } from "./me-draw.js";
import { changeWords, labelWords, listed, parts, say, sayN } from "./me-words.js";

const shown = innerWidth < 960 ? 3 : 5; // messages a list shows at first
let started = Infinity;

// ---- the profile, and nothing but the profile

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
  const p = { ...page.me, labels: new Map([...page.me.labels].map(([f]) => [f, true])) };
  for (const c of page.tries.values()) change(p, c);
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

// ---- asking

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
  $("trying").hidden = page.tries.size === 0;
  $("trying").textContent = page.tries.size ? say("if-on", { list: [...page.tries.values()].map(changeWords).join(", ") }) : "";
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
  const said = page.me.age || page.me.gender || page.me.place || page.me.lang || page.me.labels.size;
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
  const knowable = ["age", "gender", "place", "language", ...Object.keys(page.words.labels)];
  const kinds = Object.entries(r.kinds).filter(([k]) => knowable.includes(k)).sort((x, y) => y[1] - x[1]).slice(0, 4).map(([k]) => page.words.kinds[k]);
  if (r.open) out.push(say("why-open", { n: r.open, list: listed(kinds) }));
  $("why").textContent = out.join(" ") + " ";
  if (r.kinds.place && !$("townbox").hidden && !page.me.town) {
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
  if (page.me.age) out.push("--age", shell(page.me.age.replaceAll(" ", "").replace("–", "-")));
  if (page.me.gender) out.push("--gender", page.me.gender);
  if (page.me.town || page.me.place) out.push("--place", shell(page.me.town || page.me.place));
  if (page.me.lang) out.push("--language", shell(page.me.lang));
  for (const f of page.me.labels.keys()) {
    const [kind] = parts(f);
    if (kind === "interest") out.push("--interest", shell(labelWords(f)));
    else out.push("--fact", shell(f));
  }
  if (page.me.complete) out.push("--that-is-all");
  $("command").textContent = out.length > 1 ? out.join(" ") : $("command").dataset.example;
}

// changed takes the form's state into the profile and answers.
function changed() {
  page.me.age = $("age").value;
  page.me.gender = $("gender").value;
  if (page.me.place !== $("place").value) { page.me.place = $("place").value; page.me.town = ""; $("town").value = ""; towns(); }
  page.me.lang = $("lang").value;
  page.me.complete = $("complete").checked;
  $("age").setAttribute("aria-invalid", bracket(page.me.age) === null);
  page.tries.clear();
  said();
  answer(true);
}

function said() {
  for (const holder of document.querySelectorAll("[id^=picks-]")) holder.replaceChildren();
  for (const f of page.me.labels.keys()) {
    const [kind] = parts(f);
    const holder = $("picks-" + kind);
    holder?.append(el("span", { class: "pick" }, labelWords(f), el("button", { type: "button", class: "x", "aria-label": say("remove", { x: labelWords(f) }), on: { click: () => { page.me.labels.delete(f); changed(); } } }, "×")), " ");
  }
  const out = [];
  if (!page.me.age) out.push(say("unsaid-age"));
  if (!page.me.gender) out.push(say("unsaid-gender"));
  if (!page.me.place) out.push(say("unsaid-place"));
  if (!page.me.lang) out.push(say("unsaid-lang"));
  if (!page.me.complete) {
    if (!page.me.labels.size) out.push(say("unsaid-labels"));
    out.push(say("unsaid-rest"));
  }
  $("unsaid").textContent = bracket(page.me.age) === null ? say("bad-age") : out.length ? say("unsaid", { list: out.join(", ") }) : "";
  command();
}

// fill puts a profile into the form.
function fill(p) {
  page.me = p;
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
  const country = page.me.place.split("/")[0], list = $("list-town");
  const regions = new Set([...$("place").options].map((o) => o.value));
  list.replaceChildren();
  if (country) {
    for (const [path, name] of Object.entries(page.words.places)) {
      if (path.startsWith(country + "/") && !regions.has(path) && (path.startsWith(page.me.place) || !path.slice(3).includes("/"))) list.append(el("option", { value: name }));
    }
  }
  $("townbox").hidden = list.childElementCount === 0;
}

function setTown() {
  const country = page.me.place.split("/")[0], name = $("town").value;
  const path = Object.keys(page.words.places).find((p) => p.startsWith(country + "/") && page.words.places[p] === name);
  if ((path ?? "") === page.me.town) return;
  page.me.town = path ?? "";
  page.tries.clear();
  said();
  answer(true);
}

// labelInput takes a label when a whole one of the list stands in the field.
function labelInput(input) {
  const kind = input.dataset.kind, typed = input.value.trim().toLowerCase();
  const found = page.words.labels[kind]?.find((o) => o.words.toLowerCase() === typed);
  if (!found) return;
  input.value = "";
  page.me.labels.set(found.value, true);
  changed();
}

function buildForm() {
  const datalist = (id, options) => document.body.append(el("datalist", { id }, options.map((o) => el("option", { value: o.words }))));
  datalist("list-town", []);
  const kinds = Object.keys(page.words.labels);
  $("likes").hidden = !page.words.labels.interest;
  for (const kind of kinds) {
    datalist("list-" + kind, page.words.labels[kind]);
    if (kind === "interest") continue;
    $("labels").append(el("p", {}, el("label", { for: "in-" + kind }, upper(page.words.kinds[kind])), " ", el("span", { id: "picks-" + kind }),
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
  for (const p of page.words.personas) {
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
  page.answer = answer;
  $("loading").hidden = false;
  const go = new globalThis.Go();
  const ready = new Promise((resolve) => { globalThis.contrechampReady = resolve; });
  const files = [fetched("/me/boxes.bin").then((r) => r.arrayBuffer()), fetched("/me/cards.json").then((r) => r.json()), fetched("/me/words.json?lang=" + lang).then((r) => r.json())];
  const { instance } = await WebAssembly.instantiateStreaming(fetched("/assets/mybox.wasm"), go.importObject);
  const boxes = new Uint8Array(await files[0]);
  [, page.cards, page.words] = await Promise.all(files);
  const arrived = performance.now();
  go.run(instance);
  page.box = await ready;
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
  $("loading").textContent = page.words ? say("failed", { x: e.message }) : String(e.message);
});
