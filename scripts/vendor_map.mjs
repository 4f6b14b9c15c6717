// Draws the world band in which garments are made: one <path> a country, and where its bubble sits.
// Called by vendor.py: node draw.mjs OUT.svg OUT.json
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
const require = createRequire(process.cwd() + "/");
const { geoNaturalEarth1, geoPath } = await import(require.resolve("d3-geo").replace(/dist.*$/, "src/index.js"));
const { feature, merge } = await import(require.resolve("topojson-client").replace(/dist.*$/, "src/index.js"));

const CODES = {
  "050": "BD", "116": "KH", "332": "HT", "360": "ID", "400": "JO", "558": "NI", "704": "VN", "818": "EG", "231": "ET",
  "144": "LK", "586": "PK", "450": "MG", "426": "LS", "156": "CN", "356": "IN", "104": "MM", "764": "TH", "608": "PH",
  "418": "LA", "458": "MY", "484": "MX", "340": "HN", "320": "GT", "222": "SV", "214": "DO", "188": "CR", "170": "CO",
  "604": "PE", "076": "BR", "792": "TR", "504": "MA", "788": "TN", "404": "KE", "480": "MU", "834": "TZ", "710": "ZA",
  "800": "UG", "646": "RW", "288": "GH", "840": "US", "826": "GB", "724": "ES", "380": "IT", "620": "PT", "642": "RO",
};
// where the middle of the outline would sit on a neighbour's bubble
const SEATS = { VN: [106.2, 21.2], KH: [104.9, 11.8], US: [-98, 38] };
const FINE = new Set(["BD", "KH", "HT", "ID", "JO", "NI", "VN", "EG", "ET", "LK", "PK", "MG", "LS"]);
const WIDTH = 1000, HEIGHT = 400;
const atlas = (d) => JSON.parse(readFileSync(`node_modules/world-atlas/countries-${d}.json`));
const coarse = atlas("110m"), fine = atlas("50m");

const frame = { type: "MultiPoint", coordinates: [[-106, 44], [-106, -24], [152, 44], [152, -24], [20, 44], [20, -26]] };
const projection = geoNaturalEarth1().rotate([-20, 0]).fitExtent([[8, 8], [WIDTH - 8, HEIGHT - 8]], frame);
projection.clipExtent([[0, 0], [WIDTH, HEIGHT]]);
const draw = geoPath(projection).digits(1);

const paths = [], places = {};
const named = new Set(Object.keys(CODES));
const rest = coarse.objects.countries.geometries.filter((g) => !named.has(g.id));
paths.push(`<path id="rest" d="${draw(merge(coarse, rest))}"/>`);
for (const [id, code] of Object.entries(CODES)) {
  const source = FINE.has(code) || code === "MU" ? fine : coarse;
  const geometry = source.objects.countries.geometries.find((g) => g.id === id);
  if (!geometry) throw new Error(`${code}: not in the atlas`);
  const shape = feature(source, geometry);
  const d = draw(shape);
  if (d) paths.push(`<path id="${code}" d="${d}"/>`);
  const [x, y] = SEATS[code] ? projection(SEATS[code]) : draw.centroid(shape);
  if (Number.isFinite(x)) places[code] = [Math.round(x * 10) / 10, Math.round(y * 10) / 10];
}
writeFileSync(process.argv[2], `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}">\n${paths.join("\n")}\n</svg>\n`);
writeFileSync(process.argv[3], JSON.stringify({ width: WIDTH, height: HEIGHT, places }, null, 1) + "\n");
