import { viewImage, viewVariance, type ImageHints, type ImageView, type VarianceView } from '../views/image-view.js';
import { viewSpectrum, type SpectrumView } from '../views/spectrum-view.js';
import { tableText, type TableFormat } from '../views/spectrum-table.js';

/** What the thread for looking can be asked to do. */
export const viewTasks = {
  image: ({ bytes, hints }: { readonly bytes: Uint8Array; readonly hints: ImageHints }): ImageView => viewImage(bytes, hints),
  variance: ({ bytes, hints }: { readonly bytes: Uint8Array; readonly hints: ImageHints }): VarianceView => viewVariance(bytes, hints),
  spectrum: ({ bytes, name }: { readonly bytes: Uint8Array; readonly name: string }): SpectrumView => viewSpectrum(bytes, name),
  table: ({ spectrum, format }: { readonly spectrum: SpectrumView; readonly format: TableFormat }): string => tableText(spectrum, format),
} as const;

export type ViewTasks = typeof viewTasks;
