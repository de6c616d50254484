// Where the phone is: asked once, when the person presses the button; refused is unknown and nothing else changes.
import { setting, set } from "./store.js";

const OLD_MILLISECONDS = 5 * 60 * 1000;
let latest = null;
let watching = false;

export async function begin() {
  if ((await setting("place")) === "allowed") watch();
}

export async function ask() {
  if (!navigator.geolocation) return note("unknown");
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      (found) => { hear(found); watch(); resolve(note("allowed")); },
      (error) => resolve(note(error.code === error.PERMISSION_DENIED ? "refused" : "unknown")),
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
    );
  });
}

export const asked = () => setting("place");

async function note(answer) {
  await set("place", answer);
  return answer;
}

function watch() {
  if (watching || !navigator.geolocation) return;
  watching = true;
  navigator.geolocation.watchPosition(hear, () => { latest = null; }, { enableHighAccuracy: false, maximumAge: 60_000 });
}

function hear(found) {
  const { latitude, longitude, accuracy } = found.coords;
  latest = { latitude, longitude, accuracy, at: Date.now() };
}

// Three times None where it is not known: nobody is put where they were an hour ago.
export function here() {
  const known = latest && Date.now() - latest.at < OLD_MILLISECONDS;
  return known
    ? { latitude: latest.latitude, longitude: latest.longitude, accuracy: latest.accuracy }
    : { latitude: null, longitude: null, accuracy: null };
}
