import { evaluateFit } from '#numeric/polynomial';
import type { Frame } from '#numeric/frame';
import type { Target } from '#numeric/targets';
export function interimTrace(frame: Frame, t: Target): Float64Array {
  return Float64Array.from({ length: frame.geometry.nx }, (_, x) => t.positionRow + evaluateFit(t.path, x));
}
export function interimSum(frame: Frame, rows: Float64Array, half: number, sky: boolean) {
  const { nx, ny } = frame.geometry;
  const flux = new Float64Array(nx), variance = new Float64Array(nx), skyA = new Float64Array(nx), mask = new Uint8Array(nx);
  for (let x = 0; x < nx; x++) {
    const c = rows[x]!;
    const s: number[] = [];
    if (sky) for (let y = Math.round(c - 4 * half); y < c + 4 * half; y++) if (y >= 0 && y < ny && Math.abs(y - c) > 2.5 * half && !frame.mask[y * nx + x]) s.push(frame.flux[y * nx + x]!);
    s.sort((a, b) => a - b);
    const level = s.length ? s[s.length >> 1]! : 0;
    for (let y = Math.max(0, Math.round(c - half)); y <= Math.min(ny - 1, Math.round(c + half)); y++) {
      const f = frame.flux[y * nx + x]!;
      if (Number.isFinite(f)) { flux[x]! += f - level; variance[x]! += frame.variance[y * nx + x]!; skyA[x]! += level; }
    }
  }
  return { flux, variance, sky: skyA, mask };
}
