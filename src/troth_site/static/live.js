// Parts of a page that follow the record: a stream where it comes through, asking every two seconds where it does not.
"use strict";

const ASK_MILLISECONDS = 2000;
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

  function ask() {
    if (asking) return;
    asking = true;
    setInterval(async () => {
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
    }, ASK_MILLISECONDS);
  }

  if (!globalThis.EventSource) return ask();
  let opened = false;
  const source = new EventSource(`${live}?since=${last}`);
  const patience = setTimeout(() => opened || fall(), 5000);
  source.onopen = () => { opened = true; clearTimeout(patience); };
  source.onerror = () => { if (source.readyState === EventSource.CLOSED) fall(); };
  source.addEventListener("changed", (event) => { last = event.lastEventId || last; soon(); });
  addEventListener("pagehide", () => source.close());

  function fall() {
    source.close();
    ask();
  }
}
