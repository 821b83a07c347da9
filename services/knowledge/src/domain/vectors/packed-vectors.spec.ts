import { cosineOf, packVectors, toUnit } from './packed-vectors.js';

describe('packed vectors', () => {
  it('keep their directions within a hundredth', () => {
    const vector = (seed: number): Float32Array => toUnit(Array.from({ length: 512 }, (_, at) => Math.sin(seed * 7.3 + at * (seed + 1.7))));
    const all = [1, 2, 3, 4].map(vector);
    const packed = new Int8Array(packVectors(all).buffer);
    expect(packed).toHaveLength(4 * 512);
    for (const one of all) {
      all.forEach((other, row) => {
        const exact = one.reduce((sum, value, at) => sum + value * other[at]!, 0);
        expect(Math.abs(cosineOf(one, packed, row) - exact)).toBeLessThan(0.01);
      });
    }
  });

  it('of nothing are near to nothing, and of different lengths are refused', () => {
    expect(cosineOf(toUnit([1, 0]), new Int8Array(packVectors([toUnit([0, 0])]).buffer), 0)).toBe(0);
    expect(() => packVectors([toUnit([1, 0]), toUnit([1, 0, 0])])).toThrow('3 dimensions among those of 2');
  });
});
