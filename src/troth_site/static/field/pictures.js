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
    if (thumbs[at]?.blob) urls.set(uid, URL.createObjectURL(thumbs[at].blob));
    else if (known) urls.set(uid, known);
  }
  for (const image of images) {
    const url = urls.get(image.dataset.photo);
    image.hidden = !url;
    image.onerror = () => { image.hidden = true; };
    if (url) image.src = url;
  }
}

// What could not be shown may have come back small from the server meanwhile.
export const again = (image) => (image.hidden ? draw([image]) : null);

// Puts a picture into an image for marking: the whole one, or the small one where the whole has left the phone or where
// this browser cannot show it. Tells what is to be given back afterwards, null where nothing can be shown.
export async function shown(uid, image) {
  const store = await database();
  for (const kept of [await store.get("photos", uid), await store.get("thumbs", uid)]) {
    if (!kept?.blob) continue;
    const url = URL.createObjectURL(kept.blob);
    image.src = url;
    if (await image.decode().then(() => true, () => false)) return url;
    URL.revokeObjectURL(url);
  }
  image.removeAttribute("src");
  return null;
}
