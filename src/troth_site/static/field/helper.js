// The page's helper: reads, hashes and makes small what the camera gave, one picture at a time.
"use strict";

const SMALL = 240;
let busy = Promise.resolve();

self.onmessage = ({ data: { of, file } }) => {
  busy = busy.then(() => looked(file)).then((found) => self.postMessage({ of, ...found }), (error) => self.postMessage({ of, error: String(error) }));
};

async function looked(file) {
  const bytes = await file.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const blob = new Blob([bytes], { type: file.type || "image/heic" });
  return { sha256, blob, thumb: await smaller(blob) };
}

async function smaller(blob) {
  try {
    const picture = await createImageBitmap(blob, { resizeWidth: SMALL, resizeQuality: "low" });
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    canvas.getContext("2d").drawImage(picture, 0, 0);
    picture.close();
    return await canvas.convertToBlob({ type: "image/jpeg", quality: 0.7 });
  } catch {
    // This browser cannot show it, as with HEIC; the server can.
    return null;
  }
}
