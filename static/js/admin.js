// The choosers of the admin are drawn by a script that gives them no name: theirs is the label's.

function name_of(field) {
  return field?.getAttribute("aria-label") || field?.labels?.[0]?.textContent.trim();
}

function name_choosers() {
  for (const drawn of document.querySelectorAll("select + .select2-container")) {
    const field = drawn.previousElementSibling;
    for (const one of drawn.querySelectorAll("[role=combobox], [role=searchbox]")) {
      const chosen = one.querySelector("span.select2-selection__rendered");
      one.setAttribute("aria-label", name_of(field));
      one.id ||= `${field.id}-${one.getAttribute("role")}`;
      if (chosen) one.setAttribute("aria-labelledby", `${one.id} ${chosen.id}`);
    }
  }
}

addEventListener("load", name_choosers);
document.addEventListener("formset:added", () => setTimeout(name_choosers));
// The field to look with stands in a list at the end of the page, only while that is open.
document.addEventListener("focusin", ({ target }) => {
  if (!target.matches(".select2-search__field[aria-controls]")) return;
  const id = target.getAttribute("aria-controls").replace(/^select2-|-results$/g, "");
  const name = name_of(document.getElementById(id));
  if (name) target.setAttribute("aria-label", name);
});
