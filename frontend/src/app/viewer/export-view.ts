import type { EChartsCoreOption } from 'echarts/core';
import type { Spectrum } from '../plots/spectrum';
import type { Other } from './bench-option';

/** What of a view goes into a picture: canvases as they are, drawings over them, and the chart below. */
export interface Picture {
  readonly frame: HTMLElement;
  readonly chart: { readonly option: EChartsCoreOption; readonly width: number; readonly height: number } | undefined;
  readonly ground: string;
  readonly ink: string;
  readonly title: string;
}

const TITLE_PX = 26;
const DRAWN = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-opacity', 'opacity', 'font-size', 'font-family'];

/** The columns that are seen as CSV, every number as it is: reading it back gives the same bits. Electron; no answer is empty. */
export function csvOf(spectrum: Spectrum, { preview, other }: { preview: Other | undefined; other: Other | undefined }, from: number, to: number): string {
  const [first, last] = [Math.max(0, Math.ceil(from)), Math.min(spectrum.x.length - 1, Math.floor(to))];
  const masks = new Map(spectrum.masked.map(({ index, cause }) => [index, cause]));
  const curve = (name: string, one: Other | undefined): [string, (i: number) => unknown][] => (one ? [[`${name}_flux`, (i) => one.flux[i]], [`${name}_uncertainty`, (i) => one.error[i]]] : []); // prettier-ignore
  const columns: [string, (i: number) => unknown][] = [
    ['pixel', (i) => i],
    ...(spectrum.axis === 'wavelength' ? [['wavelength_angstrom', (i: number) => spectrum.x[i]] as [string, (i: number) => unknown]] : []),
    ['flux', (i) => spectrum.flux[i]],
    ['uncertainty', (i) => spectrum.error[i]],
    ['sky', (i) => spectrum.sky[i]],
    ['masked', (i) => masks.get(i) ?? ''],
    ...curve('preview', preview),
    ...curve('other', other),
  ];
  const cell = (value: unknown): string => (typeof value === 'number' && Number.isNaN(value) ? '' : String(value));
  const rows = Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => columns.map(([, at]) => cell(at(first + k))).join(','));
  return `${[columns.map(([name]) => name).join(','), ...rows].join('\r\n')}\r\n`;
}

/** The view as one drawing: pixels as a picture in it, everything else as lines and words. */
export async function svgOf({ frame, chart, ground, ink, title }: Picture): Promise<string> {
  const box = frame.getBoundingClientRect();
  const pixels = [...frame.querySelectorAll('canvas')].map((canvas) => {
    const at = canvas.getBoundingClientRect();
    return `<image x="${at.left - box.left}" y="${at.top - box.top}" width="${at.width}" height="${at.height}" preserveAspectRatio="none" href="${canvas.toDataURL('image/png')}"/>`;
  });
  const drawings = [...frame.querySelectorAll('svg')].map((svg) => new XMLSerializer().serializeToString(withStyles(svg)));
  const below = chart ? `<g transform="translate(0 ${TITLE_PX + box.height})">${await chartAsSvg(chart)}</g>` : '';
  const [width, height] = [Math.round(box.width), Math.round(TITLE_PX + box.height + (chart?.height ?? 0))];
  const words = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="${ground}"/><text x="12" y="18" fill="${ink}" font-family="sans-serif" font-size="13">${words}</text><g transform="translate(0 ${TITLE_PX})">${pixels.join('')}${drawings.join('')}</g>${below}</svg>`;
}

/** The same as pixels, as many as the screen has. */
export async function pngOf(picture: Picture): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([await svgOf(picture)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width * devicePixelRatio, image.height * devicePixelRatio];
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture is too large for this browser')))));
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Hands a file to whoever looks. */
export function save(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function chartAsSvg({ option, width, height }: NonNullable<Picture['chart']>): Promise<string> {
  const [{ init, use }, { SVGRenderer }] = await Promise.all([import('echarts/core'), import('echarts/renderers')]);
  use([SVGRenderer]);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption(option);
  const drawn = chart.renderToSVGString();
  chart.dispose();
  return drawn;
}

/** A copy that looks the same without our style sheet. */
function withStyles(svg: SVGElement): SVGElement {
  const copy = svg.cloneNode(true) as SVGElement;
  const copies = [...copy.querySelectorAll('*')];
  [...svg.querySelectorAll('*')].forEach((node, i) => {
    const style = getComputedStyle(node);
    for (const name of DRAWN) copies[i]?.setAttribute(name, style.getPropertyValue(name));
  });
  copy.querySelectorAll('.grip').forEach((grip) => grip.remove());
  return copy;
}
