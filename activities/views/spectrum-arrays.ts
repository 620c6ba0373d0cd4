import type { SpectrumView } from './spectrum-view.js';

interface NamedArray {
  readonly name: string;
  /** How it travels: what nobody can see the rounding of has 32 bits. */
  readonly type: 'float64' | 'float32' | 'uint8';
  readonly values: Float64Array | Uint8Array;
}

/** Arrays begin at multiples of this, so that a browser looks at them without a copy. */
const ALIGNMENT = 8;

/** The arrays of a spectrum by the names they have in its FITS table. */
export function arraysOf(spectrum: SpectrumView): NamedArray[] {
  return [
    { name: spectrum.axis, type: 'float64', values: spectrum.axisValues },
    { name: 'flux', type: 'float32', values: spectrum.flux },
    { name: 'uncertainty', type: 'float32', values: spectrum.uncertainty },
    { name: 'sky', type: 'float32', values: spectrum.sky },
    { name: 'mask', type: 'uint8', values: spectrum.mask },
    ...(spectrum.wavelengthErrors ? [{ name: 'wavelength_error', type: 'float32' as const, values: spectrum.wavelengthErrors }] : []),
  ];
}

/** Length of the head (uint32, little-endian), head (JSON with `arrays`: name, type, offset from its end, length), arrays: little-endian, aligned to eight bytes. */
export function packSpectrum(spectrum: SpectrumView, head: object): Buffer {
  const blocks: Buffer[] = [];
  let offset = 0;
  const arrays = arraysOf(spectrum).map(({ name, type, values }) => {
    const bytes = bytesOf(type, values);
    const place = { name, type, offset, length: values.length };
    blocks.push(bytes, Buffer.alloc(gap(bytes.length)));
    offset += bytes.length + gap(bytes.length);
    return place;
  });
  const text = Buffer.from(JSON.stringify({ ...head, arrays }));
  const padded = Buffer.concat([text, Buffer.alloc(gap(4 + text.length), ' ')]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(padded.length);
  return Buffer.concat([length, padded, ...blocks]);
}

const gap = (length: number) => (ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT;

/** Little-endian, as every machine that runs this has them. */
export function bytesOf(type: NamedArray['type'], values: Float64Array | Uint8Array): Buffer {
  const typed = type === 'float32' ? Float32Array.from(values) : values;
  return Buffer.from(typed.buffer, typed.byteOffset, typed.byteLength);
}
