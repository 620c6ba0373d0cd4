import { lampLight, type LampLight } from '../views/lamp-light.js';
import { viewImage, viewVariance, type ImageHints, type ImageView, type VarianceView } from '../views/image-view.js';
import { framePixels, type FrameLook } from '../views/frame-pixels.js';
import type { PictureLook } from '../views/pictures.js';
import { viewSpectrum, type SpectrumView } from '../views/spectrum-view.js';
import { tableText, type TableFormat } from '../views/spectrum-table.js';

/** What the thread for looking can be asked to do. */
export const viewTasks = {
  image: ({ bytes, hints }: { readonly bytes: Uint8Array; readonly hints: ImageHints }): ImageView => viewImage(bytes, hints),
  variance: ({ bytes, hints }: { readonly bytes: Uint8Array; readonly hints: ImageHints }): VarianceView => viewVariance(bytes, hints),
  spectrum: ({ bytes, name }: { readonly bytes: Uint8Array; readonly name: string }): SpectrumView => viewSpectrum(bytes, name),
  lamp: ({ view, exposure }: { readonly view: Parameters<typeof lampLight>[0]; readonly exposure: Parameters<typeof lampLight>[1] }): LampLight => lampLight(view, exposure),
  table: ({ spectrum, format }: { readonly spectrum: SpectrumView; readonly format: TableFormat }): string => tableText(spectrum, format),
  framePng: ({ view, look }: { readonly view: ImageView; readonly look: FrameLook }): Uint8Array => framePixels(view, look).png,
  // The charts are loaded by who draws: most who look take tiles.
  frameSvg: async ({ view, look }: { readonly view: ImageView; readonly look: PictureLook }): Promise<string> => (await import('../views/pictures.js')).frameSvg(view, look),
  spectrumSvg: async ({ spectrum, look }: { readonly spectrum: SpectrumView; readonly look: PictureLook }): Promise<string> => (await import('../views/pictures.js')).spectrumSvg(spectrum, look),
} as const;

export type ViewTasks = typeof viewTasks;
