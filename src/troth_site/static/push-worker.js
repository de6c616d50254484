// Shows what arrives while no page is open, and opens its page when it is pressed. It keeps nothing.
"use strict";

self.addEventListener("push", (event) => {
  const said = event.data?.json() ?? {};
  const shown = { body: said.body, tag: said.tag, data: { url: said.url } };
  event.waitUntil(self.registration.showNotification(said.title ?? "Troth", shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { url } = event.notification.data ?? {};
  if (url && new URL(url).origin === self.location.origin) event.waitUntil(self.clients.openWindow(url));
});
