// Pictures as the phone shows them: small, and only where the eye is, so that two hundred weigh nothing.
import { database } from "./store.js";
import { work } from "./work.js";

const urls = new Map();
const comings = new WeakMap();
const eye = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) {
    if (!isIntersecting) continue;
    eye.unobserve(target);
    comings.get(target)();
    draw(target);
  }
}, { rootMargin: "200px" });

export function watch(image, coming) {
  comings.set(image, coming);
  eye.observe(image);
}

async function draw(image) {
  const uid = image.dataset.photo;
  if (!urls.has(uid)) {
    const thumb = await (await database()).get("thumbs", uid);
    const known = work.items.find((item) => item.uid === uid)?.preview;
    if (thumb) urls.set(uid, URL.createObjectURL(thumb.blob));
    else if (known) urls.set(uid, known);
  }
  if (urls.has(uid)) image.src = urls.get(uid);
  else image.hidden = true;
}

// The whole picture, for marking; the small one where the whole has left the phone.
export async function pictureOf(uid) {
  const store = await database();
  const kept = (await store.get("photos", uid)) ?? (await store.get("thumbs", uid));
  return kept ? URL.createObjectURL(kept.blob) : null;
}
