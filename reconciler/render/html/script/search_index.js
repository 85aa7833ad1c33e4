// What can be searched: an entry {kind, id, name, words} for each item of the views, made when the field is first used.

const SLICE = 8;
const PORTION = 1024;
const searched = { entries: [], left: null, now: null };

// Adds a portion of the entries of a view; false once all views are in. A view may make its entries one by one.
function moreEntries() {
  if (!searched.left) searched.left = [...shownViews()];
  if (!searched.now) {
    const next = searched.left.shift();
    if (!next) return false;
    searched.now = next.index()[Symbol.iterator]();
  }
  for (let i = 0; i < PORTION && searched.now; i += 1) addEntry(searched.now.next());
  return true;
}

function addEntry({ value, done }) {
  if (done) searched.now = null;
  else searched.entries.push(value);
}

// Makes the entries before they are asked for, a portion a task.
function warmSearch() {
  if (moreEntries()) setTimeout(warmSearch);
}

function textOf(entry) {
  if (entry.text === undefined) entry.text = `${entry.name || ""}\n${entry.id}\n${entry.words || ""}`.toLowerCase();
  return entry.text;
}

// Calls `found(entries, done)` with all entries that hold every word, again while it goes on; returns what stops it.
function searching(text, found) {
  const state = { words: text.toLowerCase().split(/\s+/).filter(Boolean), at: 0, hits: [], told: -1, stopped: false };
  searchOn(state, found);
  return () => { state.stopped = true; };
}

// Slices of some milliseconds, so that typing goes on; what is found is told at most every tenth of a second.
function searchOn(state, found) {
  if (state.stopped) return;
  const done = searchSlice(state);
  const now = performance.now();
  if (done || now - state.told > 100) {
    state.told = now;
    found(state.hits, done);
  }
  if (!done) setTimeout(() => searchOn(state, found));
}

function searchSlice(state) {
  const end = performance.now() + SLICE;
  do {
    if (state.at === searched.entries.length && !moreEntries()) return true;
    searchSome(state);
  } while (performance.now() < end);
  return false;
}

function searchSome(state) {
  const { entries } = searched;
  const last = Math.min(state.at + 256, entries.length);
  for (; state.at < last; state.at += 1) {
    const text = textOf(entries[state.at]);
    if (state.words.every((word) => text.includes(word))) state.hits.push(entries[state.at]);
  }
}

// By kind, in the order of the kinds.
function hitsByKind(hits) {
  const kinds = new Map(Object.keys(KINDS).map((kind) => [kind, []]));
  for (const hit of hits) kinds.get(hit.kind).push(hit);
  return [...kinds].filter(([, found]) => found.length);
}
