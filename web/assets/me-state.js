// What the modules of the page "My box" share.

export const $ = (id) => document.getElementById(id);
export const lang = $("mybox").dataset.lang;

// nobody is somebody of whom nothing is said.
export const nobody = () => ({ age: "", gender: "", place: "", town: "", lang: "", labels: new Map(), complete: false });

export const page = {
  box: null, // the program's functions
  cards: null, // /me/cards.json
  words: null, // /me/words.json
  me: nobody(), // the profile: here and nowhere else
  tries: new Map(), // changes that are tried: kind of change to change
  answer: null, // draws what holds for the profile
};

// ask calls a function of the program.
export function ask(name, ...args) {
  const v = JSON.parse(page.box[name](...args));
  if (v?.error) throw new Error(v.error);
  return v;
}
