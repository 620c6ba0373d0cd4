import { differenceInSigma } from '../plots/difference';
import { smoothed, type Spectrum } from '../plots/spectrum';
import { pairs, panelPlaces, PREVIEW_PX, seen, type BenchLook, type BenchPanels, type Other, type PanelPlace } from './bench-option';

/** What a plot is drawn on. */
export interface Ground {
  readonly brush: CanvasRenderingContext2D;
  /** CSS px. */
  readonly width: number;
  readonly height: number;
}

/**
 * Draws what the zones under a hand give, and its difference below, on the axes of the chart and over it: the chart is not made anew, which takes ten times as long
 * and would come a frame of the screen late.
 */
export function drawPreview({ brush, width, height }: Ground, { spectrum, preview }: { spectrum: Spectrum; preview: Other }, look: BenchLook, { scale, difference }: BenchPanels): void {
  const places = panelPlaces({ width, height }, look.isNarrow, difference !== undefined);
  const [first, last] = seen(spectrum, look);
  const cut = (values: Float64Array): Float64Array => values.subarray(first, last + 1);
  const { min = 0, max = 1, type } = scale.axis as { min?: number; max?: number; type?: string };
  const share = type === 'log' ? (value: number): number => Math.log(value / min) / Math.log(max / min) : (value: number): number => (value - min) / (max - min);
  along(brush, places.curves, look, pairs(first, smoothed(cut(preview.flux), look.smoothing), (value) => share(scale.of(value))), { color: look.colors['series-5'], width: PREVIEW_PX });
  const sigma = difference && differenceInSigma(preview, spectrum);
  if (sigma) along(brush, places.difference, look, pairs(first, cut(sigma), (value) => (value / difference.max + 1) / 2), { color: look.colors['series-4'], width: 1 });
}

/** A line through columns and shares of the height in turn, with gaps, clipped to its panel. */
function along(brush: CanvasRenderingContext2D, { left, top, width, height }: PanelPlace, { from, to }: BenchLook, points: Float64Array, style: { color: string; width: number }): void {
  brush.save();
  brush.beginPath();
  brush.rect(left, top, width, height);
  brush.clip();
  brush.beginPath();
  let isDown = false;
  for (let i = 0; i < points.length; i += 2) {
    const [column, share] = [points[i] as number, points[i + 1] as number];
    if (Number.isNaN(share)) {
      isDown = false;
      continue;
    }
    const [x, y] = [left + ((column - from) / (to - from)) * width, top + (1 - share) * height];
    if (isDown) brush.lineTo(x, y);
    else brush.moveTo(x, y);
    isDown = true;
  }
  brush.strokeStyle = style.color;
  brush.lineWidth = style.width;
  brush.lineJoin = 'bevel';
  brush.stroke();
  brush.restore();
}
