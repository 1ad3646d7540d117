// The marks above a text become buttons: each puts itself around what is selected.
// Without this script they stand there as examples to type.

const around = { bold: ["**", "**"], italic: ["*", "*"], link: ["[", "](https://)"] };
const before = { list: "- ", heading: "## ", quote: "> " };

function put(field, mark) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  if (mark in around) {
    const [open, close] = around[mark];
    field.setRangeText(open + value.slice(start, end) + close, start, end, "select");
    const inner = start + open.length;
    field.setSelectionRange(inner, inner + end - start);
  } else {
    const line = value.lastIndexOf("\n", start - 1) + 1;
    const marked = value.slice(line, end).split("\n").map((one) => before[mark] + one).join("\n");
    field.setRangeText(marked, line, end, "end");
  }
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const list of document.querySelectorAll(".marks")) {
  const field = document.getElementById(list.dataset.for);
  for (const example of list.querySelectorAll("[data-mark]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "mark-button";
    button.textContent = example.dataset.name;
    button.addEventListener("click", () => put(field, example.dataset.mark));
    example.replaceWith(button);
  }
  list.setAttribute("aria-label", list.dataset.label);
}
