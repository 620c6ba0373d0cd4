/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Edges of the visible, and where it turns from one pure color to the next, nm. */
const [VIOLET, BLUE, CYAN, GREEN, YELLOW, RED] = [380, 440, 490, 510, 580, 645];

/** The true color of light of a wavelength in angstrom; dim outside what eyes see. */
export function lightColor(angstrom: number): Rgb {
  const nm = angstrom / 10;
  const fade = nm < 420 ? 0.3 + (0.7 * (nm - 370)) / 50 : nm > 690 ? 0.3 + (0.7 * (770 - nm)) / 80 : 1;
  const level = (share: number): number => Math.round(255 * clamp(clamp(share) * Math.max(0.22, fade) * 0.82 + 0.06));
  const [red, green, blue] = pure(nm);
  return [level(red), level(green), level(blue)];
}

function pure(nm: number): Rgb {
  if (nm < BLUE) return [(BLUE - nm) / (BLUE - VIOLET), 0, 1];
  if (nm < CYAN) return [0, (nm - BLUE) / (CYAN - BLUE), 1];
  if (nm < GREEN) return [0, 1, (GREEN - nm) / (GREEN - CYAN)];
  if (nm < YELLOW) return [(nm - GREEN) / (YELLOW - GREEN), 1, 0];
  if (nm < RED) return [1, (RED - nm) / (RED - YELLOW), 0];
  return [1, 0, 0];
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
