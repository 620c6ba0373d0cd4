import { describe, expect, it } from 'vitest';
import { hashNumbers } from './hash-product.js';

const product = { frame: { flux: Float32Array.of(1, NaN), mask: Uint8Array.of(0, 1) }, rms: 0.5, exposure: { name: 'a' } };

describe('the hash of a product', () => {
  it('changes with the last bit of any number, and with its place', () => {
    const hash = hashNumbers(product);
    expect(hashNumbers({ ...product, rms: 0.5000000000000001 })).not.toBe(hash);
    expect(hashNumbers({ ...product, frame: { ...product.frame, mask: Uint8Array.of(1, 0) } })).not.toBe(hash);
    expect(hashNumbers({ frame: product.frame, scatter: 0.5 })).not.toBe(hash);
    expect(hashNumbers({ ...product, frame: { ...product.frame, flux: Float64Array.of(1, NaN) } })).not.toBe(hash);
  });

  it('does not change with the order of names, the bits of NaN, or what the step did not make', () => {
    const otherNaN = new Float32Array(new Uint32Array([0x3f800000, 0xffc12345]).buffer);
    expect(hashNumbers({ exposure: { name: 'b' }, rms: 0.5, frame: { mask: Uint8Array.of(0, 1), flux: otherNaN } })).toBe(hashNumbers(product));
  });

  it('refuses what it cannot hash', () => {
    expect(() => hashNumbers({ big: BigInt64Array.of(1n) })).toThrow('teach hash-product.ts');
  });
});
