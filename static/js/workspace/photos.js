// Photos and documents as they are kept: looked at while whoever took them still stands there, and no larger than anybody
// needs. Drawn anew, photos lose the place and the camera before they leave the device.

const LONGEST_SIDE = 2400; // as the server keeps them
const LARGE = 1_000_000; // bytes
const LARGEST = 15 * 1024 * 1024; // as the server takes them
const QUALITY = 0.85;
const HEIC = /^(heic|heix|hevc|heim|heis|mif1|msf1|avif)/;

// `reason` names the sentence to be shown
export class NotTaken extends Error {
  field = ""; // of the form that it was chosen in
  file = ""; // its name

  /** @param {string} reason */
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

// { blob, name } as it is to be kept, or NotTaken
/** @param {File} file */
export const prepared = async (file) => {
  if (!file.size) throw new NotTaken("fileEmpty");
  const head = new Uint8Array(await file.slice(0, 16).arrayBuffer());
  const text = String.fromCharCode(...head);
  if (text.startsWith("%PDF-")) return asDocument(file);
  const isHeic = text.slice(4, 8) === "ftyp" && HEIC.test(text.slice(8));
  const isPhoto = text.startsWith("\xff\xd8\xff") || text.startsWith("\x89PNG") || (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP");
  if (!isHeic && !isPhoto) throw new NotTaken("fileKind");
  let drawn;
  try {
    drawn = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    throw new NotTaken(isHeic ? "fileHeic" : "fileBroken");
  }
  const scale = Math.min(1, LONGEST_SIDE / Math.max(drawn.width, drawn.height));
  if (isPhoto && scale === 1 && file.size < LARGE) {
    drawn.close();
    return { blob: file, name: file.name };
  }
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(drawn.width * scale)), Math.max(1, Math.round(drawn.height * scale)));
  /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d")).drawImage(drawn, 0, 0, canvas.width, canvas.height);
  drawn.close();
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  return { blob, name: file.name };
};

/** @param {File} file */
const asDocument = async (file) => {
  if (file.size > LARGEST) throw new NotTaken("fileLarge");
  const end = await file.slice(-2048).text();
  if (!end.includes("%%EOF")) throw new NotTaken("fileCut");
  return { blob: file, name: file.name };
};

// whether the device can hold this much more
/** @param {number} bytes */
export const hasRoom = async (bytes) => {
  const { quota, usage } = /** @type {StorageEstimate} */ ((await navigator.storage?.estimate?.().catch(() => ({}))) ?? {});
  return quota === undefined || (usage ?? 0) + 2 * bytes < quota;
};
