/**
 * The loops over the pixels of one column of a window. They know typed arrays and numbers only: code that was compiled for an object is thrown away with the last object
 * of its kind, which would be after every frame; code for arrays stays.
 */

/** Light expected in the pixels of a column, that of the first source or in addition to that of others. */
export function expectInto(expected: Float64Array, flux: number, share: Float32Array, offset: number, first: boolean): void {
  const width = expected.length;
  if (first) for (let k = 0; k < width; k++) expected[k] = flux * share[offset + k];
  else for (let k = 0; k < width; k++) expected[k] += flux * share[offset + k];
}

/** The noise model of a column: base + (sky + light)/response; 0 where `used` is 0. */
export function noiseInto(model: Float64Array, used: Float64Array, base: Float64Array, under: Float64Array, inverseResponse: Float64Array, expected: Float64Array, offset: number): void {
  const width = expected.length;
  for (let k = 0, i = offset; k < width; k++, i++) {
    const photons = under[i] + expected[k];
    model[i] = used[i] === 0 ? 0 : base[i] + (photons > 0 ? photons : 0) * inverseResponse[i];
  }
}

/** The same for the light of one source: flux·P. */
export function noiseAlone(model: Float64Array, used: Float64Array, base: Float64Array, under: Float64Array, inverseResponse: Float64Array, flux: number, share: Float32Array, offset: number, end: number): void {
  for (let i = offset; i < end; i++) {
    const photons = under[i] + flux * share[i];
    model[i] = used[i] === 0 ? 0 : base[i] + (photons > 0 ? photons : 0) * inverseResponse[i];
  }
}

/** Whether a pixel stands above the light of one source by more than √least σ. */
export function standsOut(light: Float64Array, model: Float64Array, flux: number, share: Float32Array, offset: number, end: number, least: number): boolean {
  for (let i = offset; i < end; i++) {
    const value = light[i] - flux * share[i];
    if (value > 0 && model[i] > 0 && value * value > least * model[i]) return true;
  }
  return false;
}

/** Σ P·D/V and Σ P·Q/V over the pixels used, into the first two of `sums`. */
export function sumProducts(share: Float32Array, other: Float32Array, light: Float64Array, model: Float64Array, offset: number, end: number, sums: Float64Array): void {
  let sum = 0;
  let product = 0;
  for (let i = offset; i < end; i++) {
    if (model[i] === 0) continue;
    const w = share[i] / model[i];
    sum += w * light[i];
    product += w * other[i];
  }
  sums[0] = sum;
  sums[1] = product;
}

/** What the light expected leaves in each pixel, 0 where unused; whether any stands above the noise by more than √least σ. */
export function leaveOver(residual: Float64Array, light: Float64Array, model: Float64Array, expected: Float64Array, offset: number, least: number): boolean {
  const width = expected.length;
  let any = false;
  for (let k = 0, i = offset; k < width; k++, i++) {
    const variance = model[i];
    const value = variance > 0 ? light[i] - expected[k] : 0;
    residual[k] = value;
    if (value > 0 && value * value > least * variance) any = true;
  }
  return any;
}

/** Share of a profile on the pixels used. */
export function sumHeld(share: Float32Array, model: Float64Array, offset: number, end: number): number {
  let sum = 0;
  for (let i = offset; i < end; i++) if (model[i] > 0) sum += share[i];
  return sum;
}

/** Adds to the weight of each pixel in a flux what it has by one profile. */
export function weighInto(weight: Float64Array, inverse: number, share: Float32Array, model: Float64Array, offset: number, end: number): void {
  for (let i = offset; i < end; i++) if (model[i] > 0) weight[i] += (inverse * share[i]) / model[i];
}
