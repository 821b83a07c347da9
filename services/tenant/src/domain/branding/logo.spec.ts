import { readLogo } from './logo.js';

const png = (width: number, height: number): Buffer => {
  const bytes = Buffer.alloc(40);
  Buffer.from('89504e470d0a1a0a0000000d', 'hex').copy(bytes);
  bytes.write('IHDR', 12);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
};
const jpeg = (width: number, height: number): Buffer => {
  // A comment of 5 bytes before the frame, and a fill byte.
  const bytes = Buffer.concat([Buffer.from('ffd8ffe000070102030405ffffc0001108', 'hex'), Buffer.alloc(20)]);
  bytes.writeUInt16BE(height, 17);
  bytes.writeUInt16BE(width, 19);
  return bytes;
};
const webp = (chunk: string, write: (bytes: Buffer) => void): Buffer => {
  const bytes = Buffer.alloc(40);
  bytes.write(`RIFF\0\0\0\0WEBP${chunk}`, 'latin1');
  write(bytes);
  return bytes;
};
const lossy = (width: number, height: number): Buffer =>
  webp('VP8 ', (bytes) => {
    bytes.writeUIntBE(0x9d012a, 23, 3);
    bytes.writeUInt16LE(width, 26);
    bytes.writeUInt16LE(height, 28);
  });
const lossless = (width: number, height: number): Buffer =>
  webp('VP8L', (bytes) => {
    bytes[20] = 0x2f;
    bytes.writeUInt32LE((width - 1) | ((height - 1) << 14), 21);
  });
const extended = (width: number, height: number): Buffer =>
  webp('VP8X', (bytes) => {
    bytes.writeUIntLE(width - 1, 24, 3);
    bytes.writeUIntLE(height - 1, 27, 3);
  });

describe('a logo', () => {
  it.each([
    ['PNG', png, 'image/png'],
    ['JPEG', jpeg, 'image/jpeg'],
    ['lossy WebP', lossy, 'image/webp'],
    ['lossless WebP', lossless, 'image/webp'],
    ['extended WebP', extended, 'image/webp'],
  ] as const)('is a %s by its bytes, from 16 to 2048 pixels on each side', (_, make, type) => {
    expect(readLogo(make(16, 2_048))).toEqual({ type });
    expect(readLogo(make(320, 90))).toEqual({ type });
    expect(readLogo(make(15, 90))).toEqual({ fault: 'too_small' });
    expect(readLogo(make(90, 2_049))).toEqual({ fault: 'too_large' });
  });

  it.each([
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'svg'],
    ['\uFEFF<?xml version="1.0"?><svg/>', 'svg'],
    ['  <!-- a logo --><svg/>', 'svg'],
    ['GIF89a', 'not_a_picture'],
    ['<html>', 'not_a_picture'],
    ['', 'not_a_picture'],
  ])('is not %j', (text, fault) => {
    expect(readLogo(Buffer.from(text))).toEqual({ fault });
  });

  it('that breaks off is broken, wherever it does', () => {
    for (const make of [png, jpeg, lossy, lossless, extended]) {
      const whole = make(100, 100);
      for (let end = 12; end < 20; end++) expect(readLogo(whole.subarray(0, end))).toEqual({ fault: 'broken' });
    }
  });
});
