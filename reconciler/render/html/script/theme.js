// Light or dark: as the system says, until the switch is used.

const THEME = "reconciler-theme";

const darkSystem = matchMedia("(prefers-color-scheme: dark)");

function theme() {
  return keptTheme() || (darkSystem.matches ? "dark" : "light");
}

function switchTheme() {
  const chosen = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  keepTheme(chosen);
  setTheme(chosen);
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  const other = byId("theme");
  if (other) other.setAttribute("aria-label", themeLabel());
}

function themeLabel() {
  return `Switch to ${document.documentElement.dataset.theme === "dark" ? "light" : "dark"} colors`;
}

// A browser may forbid storage to a file; then the switch lasts as long as the page.
function keepTheme(name) {
  try {
    localStorage.setItem(THEME, name);
  } catch { /* the theme is not kept */ }
}

function keptTheme() {
  try {
    const kept = localStorage.getItem(THEME);
    return ["light", "dark"].includes(kept) ? kept : null;
  } catch {
    return null;
  }
}

function themeButton() {
  return button("◐", { id: "theme", class: "square", "aria-label": themeLabel(), onclick: switchTheme });
}

setTheme(theme());
darkSystem.addEventListener("change", () => setTheme(theme()));
