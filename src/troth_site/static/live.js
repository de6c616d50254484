// Parts of a page that follow the record: a stream where it comes through, asking again and again where it does not.
"use strict";

// With the drawing after it, what changed is seen within two seconds.
const ASK_MILLISECONDS = 1500;
const PATIENCE_MILLISECONDS = 4000;
const SETTLE_MILLISECONDS = 150;

const FIELDS = "input, textarea, select";

for (const place of document.querySelectorAll("[data-live]")) listen(place.dataset);

function isWritten(shown) {
  return [...shown.querySelectorAll(FIELDS)].some((field) => field.type !== "hidden" && (
    field.matches("select") ? [...field.options].some((option) => option.defaultSelected && !option.selected)
      : field.type === "file" ? field.files.length > 0
      : ["checkbox", "radio"].includes(field.type) ? field.checked !== field.defaultChecked
      : field.value !== field.defaultValue));
}

function listen({ live, liveSince, liveLast, liveTarget }) {
  let last = liveLast;
  let due = 0;
  let again = false;
  let asking = false;

  async function refresh() {
    const shown = document.getElementById(liveTarget);
    // What somebody is typing, has typed, or is holding, is never drawn anew under their hands.
    if (!shown || shown.contains(document.activeElement) && document.activeElement.matches(FIELDS) || isWritten(shown)) {
      again = Boolean(shown);
      return;
    }
    again = false;
    const answer = await fetch(location.href, { headers: { "X-Live": "1" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(liveTarget);
    if (!fresh) return;
    const focus = document.activeElement?.id;
    shown.replaceWith(document.adoptNode(fresh));
    if (focus) document.getElementById(focus)?.focus();
    globalThis.htmx?.process(fresh);
  }

  function soon() {
    clearTimeout(due);
    due = setTimeout(refresh, SETTLE_MILLISECONDS);
  }

  document.addEventListener("focusout", () => again && soon());

  async function look() {
    if (document.hidden) return;
    try {
      const answer = await fetch(`${liveSince}?after=${last}`);
      if (!answer.ok) return;
      const told = await answer.json();
      last = told.last;
      if (told.changes.length) soon();
    } catch {
      // The network is away; the next turn tries again.
    }
  }

  function ask() {
    if (asking) return;
    asking = true;
    look();
    setInterval(look, ASK_MILLISECONDS);
    document.addEventListener("visibilitychange", look);
  }

  if (!globalThis.EventSource) return ask();
  // Some proxies let a stream be opened and keep what it says until it ends: only its first word proves that it comes through.
  let heard = false;
  const source = new EventSource(`${live}?since=${last}`);
  const patience = setTimeout(() => heard || fall(), PATIENCE_MILLISECONDS);
  source.addEventListener("here", () => { heard = true; clearTimeout(patience); });
  source.onerror = () => { if (source.readyState === EventSource.CLOSED) fall(); };
  source.addEventListener("changed", (event) => { last = event.lastEventId || last; soon(); });
  addEventListener("pagehide", () => source.close());

  function fall() {
    source.close();
    ask();
  }
}
