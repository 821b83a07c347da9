/**
 * Vectors as they are stored: one signed byte a dimension, each vector scaled so that its largest dimension is 127. Only directions are compared, so
 * the scale is not kept. A quarter of the room of 32-bit numbers; cosines change by less than 0.01.
 */
export function packVectors(vectors: readonly Float32Array[]): Uint8Array {
  const dimensions = vectors[0]?.length ?? 0;
  const packed = new Int8Array(vectors.length * dimensions);
  vectors.forEach((vector, row) => {
    if (vector.length !== dimensions) throw new TypeError(`a vector of ${vector.length} dimensions among those of ${dimensions}`);
    const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
    vector.forEach((value, at) => (packed[row * dimensions + at] = Math.round((value / largest) * 127)));
  });
  return new Uint8Array(packed.buffer);
}

/** The cosine of a vector of length 1 and a packed one, -1 to 1. */
export function cosineOf(unit: Float32Array, packed: Int8Array, row: number): number {
  const dimensions = unit.length;
  const from = row * dimensions;
  let [product, squares] = [0, 0];
  for (let at = 0; at < dimensions; at++) {
    const value = packed[from + at]!;
    product += unit[at]! * value;
    squares += value * value;
  }
  return squares === 0 ? 0 : product / Math.sqrt(squares);
}

/** @returns the vector with a length of 1; one without direction as it is */
export function toUnit(vector: ArrayLike<number>): Float32Array {
  const unit = Float32Array.from(vector);
  const length = Math.hypot(...unit);
  return length > 0 ? unit.map((value) => value / length) : unit;
}
