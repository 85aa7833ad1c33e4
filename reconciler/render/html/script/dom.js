// Elements of the page. Text from AWS or a file becomes a text node or the value of an attribute, never markup.

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) setOn(node, name, value);
  append(node, children);
  return node;
}

// A function is a listener; false, null and undefined leave an attribute out, true sets it empty.
function setOn(node, name, value) {
  if (typeof value === "function") node.addEventListener(name.replace(/^on/, ""), value);
  else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
}

// Appends a text, a node, or an array of them, whatever is nested; null, undefined and false are left out.
function append(node, child) {
  if (Array.isArray(child)) child.forEach((one) => append(node, one));
  else if (child !== null && child !== undefined && child !== false) node.append(child);
}

function byId(id) {
  return document.getElementById(id);
}

function button(text, attributes, ...children) {
  return el("button", { type: "button", ...attributes }, text, ...children);
}

function slug(text) {
  return String(text).replace(/[^A-Za-z0-9_-]/g, (one) => `_${one.codePointAt(0).toString(16)}_`);
}

// Text that only a screen reader says.
function aside(text) {
  return el("span", { class: "aside" }, text);
}
