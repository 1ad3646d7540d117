// Says it some minutes before one is signed out for doing nothing, and lets one stay.
// Without this script the foot of the page says until when one is signed in.

const box = document.getElementById("session");
const form = box.querySelector("form");
const early = Math.min(300_000, box.dataset.left * 500);
const tabs = new BroadcastChannel("session");
let ends = 0;
let timer;

function go_on(left) {
  ends = Math.max(ends, Date.now() + left);
  clearTimeout(timer);
  timer = setTimeout(look, Math.max(0, ends - Date.now() - early));
}

function show(what) {
  for (const one of box.children) one.hidden = one.dataset.when !== what;
  box.hidden = !what;
}

function look() {
  const left = ends - Date.now();
  const hour = { hour: "2-digit", minute: "2-digit" };
  const until = new Date(ends).toLocaleTimeString(document.documentElement.lang, hour);
  box.querySelector("b").textContent = until;
  show(left > 0 ? "soon" : "over");
  if (left > 0) timer = setTimeout(look, left);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const request = { method: "POST", body: new FormData(form), redirect: "error" };
  try {
    const { left } = await (await fetch(form.action, request)).json();
    go_on(left * 1000);
    tabs.postMessage(left * 1000);
    show("stayed");
    box.focus();
  } catch {
    show("over");
  }
});
box.addEventListener("blur", () => show(""));

// Whoever goes on in another tab is here as well.
tabs.addEventListener("message", ({ data }) => {
  go_on(data);
  show("");
});
go_on(box.dataset.left * 1000);
tabs.postMessage(box.dataset.left * 1000);
