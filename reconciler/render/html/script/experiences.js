// Experiences by their reference in groups and accounts, with the colour and the code that stand for each.

const FILLS = 8;
const experiencesByRef = new Map();
const UNGOVERNED = { ref: null, title: "Ungoverned", address: null, id: null, code: "∅", fill: "none", before: null,
  after: null, governedBefore: 0, governedAfter: 0 };

function experienceOf(ref) {
  if (ref === null || ref === undefined) return UNGOVERNED;
  if (!experiencesByRef.has(ref)) addExperience(ref, null);
  return experiencesByRef.get(ref);
}

// An experience that was not read has no states.
function addExperience(ref, read) {
  const address = read ? read.address : ref.includes(".") ? ref : null;
  const title = shortTitle((read && read.title) || report.plan.names[ref] || ref);
  const made = { ref, title, address, id: read ? read.id : address ? null : ref, code: "", fill: "0",
    before: read && read.before, after: read && read.after, governedBefore: 0, governedAfter: 0 };
  experiencesByRef.set(ref, made);
  if (codes.size) made.code = codeOf(made.title);
  return made;
}

// "Default Experience" is "Default".
function shortTitle(title) {
  return title.replace(/\s+Experience$/i, "") || title;
}

const codes = new Set();
const CODE_LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"];

// Initials of the first two words, else the first letter with a later one, else any two; unique.
function codeOf(title) {
  const words = title.toUpperCase().match(/[\p{L}\p{N}]+/gu) || ["?"];
  const letters = [...words.join("")];
  const initials = words[1] ? [letters[0] + [...words[1]][0]] : [];
  const later = [...letters.slice(1), ...CODE_LETTERS].map((one) => letters[0] + one);
  const code = [...initials, ...later].find(isFree) || anyCode();
  codes.add(code);
  return code;
}

function isFree(code) {
  return !codes.has(code);
}

// Of more experiences than there are pairs of letters, some have three or more.
function anyCode() {
  for (const one of CODE_LETTERS) for (const other of CODE_LETTERS) if (isFree(one + other)) return one + other;
  return `X${codes.size}`;
}

// Also those that only the impact names, of a plan that did not read them.
function readExperiences() {
  for (const read of (model.experiences || new Map()).values()) {
    const made = addExperience(read.address || read.id, read);
    if (read.id) experiencesByRef.set(read.id, made);
  }
  for (const account of (model.accounts || new Map()).values()) {
    experienceOf(account.before).governedBefore += 1;
    experienceOf(account.after).governedAfter += 1;
  }
  for (const group of report.plan.impact.groups) [group.before, group.after].forEach(experienceOf);
}

function allExperiences() {
  return [...new Set(experiencesByRef.values())];
}

// Larger ones first, which have the plainest codes. Eight fills, then the same with stripes; of more than 24, those after
// the 15th share grey.
function fillExperiences() {
  const ranked = allExperiences().sort((a, b) => size(b) - size(a) || a.title.localeCompare(b.title));
  const coloured = ranked.length > 24 ? 15 : ranked.length;
  ranked.forEach((one, i) => {
    one.code = codeOf(one.title);
    one.fill = i >= coloured ? "grey" : String((i % FILLS) + 1) + (i < FILLS ? "" : i < 2 * FILLS ? "s" : "d");
  });
}

function size(experience) {
  return Math.max(experience.governedBefore, experience.governedAfter);
}

readExperiences();
fillExperiences();

// The filled code alone; the title says it to a screen reader.
function swatchCode(ref) {
  const one = experienceOf(ref);
  return el("span", { class: `swatch fill-${one.fill}`, "aria-hidden": "true" }, one.code);
}

function swatch(ref) {
  return el("span", { class: "experience" }, swatchCode(ref), " ", el("bdi", null, experienceOf(ref).title));
}
