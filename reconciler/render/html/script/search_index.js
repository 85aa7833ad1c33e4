// What can be searched: an entry {kind, id, name, words} for each item of the views, made when the field is first used.

let searchEntries = null;

function searchIndex() {
  if (!searchEntries) searchEntries = shownViews().flatMap((one) => one.index()).map(searchable);
  return searchEntries;
}

function searchable(entry) {
  return { ...entry, text: `${entry.name || ""}\n${entry.id}\n${entry.words || ""}`.toLowerCase() };
}

// Calls `found(entries)` with all entries that hold every word, and again while slices of 8 ms go on; returns a stop.
function searching(text, found) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const state = { at: 0, hits: [], stopped: false };
  const slice = () => {
    if (state.stopped) return;
    searchSlice(state, words);
    const done = state.at >= searchIndex().length;
    found(state.hits, done);
    if (!done) setTimeout(slice);
  };
  if (words.length) slice();
  else found([], true);
  return () => { state.stopped = true; };
}

function searchSlice(state, words) {
  const index = searchIndex();
  const end = performance.now() + 8;
  while (state.at < index.length && (state.at % 256 || performance.now() < end)) {
    const entry = index[state.at];
    if (words.every((word) => entry.text.includes(word))) state.hits.push(entry);
    state.at += 1;
  }
}

// By kind, in the order of the kinds.
function hitsByKind(hits) {
  const kinds = new Map(Object.keys(KINDS).map((kind) => [kind, []]));
  for (const hit of hits) kinds.get(hit.kind).push(hit);
  return [...kinds].filter(([, found]) => found.length);
}
