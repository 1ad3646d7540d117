// Asks the worker to keep what is read, and says so honestly when a page comes from this device.

const root = document.documentElement;
const line = document.getElementById("connection");

async function start() {
  const worker = await navigator.serviceWorker.register("/sw.js");
  const isNew = !navigator.serviceWorker.controller;
  await navigator.serviceWorker.ready;
  const needed = [line.dataset.fallback];
  if (isNew) {
    // what was fetched before the worker stood there
    const files = document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]");
    needed.push(location.href.split("#")[0], ...[...files].map((one) => one.href || one.src));
  }
  worker.active.postMessage({ keep: needed });
}

function whenStored() {
  const stored = new Date(root.dataset.stored);
  const today = stored.toDateString() === new Date().toDateString();
  const day = today ? {} : { day: "numeric", month: "long" };
  const how = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...day };
  return stored.toLocaleString(root.lang, how);
}

function sayStored() {
  const said = document.createElement("p");
  said.className = "alert wait";
  said.textContent = line.dataset.stored.replace("[time]", whenStored());
  line.append(said);
  // What is typed into a form that was kept is sent under a token of its own: the one printed in
  // it may have been carried out since, and the text would be taken for the same deed sent twice.
  for (const once of document.querySelectorAll("input[name=once]")) {
    once.value = crypto.randomUUID();
  }
}

async function listKept(list) {
  for (const name of (await caches.keys()).filter((one) => one.startsWith("pages-"))) {
    const cache = await caches.open(name);
    for (const request of (await cache.keys()).reverse()) {
      if (request.url.endsWith("/offline/")) continue;
      const text = await (await cache.match(request)).text();
      const found = new DOMParser().parseFromString(text, "text/html");
      const link = document.createElement("a");
      link.href = request.url;
      link.textContent = found.querySelector("h1")?.textContent || found.title;
      link.lang = found.documentElement.lang;
      const row = document.createElement("li");
      row.append(link);
      list.append(row);
    }
  }
  list.parentElement.hidden = !list.children.length;
}

if (root.dataset.stored) sayStored();
const list = document.getElementById("kept");
if (list && "caches" in window) listKept(list);
if ("serviceWorker" in navigator) start().catch(() => {}); // refused or no line: read on as before
