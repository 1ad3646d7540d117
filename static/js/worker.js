// Keeps what somebody read, to be read again where there is no line. Served as /sw.js, which puts
// RELEASE and STATIC before this.
//
// Pages say `private, no-store`, because an HTTP cache cannot know whose they are. This worker may
// keep them nevertheless: it keeps a page under the reader whom the page itself names, for at most
// a week, and drops all of them as soon as that reader signs out, their session ends, or a page of
// somebody else comes by. What is sent (POST) goes past it untouched.

const PAGES = "pages-";
const KEPT = `static-${RELEASE}`;
const MOST = 40;
const WEEK = 7 * 24 * 3600 * 1000;
const PATIENCE = 6000;
const PAGE = /^\/(nl|es|fr|en)\/(?!accounts\/)/;
const AWAY = /\/accounts\/log(in|out)\//;
const coming = new Map(); // files that are on their way, by address
let era = 0; // a page that was asked for before a sign-out is not kept after it

const isStatic = (url) => url.pathname.startsWith(STATIC);
const namesOfPages = async () => (await caches.keys()).filter((one) => one.startsWith(PAGES));

async function forget(but) {
  if (!but) era += 1;
  for (const name of await namesOfPages()) if (name !== but) await caches.delete(name);
}

async function store(url, response, began) {
  if (!response.ok || response.redirected) return;
  if (!response.headers.get("Content-Type")?.startsWith("text/html")) return;
  const text = await response.text();
  const reader = text.match(/<html[^>]* data-reader="(\w+)"/)?.[1];
  if (!reader) return forget();
  await withItsFiles(text, url);
  if (began !== era) return;
  await forget(PAGES + reader);
  const cache = await caches.open(PAGES + reader);
  const headers = new Headers(response.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  headers.set("X-Stored", new Date().toISOString());
  await cache.delete(url.href); // so that the one read last stands last
  if (began === era) await cache.put(url.href, new Response(text, { headers }));
  const keys = (await cache.keys()).filter((one) => !one.url.endsWith("/offline/"));
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST))) await cache.delete(old);
}

async function find(url) {
  for (const name of await namesOfPages()) {
    const cache = await caches.open(name);
    const found = await cache.match(url.href);
    if (found && Date.now() - Date.parse(found.headers.get("X-Stored")) < WEEK) return found;
    if (found) await cache.delete(url.href);
  }
}

async function shown(kept) {
  const text = await kept.text();
  const stored = ` data-stored="${kept.headers.get("X-Stored")}"`;
  return new Response(text.replace("<html", `<html${stored}`), { headers: kept.headers });
}

async function notKept(url) {
  const own = new URL(`/${url.pathname.split("/")[1]}/offline/`, url);
  return (await find(own)) || Response.error();
}

async function page(url, asked) {
  const answer = asked.catch(() => null);
  const kept = await find(url);
  if (!kept) return (await answer) || notKept(url);
  const late = new Promise((done) => setTimeout(done, PATIENCE));
  return (await Promise.race([answer, late])) || shown(kept);
}

async function fixed(request) {
  const cache = await caches.open(KEPT);
  const found = await cache.match(request);
  if (found) return found;
  const { url } = request;
  if (!coming.has(url)) coming.set(url, fetched(request, cache).finally(() => coming.delete(url)));
  return (await coming.get(url)).clone();
}

async function fetched(request, cache) {
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

// A page is worth keeping with the scripts and styles that it works with; those may come later.
async function withItsFiles(text, url) {
  const names = [...text.matchAll(/ (?:src|href)="([^"]+\.(?:js|css))"/g)].map((one) => one[1]);
  const files = names.map((one) => new URL(one, url)).filter(isStatic);
  await Promise.allSettled(files.map((one) => fixed(new Request(one))));
}

async function keep(addresses) {
  const began = era;
  for (const url of addresses.map((one) => new URL(one, location))) {
    if (url.origin !== location.origin) continue;
    if (isStatic(url)) await fixed(new Request(url));
    else if (PAGE.test(url.pathname) && !(await find(url))) {
      await store(url, await fetch(url), began);
    }
  }
}

async function tidy() {
  for (const name of await caches.keys()) {
    if (name.startsWith("static-") && name !== KEPT) await caches.delete(name);
  }
  await clients.claim();
}

addEventListener("install", (event) => event.waitUntil(skipWaiting()));
addEventListener("activate", (event) => event.waitUntil(tidy()));
addEventListener("message", (event) => event.waitUntil(keep(event.data.keep).catch(() => {})));
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  url.hash = "";
  if (url.origin !== location.origin) return;
  if (AWAY.test(url.pathname) && (request.method === "POST" || url.pathname.includes("login"))) {
    event.waitUntil(forget());
  }
  if (request.method !== "GET") return;
  if (isStatic(url)) event.respondWith(fixed(request));
  else if (request.mode === "navigate" && PAGE.test(url.pathname)) {
    const began = era;
    const asked = fetch(request);
    event.waitUntil(asked.then((answer) => store(url, answer.clone(), began)).catch(() => {}));
    event.respondWith(page(url, asked));
  }
});
