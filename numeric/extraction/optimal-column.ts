/** Pixels near a trace, column by column: index `x * width + k`. A pixel that cannot be used has pixelVariance 0. */
export interface ColumnBuffers {
  /** Flux above the sky, electron. */
  readonly light: Float64Array;
  /** Sky under it, electron. */
  readonly sky: Float64Array;
  /** Variance without photon noise, electron². */
  readonly base: Float64Array;
  /** 1/response: photon noise variance per electron. */
  readonly inverseResponse: Float64Array;
  /** Variance of the pixel as measured, electron². */
  readonly pixelVariance: Float64Array;
  /** Out: variance of the noise model; 0 where the pixel is not used or was rejected. */
  readonly model: Float64Array;
  /** Out: weight of each pixel's light in the flux. */
  readonly weight: Float64Array;
}

/** The light of a source in one column. */
export interface OptimalColumn {
  /** Electron, and electron²; NaN where no pixel can be used. */
  readonly flux: number;
  readonly variance: number;
  /** Share of the profile on the pixels used. */
  readonly share: number;
  /** Pixels taken for cosmic rays. */
  readonly rejected: number;
}

/** Of the doubt about the profile, the part that is a share of its peak: the model of a source may miss a bump where it has no light itself. */
const PEAK_PART = 0.1;
/** Rounds of flux and noise model after the last rejection; each gains two digits. */
const NOISE_ROUNDS = 3;
/** No more of a column is rejected than this: were it all cosmic rays, nothing would be left to know the source by. */
const MOST_REJECTED = 1 / 4;

/** What is taken for a cosmic ray. */
export interface Rejection {
  /** Pixels above flux·profile by more than this are cosmic rays, σ. */
  readonly sigma: number;
  /** How wrong the profile may be, as a share of itself, without its light being taken for a cosmic ray. */
  readonly doubt: number;
}

/**
 * Horne's estimator for one column: flux, noise model and cosmic rays found in turn.
 *
 * @param share P of the column at `offset … offset + width − 1`, unitless. @returns NaN flux and variance and no share where no pixel can be used.
 * Writes `model` and `weight` of the column and nothing else.
 * @see Horne 1986, PASP 98, 609 — https://doi.org/10.1086/131801
 */
export function optimalColumn(buffers: ColumnBuffers, share: Float32Array, offset: number, width: number, { sigma, doubt }: Rejection): OptimalColumn {
  const { light, sky, base, inverseResponse, pixelVariance, model, weight } = buffers;
  const end = offset + width;
  let peak = 0;
  for (let i = offset; i < end; i++) {
    model[i] = pixelVariance[i] > 0 ? base[i] + Math.max(0, sky[i]) * inverseResponse[i] : 0;
    if (share[i] > peak) peak = share[i];
  }
  let [flux, information, held] = [0, 0, 0];
  let rejected = 0;
  for (let round = 0; round < NOISE_ROUNDS; round++) {
    [flux, information, held] = [0, 0, 0];
    for (let i = offset; i < end; i++) {
      if (model[i] === 0) continue;
      const w = share[i] / model[i];
      flux += w * light[i];
      information += w * share[i];
      held += share[i];
    }
    if (!(information > 0)) break;
    flux /= information;
    const floor = PEAK_PART * peak * Math.max(0, flux);
    let worst = -1;
    let worstRatio = sigma * sigma;
    for (let i = offset; i < end; i++) {
      if (model[i] === 0) continue;
      const expected = Math.max(0, flux) * share[i];
      const variance = base[i] + Math.max(0, sky[i] + expected) * inverseResponse[i];
      model[i] = variance;
      const residual = light[i] - expected;
      if (residual <= 0) continue;
      const ratio = (residual * residual) / (variance + (doubt * (expected + floor)) ** 2);
      if (ratio > worstRatio) [worst, worstRatio] = [i, ratio];
    }
    if (worst >= 0 && rejected < width * MOST_REJECTED) {
      model[worst] = 0;
      rejected++;
      round = -1;
    }
  }
  for (let i = offset; i < end; i++) weight[i] = model[i] > 0 && information > 0 ? share[i] / model[i] / information : 0;
  return { flux: information > 0 ? flux : NaN, variance: information > 0 ? 1 / information : NaN, share: held, rejected };
}
