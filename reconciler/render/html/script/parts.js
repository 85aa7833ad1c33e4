// Small parts of every view: tags, headings, folded lists, a button that copies.

function tag(kind, ...children) {
  return el("span", { class: `tag ${kind}` }, ...children);
}

function section(title, small) {
  return el("h2", null, title, small ? el("small", null, " ", small) : null);
}

function hint(...children) {
  return el("p", { class: "muted" }, ...children);
}

// Shows `most` of the nodes, separated by commas, and a button "and 7 more" that opens in place; never "and 1 more".
function fold(nodes, most, noun) {
  const whole = nodes.length <= most + 1;
  const shown = whole ? nodes : nodes.slice(0, most);
  const list = el("span", { class: "fold" }, separated(shown));
  if (whole) return list;
  const left = nodes.length - most;
  const more = button(`and ${noun ? `${number(left)} more ${noun}` : `${number(left)} more`}`, { class: "more" });
  more.addEventListener("click", () => unfold(list, more, nodes.slice(most)));
  list.append(" ", more);
  return list;
}

function unfold(list, more, rest) {
  const anchor = el("span", { tabindex: "-1" }, ", ", separated(rest));
  more.previousSibling.remove();
  more.replaceWith(anchor);
  anchor.focus();
}

// A row that scrolls sideways fades at an end beyond which there is more.
function sideways(node) {
  const see = () => {
    node.classList.toggle("more-left", node.scrollLeft > 1);
    node.classList.toggle("more-right", node.scrollLeft + node.clientWidth < node.scrollWidth - 1);
  };
  node.classList.add("sideways");
  node.addEventListener("scroll", see, { passive: true });
  new ResizeObserver(see).observe(node);
  return node;
}

function separated(nodes) {
  return nodes.flatMap((node, i) => (i ? [", ", node] : [node]));
}

// Without the clipboard's API, as in a file opened from a disk of some browsers, the text is selected instead.
function copying(label, text) {
  return button(label, { onclick: () => copy(text) });
}

function copy(text) {
  const done = () => notice("Copied.");
  if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(done, () => copyField(text));
  else copyField(text);
}

function copyField(text) {
  const field = el("textarea", { class: "aside", "aria-hidden": "true" });
  const before = document.activeElement;
  field.value = text;
  document.body.append(field);
  field.select();
  notice(document.execCommand("copy") ? "Copied." : "This browser does not allow copying.");
  field.remove();
  if (before) before.focus();
}

let noticeTimer = 0;

// Says something for a moment, also to a screen reader.
function notice(...children) {
  const place = byId("notice");
  place.replaceChildren();
  append(place, children);
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => place.replaceChildren(), 6000);
}
