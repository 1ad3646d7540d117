// What is typed in a form is kept: as a draft with the portal, and on this device when that fails.
// A form that is sent while the line is in doubt stays on the screen until the portal answered.
// Without this script a form is sent as ever; what then goes wrong, the portal gives back.

const script = document.getElementById("keeping");
const { user, save, most, ...words } = script.dataset;
const OURS = "stedenband:", MINE = `${OURS}${user}:`;
const QUIET = 3_000, EVERY = 20_000, SURE = 30_000, WEEK = 7 * 24 * 3_600_000;
let heard = Date.now(); // when the portal answered last: a page that came is an answer

// --- This device ---

function keys(prefix) {
  try { return Object.keys(localStorage).filter((key) => key.startsWith(prefix)) } catch { return [] }
}

function read(key) {
  try { return JSON.parse(localStorage.getItem(key)) } catch { return null }
}

function write(key, body, more = {}) {
  const kept = JSON.stringify({ at: Date.now(), body, ...more });
  try { localStorage.setItem(key, kept) } catch { /* full */ }
}

function forget(key) {
  try { localStorage.removeItem(key) } catch { /* not allowed here: nothing is kept either */ }
}

for (const key of keys(OURS)) if (!(Date.now() - read(key)?.at < WEEK)) forget(key);
for (const form of document.querySelectorAll("form[action$='/logout/']")) {
  form.addEventListener("submit", () => keys(OURS).forEach(forget));
}

function clock(at = Date.now()) {
  const { lang } = document.documentElement;
  const today = new Date(at).toDateString() === new Date().toDateString();
  const how = today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(lang, { ...how, timeZone: words.zone }).format(at);
}

// --- The portal ---

async function post(url, body, more = {}) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const headers = { "X-CSRFToken": token, "X-Typed": "1" };
  try {
    const answer = await fetch(url, { method: "POST", body, headers, redirect: "manual", ...more });
    if (answer.status < 500) heard = Date.now();
    return answer;
  } catch {
    heard = 0;
    return { status: 0 };
  }
}

async function keepThere(body) {
  const how = { keepalive: body.length < 60_000, signal: AbortSignal.timeout(EVERY) };
  const answer = await post(save, new URLSearchParams(body), how);
  return answer.headers?.has("X-Location") ? 403 : answer.status; // led away: nothing was kept
}

const settled = (status) => status === 204 || status === 205; // it is there, or was carried out

// --- A form ---

class Form {
  constructor(seal) {
    const { place, version, leaves, keeps, typed } = seal.dataset;
    this.seal = seal;
    this.form = seal.form;
    this.says = this.form.querySelector(".kept-state");
    this.box = this.form.querySelector("[data-device]");
    this.key = `${MINE}${place}:${version}`;
    this.place = `${MINE}${place}:`;
    this.leaves = new Set(["csrfmiddlewaretoken", ...leaves.split(" ")]);
    this.keeps = keeps !== undefined;
    this.kept = typed === undefined ? this.body() : ""; // what the portal has of it
    this.listen();
    if (!this.keeps) return;
    if (typed === undefined) this.find();
    else for (const key of keys(this.place)) forget(key); // it stands in the form
  }

  listen() {
    this.form.addEventListener("submit", (event) => this.send(event));
    addEventListener("online", () => this.again());
    setInterval(() => this.again(), EVERY);
    if (!this.keeps) return;
    this.form.addEventListener("input", () => this.later());
    addEventListener("visibilitychange", () => document.hidden && this.leave());
    addEventListener("pagehide", () => this.leave());
  }

  // It is being sent, or its text was saved and its files are on their way (sending.js).
  get rests() { return this.leaving || this.seal.disabled }

  body() {
    const typed = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && !this.leaves.has(name)) typed.append(name, value);
    }
    return typed.toString();
  }

  say(name, more = {}) {
    const said = { time: clock(), ...more };
    const text = words[name].replace(/\{(\w+)\}/g, (_all, key) => said[key]);
    if (this.says.textContent !== text) this.says.textContent = text;
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), QUIET);
  }

  leave() {
    if (this.rests || this.body() === this.kept) return;
    write(this.key, this.body());
    this.keep();
  }

  async keep() {
    const body = this.body();
    if (!this.keeps || this.busy || this.rests || body === this.kept) return;
    this.busy = true;
    const status = await keepThere(body);
    this.busy = false;
    if (this.rests) return;
    if (settled(status)) {
      this.kept = body;
      forget(this.key);
      this.say(status === 204 ? "saved" : "done");
    } else if (status === 413) this.say("long");
    else if (status !== 429) {
      write(this.key, body);
      this.say({ 401: "ended", 409: "other" }[status] ?? "device");
    }
    if (this.body() !== body) this.later();
  }

  again() {
    if (this.waits) this.go(this.waits.by);
    else this.keep();
  }

  // --- Sent ---

  send(event) {
    if (this.through || event.defaultPrevented || this.carries()) return;
    if (this.tooHeavy() || this.waits?.going) return event.preventDefault();
    if (this.keeps) write(this.key, this.body()); // until the next page hears that it was done
    this.leaving = true;
    if (navigator.onLine && Date.now() - heard < SURE) return;
    event.preventDefault();
    this.go(event.submitter);
  }

  // Files go in pieces where the page can do that (sending.js); the text of that form with them.
  carries() {
    const files = [...this.form.querySelectorAll("input[type=file]")].some((one) => one.files.length);
    return files && this.form.dataset.sent;
  }

  tooHeavy() {
    let size = 0;
    for (const value of new FormData(this.form).values()) if (value instanceof File) size += value.size;
    if (size <= Number(most)) return false;
    this.say("heavy", { size: Math.ceil(size / 1e6), most: Math.floor(most / 1e6) });
    return true;
  }

  async go(by) {
    if (this.waits?.going) return;
    this.waits = { by, going: true };
    this.say("sending");
    const body = new FormData(this.form);
    if (by?.name) body.append(by.name, by.value);
    const sent = JSON.stringify([...body]);
    this.first ??= sent;
    const answer = await post(this.form.getAttribute("action") || location.href, body);
    const next = answer.status === 204 && answer.headers.get("X-Location");
    if (next && sent !== this.first && answer.headers.has("X-Handled")) return this.already();
    if (next) return location.assign(next);
    if (answer.status && answer.status < 500) { // it was refused: the page that says why
      this.through = true;
      return this.form.requestSubmit(by);
    }
    this.waits = { by };
    if (this.keeps) write(this.key, this.body());
    this.say(answer.status ? "busy" : this.keeps ? "offline" : "alone");
  }

  // An earlier attempt arrived after all; what was typed since is another text, and not sent yet.
  already() {
    this.waits = this.first = undefined;
    this.leaving = false;
    this.form.elements.once.value = crypto.randomUUID?.() ?? ""; // not there without TLS
    if (this.keeps) write(this.key, this.body());
    this.say("done");
  }

  // --- Found on this device ---

  async find() {
    const { stored } = document.documentElement.dataset; // then the portal's page is late, and asks nothing
    for (const key of keys(this.place)) {
      const { at, body } = read(key);
      const status = stored ? 0 : await keepThere(body);
      if (settled(status)) {
        forget(key);
        const asked = this.form.querySelector(".kept a") || this.body() !== this.kept;
        if (status === 204 && !asked) return location.reload(); // the page then asks
      } else this.offer(key, at, body, !status);
    }
  }

  offer(key, at, body, unsure) {
    this.box.hidden = false;
    this.box.querySelector("[data-when]").textContent = clock(at);
    this.box.querySelector(".actions")?.remove();
    const row = document.createElement("p");
    row.className = "actions";
    const close = () => { this.box.hidden = true; forget(key) };
    const put = () => { this.fill(body, unsure); close(); this.later() };
    for (const [name, act] of [["put", put], ["drop", close]]) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "btn", textContent: this.box.dataset[name] });
      button.addEventListener("click", act);
      row.append(button);
    }
    this.box.append(row);
  }

  // Where nobody could say whether it was carried out, it is the same deed only as it was: changed,
  // it goes under the token of this page.
  fill(body, unsure) {
    const typed = new URLSearchParams(body);
    const { once } = this.form.elements, own = once?.value;
    if (unsure && once) this.form.addEventListener("input", () => { once.value = own }, { once: true });
    for (const one of this.form.elements) {
      if (!one.name || one.name === "seal" || this.leaves.has(one.name) || one.type === "file") continue;
      const values = typed.getAll(one.name);
      if (one.type === "checkbox" || one.type === "radio") one.checked = values.includes(one.value);
      else if (one.options) for (const option of one.options) option.selected = values.includes(option.value);
      else if (values.length && one.type !== "submit") one.value = values[0];
    }
  }
}

const here = [...document.querySelectorAll("input[name=seal]")].map((seal) => new Form(seal));

// What was kept on this device for other pages goes to the portal when the line is back; where the
// portal keeps another text, the page of that form asks which of the two, and no other page does.
async function hand() {
  for (const key of keys(MINE)) {
    const { at, body, waits } = read(key);
    if (waits || here.some((form) => key.startsWith(form.place))) continue;
    const status = await keepThere(body);
    if (settled(status)) forget(key);
    else if (status === 409) write(key, body, { at, waits: true });
  }
}

addEventListener("online", hand);
hand();
