// Pictures as the phone shows them: small, and only where the eye is, so that two hundred weigh nothing.
import { database } from "./store.js";
import { work } from "./work.js";

const urls = new Map();
const comings = new WeakMap();
const eye = new IntersectionObserver((seen) => {
  const come = seen.filter(({ isIntersecting }) => isIntersecting).map(({ target }) => target);
  for (const image of come) {
    eye.unobserve(image);
    comings.get(image)();
  }
  if (come.length) draw(come);
}, { rootMargin: "200px" });

export function watch(image, coming) {
  comings.set(image, coming);
  eye.observe(image);
}

// What came into sight together is read in one turn of the disk and drawn at once.
async function draw(images) {
  const { store } = (await database()).transaction("thumbs");
  const news = images.map((image) => image.dataset.photo).filter((uid) => !urls.has(uid));
  const thumbs = await Promise.all(news.map((uid) => store.get(uid)));
  for (const [at, uid] of news.entries()) {
    const known = work.items.find((item) => item.uid === uid)?.preview;
    if (thumbs[at]) urls.set(uid, URL.createObjectURL(thumbs[at].blob));
    else if (known) urls.set(uid, known);
  }
  for (const image of images) {
    if (urls.has(image.dataset.photo)) image.src = urls.get(image.dataset.photo);
    else image.hidden = true;
  }
}

// The whole picture, for marking; the small one where the whole has left the phone.
export async function pictureOf(uid) {
  const store = await database();
  const kept = (await store.get("photos", uid)) ?? (await store.get("thumbs", uid));
  return kept ? URL.createObjectURL(kept.blob) : null;
}
