// Sends a form with files over a bad line. The text goes first where files may follow it; each photo
// is made smaller here, and goes in pieces that go on where they stopped. Without this script the
// form is sent as it always was.

const EDGE = 1600;
const PIECE = 96 * 1024;
const LARGEST = 10 * 1024 * 1024; // EVIDENCE_MAX_BYTES
const WAITS = [1, 3]; // seconds, before it is somebody's turn to try again
const PHOTO = /^image\/(jpeg|png|webp)$/;

class Refused extends Error {}
class LedAway extends Refused {} // to sign in first, or from a page whose token is too old

const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

async function patiently(ask) {
  for (const seconds of WAITS) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof Refused) throw error;
      await pause(seconds);
    }
  }
  return ask();
}

async function smaller(file) {
  if (!PHOTO.test(file.type)) return file;
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, EDGE / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    const paper = canvas.getContext("2d");
    paper.fillStyle = "#fff"; // what is transparent would turn black
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
    const name = file.name.replace(/\.\w+$/, "") + ".jpg";
    return blob ? new File([blob], name, { type: blob.type }) : file;
  } catch {
    return file; // the server looks at every file anyway
  }
}

async function digest(file) {
  const found = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(found)].map((one) => one.toString(16).padStart(2, "0")).join("");
}

class Sending {
  constructor(form, words) {
    this.form = form;
    this.words = words;
    this.follow = form.dataset.filesFollow;
    this.status = words.querySelector("[role=status]");
    this.bar = words.querySelector("progress");
    this.again = words.querySelector("button");
    this.onwards = words.querySelector("a");
    this.done = new Map(); // what has arrived already, by its file
    form.addEventListener("submit", (event) => this.start(event));
    this.again.addEventListener("click", () => this.files());
  }

  say(name, file) {
    this.words.hidden = false;
    const text = this.words.dataset[name];
    this.status.textContent = file ? text.replace("[name]", file.name) : text;
  }

  chosen() {
    const inputs = [...this.form.querySelectorAll("input[type=file]")];
    return inputs.flatMap((input) => [...input.files].map((file) => [input.name, file]));
  }

  async start(event) {
    if (event.defaultPrevented || this.plain || (navigator.onLine && !this.chosen().length)) return; // light enough
    event.preventDefault();
    if (this.busy) return;
    this.button = event.submitter;
    this.wanted = this.chosen();
    await this.guarded(async () => {
      await this.fits();
      await (this.follow ? this.text() : this.all());
    }, "cut");
  }

  // Before anything is sent: a file that nobody would take stands in the way of none of it.
  async fits() {
    for (const [, file] of this.wanted) {
      const { small } = await this.prepared(file);
      if (small.size > LARGEST) throw new Refused(this.words.dataset.big.replace("[name]", file.name));
    }
  }

  async guarded(work, name) {
    this.busy = true;
    this.bar.hidden = true;
    this.again.hidden = this.onwards.hidden = true;
    try {
      await work();
    } catch (error) {
      if (error instanceof LedAway && !this.address) return this.asItIs();
      this.say(name, this.now);
      if (error instanceof Refused && error.message) this.status.textContent = error.message;
      this.again.hidden = this.onwards.hidden = !this.address;
    }
    this.bar.hidden = true;
    this.busy = false;
  }

  // The text first; what it led to is remembered, and it is not sent a second time.
  async text() {
    this.say("text");
    const data = this.written();
    const answer = await this.post(this.form.action, data);
    if (!answer.location) return this.asItIs();
    this.address = this.onwards.href = answer.location;
    for (const one of this.form.elements) one.disabled = !this.words.contains(one);
    await this.files();
  }

  async files() {
    await this.guarded(async () => {
      for (const [name, file] of this.wanted) {
        this.now = file;
        const sent = await this.arrive(name, file);
        if (sent.is_kept) continue;
        const data = new FormData();
        data.append("once", sent.once);
        data.append("arrived", sent.arrived);
        const answer = await patiently(() => this.post(this.follow, data));
        if (!answer.location) {
          this.done.delete(file); // what arrived is not taken, or not there any more
          throw new Refused(answer.why);
        }
        sent.is_kept = true;
      }
      location.assign(this.address);
    }, "missing");
  }

  // The files first, where there is nothing without them; then the form that refers to them.
  async all() {
    const data = this.written();
    for (const [name, file] of this.wanted) {
      this.now = file;
      data.append("arrived", (await this.arrive(name, file)).arrived);
    }
    this.now = undefined;
    const answer = await patiently(() => this.post(this.form.action, data));
    if (answer.location) location.assign(answer.location);
    else this.asItIs(data.getAll("arrived"));
  }

  async prepared(file) {
    if (!this.done.has(file)) this.done.set(file, { once: crypto.randomUUID() });
    const sent = this.done.get(file);
    sent.small ??= await smaller(file);
    return sent;
  }

  async arrive(name, file) {
    const sent = await this.prepared(file);
    if (sent.arrived) return sent;
    this.say("sending", file);
    const about = new FormData();
    about.append("name", sent.small.name);
    about.append("size", sent.small.size);
    about.append("digest", (sent.digest ??= await digest(sent.small)));
    let { token, have } = await patiently(() => this.upload("/uploads/", about));
    this.bar.hidden = false;
    while (have < sent.small.size) {
      this.bar.value = have / sent.small.size;
      const piece = sent.small.slice(have, have + PIECE);
      have = (await patiently(() => this.upload(`/uploads/${token}/?from=${have}`, piece))).have;
    }
    this.bar.value = 1;
    sent.arrived = `${name}:${token}`;
    return sent;
  }

  written() {
    const data = new FormData(this.form, this.button);
    for (const input of this.form.querySelectorAll("input[type=file]")) data.delete(input.name);
    return data;
  }

  async upload(address, body) {
    const told = await this.post(address, body);
    if (told.have === undefined) throw new Error("this was not the portal");
    return told;
  }

  async post(address, body) {
    const token = this.form.querySelector("[name=csrfmiddlewaretoken]").value;
    const headers = { "X-CSRFToken": token, "X-Typed": "1" };
    const answer = await fetch(address, { method: "POST", body, headers });
    const location = answer.headers.get("X-Location");
    if (answer.status === 403 || location?.includes("/accounts/")) throw new LedAway();
    if (answer.status === 204) return { location };
    if (answer.headers.get("Content-Type")?.startsWith("application/json")) return answer.json();
    if (answer.status >= 500) throw new Error(answer.status);
    if (!answer.ok && answer.status !== 409) throw new Refused();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return { why: page.querySelector("#errors li")?.textContent };
  }

  // What the server has to say to the text is said by the page it answers with; it keeps the text
  // of who has to sign in first.
  asItIs(arrived = []) {
    for (const value of arrived) {
      const kept = document.createElement("input");
      Object.assign(kept, { type: "hidden", name: "arrived", value });
      this.form.append(kept);
    }
    for (const input of this.form.querySelectorAll("input[type=file]")) input.disabled = true;
    this.plain = true;
    this.busy = false;
    this.form.requestSubmit(this.button);
  }
}

for (const words of document.querySelectorAll(".sending")) {
  const form = words.closest("form");
  const can = form && window.crypto?.subtle && window.createImageBitmap;
  if (can && !form.dataset.sent) {
    form.dataset.sent = "in pieces";
    new Sending(form, words);
  }
}
