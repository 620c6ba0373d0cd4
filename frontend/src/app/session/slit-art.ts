import { lightColor } from '../plots/light-color';

const [COLUMNS, ROWS] = [620, 232];
const WAVELENGTH = { first: 4200, perColumn: 4.02 };
/** Lines of a planetary nebula, Å and strength against Hβ = 100, and those of the night sky over the whole slit. */
const NEBULA = [[4340, 47], [4363, 12], [4471, 6], [4686, 31], [4711, 8], [4740, 7], [4861, 100], [4959, 430], [5007, 900], [5412, 4], [5755, 1], [5876, 14], [6312, 2], [6548, 20], [6563, 285], [6584, 60], [6678, 5]] as const; // prettier-ignore
const SKY = [[4358, 1.2], [5461, 1.4], [5577, 16], [5890, 6], [6300, 7], [6364, 2.4], [6498, 1.5], [6533, 1.6]] as const; // prettier-ignore
const COSMIC_RAYS = 70;

/** An invented long-slit frame in the colors of its light, stretched over the canvas; the same at every visit. */
export function drawSlitArt(canvas: HTMLCanvasElement): void {
  const context = canvas.getContext('2d');
  if (!context || canvas.clientWidth === 0) return;
  const small = new OffscreenCanvas(COLUMNS, ROWS);
  small.getContext('2d')?.putImageData(slit(), 0, 0);
  canvas.width = canvas.clientWidth;
  canvas.height = canvas.clientHeight;
  context.imageSmoothingQuality = 'high';
  context.drawImage(small, 0, 0, canvas.width, canvas.height);
  // The words stand on dark ground.
  const shade = context.createLinearGradient(0, 0, 0, canvas.height);
  for (const [at, opacity] of [[0, 0.82], [0.22, 0.1], [0.6, 0.15], [0.82, 0.92], [1, 1]] as const) shade.addColorStop(at, `rgba(5, 6, 7, ${opacity})`); // prettier-ignore
  context.fillStyle = shade;
  context.fillRect(0, 0, canvas.width, canvas.height);
}

function slit(): ImageData {
  const image = new ImageData(COLUMNS, ROWS);
  const next = seeded(5);
  const hits = cosmicRays(next);
  for (let column = 0; column < COLUMNS; column++) {
    const wavelength = WAVELENGTH.first + WAVELENGTH.perColumn * column;
    const [red, green, blue] = lightColor(wavelength);
    const line = sum(NEBULA, wavelength, 3.4);
    const sky = sum(SKY, wavelength, 3.2);
    for (let row = 0; row < ROWS; row++) {
      const from = row - ROWS / 2 - (5 * (column - COLUMNS / 2)) / COLUMNS;
      const star = (1 + (from / 2.7) ** 2) ** -2.4;
      const shell = bump(from, -13, 9) + bump(from, 13, 9) + bump(from, 0, 34) * 0.6;
      const light = 0.32 + 0.1 * (next() - 0.5) + sky * 0.35 + line * (0.05 * shell + 0.06 * star) + star * 0.55 + (hits.has(row * COLUMNS + column) ? 14 : 0);
      const level = Math.min(1.25, Math.asinh(light * 1.3) / 2.6);
      const white = Math.max(0, level - 0.9) * 300;
      image.data.set([red * level + white, green * level + white, blue * level + white, 255], (row * COLUMNS + column) * 4);
    }
  }
  return image;
}

function cosmicRays(next: () => number): ReadonlySet<number> {
  const hits = new Set<number>();
  for (let i = 0; i < COSMIC_RAYS; i++) {
    const [column, row, angle, length] = [next() * COLUMNS, next() * ROWS, next() * Math.PI, 1 + next() ** 3 * 16];
    for (let t = 0; t < length; t += 0.5) hits.add(Math.round(row + t * Math.sin(angle)) * COLUMNS + Math.round(column + t * Math.cos(angle)));
  }
  return hits;
}

function sum(lines: readonly (readonly [number, number])[], wavelength: number, width: number): number {
  return lines.reduce((total, [center, strength]) => total + strength * bump(wavelength, center, width), 0);
}

function bump(x: number, center: number, width: number): number {
  return Math.exp(-0.5 * ((x - center) / width) ** 2);
}

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
