// Messages of this browser: asks for leave only when the button is pressed.
"use strict";

const form = document.querySelector("form[data-push]");
const can = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
if (form && !can) document.querySelector("[data-push-none]").hidden = false;
if (form && can) {
  form.hidden = false;
  // Who said no before is not asked again by the browser: say at once what the button would say.
  if (Notification.permission === "denied") say(form.dataset.refused);
  form.addEventListener("submit", async (event) => {
    if (form.elements.endpoint.value) return;
    event.preventDefault();
    try {
      if ((await Notification.requestPermission()) !== "granted") throw new Error("refused");
      const worker = await navigator.serviceWorker.register(form.dataset.worker);
      const told = await subscribe(worker);
      const { endpoint, keys } = told.toJSON();
      form.elements.endpoint.value = endpoint;
      form.elements.p256dh.value = keys.p256dh;
      form.elements.auth.value = keys.auth;
      form.requestSubmit();
    } catch {
      say(form.dataset.refused);
    }
  });
}

function say(what) {
  form.querySelector("[role=alert]").textContent = what;
}

async function subscribe(worker) {
  const asked = { userVisibleOnly: true, applicationServerKey: bytes(form.dataset.key) };
  await ready(worker);
  try {
    return await worker.pushManager.subscribe(asked);
  } catch {
    // It was subscribed with another installation's key before.
    await (await worker.pushManager.getSubscription())?.unsubscribe();
    return worker.pushManager.subscribe(asked);
  }
}

function ready(worker) {
  if (worker.active) return Promise.resolve();
  const coming = worker.installing ?? worker.waiting;
  return new Promise((resolve) => {
    coming.addEventListener("statechange", () => coming.state === "activated" && resolve());
  });
}

function bytes(text) {
  const padded = text.replaceAll("-", "+").replaceAll("_", "/").padEnd(Math.ceil(text.length / 4) * 4, "=");
  return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0));
}
