// Numbers, counts and dates in words, and sentences with marked names.

const figures = new Intl.NumberFormat("en-US");
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function number(n) {
  return figures.format(n);
}

function count(n, noun, many) {
  return `${number(n)} ${n === 1 ? noun : many || `${noun}s`}`;
}

// "a, b and c"
function joined(parts) {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts[parts.length - 1]}`;
}

// 2026-11-26T06:47:00Z -> "26 Nov 2026, 06:47 UTC"; another text as it is.
function moment(text) {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(text || "");
  return found ? `${Number(found[3])} ${months[Number(found[2]) - 1]} ${found[1]}, ${found[4]} UTC` : text || "";
}

// A sentence of `said`: names stand between U+2068 and U+2069, ids and values between U+2066 and U+2069 (marks.py).
function prose(text) {
  return text.split(/([\u2066\u2068][^\u2069]*\u2069)/).map((part) => {
    if (part.startsWith("\u2068")) return el("bdi", null, part.slice(1, -1));
    return part.startsWith("\u2066") ? coded(part.slice(1, -1)) : part;
  });
}

// An experience or a service by its title, with a link; another id as it is.
function coded(id) {
  const kind = model.experiences && model.experiences.has(id) ? "experience" : model.services && model.services.has(id) ? "service" : null;
  const attributes = kind && { class: "quiet", href: addressOf(kind, id), title: id };
  return kind ? el("a", attributes, told(id)) : el("code", { dir: "ltr" }, id);
}

// The same sentence as text alone.
function plain(text) {
  return text.replace(/[\u2066\u2068\u2069]/g, "");
}
