// Photos as they are kept: no larger than anybody needs, so that a bad connection carries them. Drawn anew, they lose
// the place and the camera before they leave the device.

const LONGEST_SIDE = 2400; // as the server keeps them
const LARGE = 1_000_000; // bytes
const QUALITY = 0.85;

export const prepared = async (file) => {
  const as = { blob: file, name: file.name };
  if (!file.type.startsWith("image/")) return as;
  try {
    const drawn = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(drawn.width, drawn.height));
    if (scale === 1 && file.size < LARGE) return as;
    const canvas = new OffscreenCanvas(Math.round(drawn.width * scale), Math.round(drawn.height * scale));
    canvas.getContext("2d").drawImage(drawn, 0, 0, canvas.width, canvas.height);
    drawn.close();
    return { ...as, blob: await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY }) };
  } catch {
    return as; // what this browser cannot draw is sent as it is; the server says whether it takes it
  }
};
