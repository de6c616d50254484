// The worker of the field: pages and files open without a network, each from what was put aside when there was one.
// The server writes TROTH before this: {version, files, pages, fallback}.
"use strict";

const SHELL = `troth-field-shell-${TROTH.version}`;
const PAGES = "troth-field-pages";
const PATIENCE_MILLISECONDS = 4000;
// Another version's page came: its files are fetched anew until the worker of that version takes over.
let isOld = false;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const shell = await caches.open(SHELL);
    await shell.addAll(TROTH.files.map((file) => new Request(file, { cache: "reload" })));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("troth-field-shell-") && name !== SHELL) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (TROTH.files.includes(url.pathname)) event.respondWith(file(request));
  else if (!TROTH.live.some((end) => url.pathname.endsWith(end))) event.respondWith(picture(request));
});

async function file(request) {
  const kept = isOld ? null : await (await caches.open(SHELL)).match(request, { ignoreSearch: true, ignoreVary: true });
  if (kept) return kept;
  return fetch(request).catch(async () => (await caches.match(request, { ignoreVary: true })) ?? Response.error());
}

async function picture(request) {
  return (await caches.match(request)) ?? fetch(request);
}

// The network first, but nobody waits long for one bar of signal.
async function page(request, url) {
  const pages = await caches.open(PAGES);
  const kept = await pages.match(url.pathname);
  const coming = fetch(request).then(async (answer) => {
    if (!answer.ok || answer.redirected || answer.type === "opaqueredirect") return answer;
    const version = answer.headers.get("X-Field-Version");
    if (version && version !== TROTH.version) {
      isOld = true;
      self.registration.update();
    }
    if (kept || url.pathname === TROTH.fallback) await pages.put(url.pathname, answer.clone()).catch(() => {});
    return answer;
  });
  if (!kept) return coming.catch(async () => (await pages.match(TROTH.fallback)) ?? Response.error());
  const tired = new Promise((resolve) => setTimeout(resolve, PATIENCE_MILLISECONDS, null));
  const answer = await Promise.race([coming.catch(() => null), tired]);
  // Signed out, the page still opens: what is unsent is on it.
  const isPage = answer && answer.ok && new URL(answer.url || url.href).pathname === url.pathname;
  return isPage ? answer : kept;
}
