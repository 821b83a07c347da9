import { randomBytes } from 'node:crypto';
import { KeyRing } from './key-ring.js';

const key = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;

describe('KeyRing', () => {
  it('opens what it sealed, and what an older key of the ring sealed', () => {
    const old = key('k1');
    const sealed = new KeyRing(old).seal('EAAG-token', 'outlet-1');
    const rotated = new KeyRing(`${key('k2')},${old}`);
    expect(rotated.open(sealed, 'outlet-1')).toBe('EAAG-token');
    expect(rotated.isStale(sealed)).toBe(true);
    expect(rotated.isStale(rotated.seal('EAAG-token', 'outlet-1'))).toBe(false);
  });

  it('does not open a value on another row, a changed value, or without its key', () => {
    const ring = new KeyRing(key('k1'));
    const sealed = ring.seal('EAAG-token', 'outlet-1');
    expect(() => ring.open(sealed, 'outlet-2')).toThrow();
    const [id, iv, body] = sealed.split('.');
    const changed = Buffer.from(body!, 'base64url');
    changed[0]! ^= 1;
    expect(() => ring.open(`${id}.${iv}.${changed.toString('base64url')}`, 'outlet-1')).toThrow();
    expect(() => new KeyRing(key('k9')).open(sealed, 'outlet-1')).toThrow('not in the ring');
  });

  it('refuses a key that is not 32 bytes', () => {
    expect(() => new KeyRing('k1:c2hvcnQ=')).toThrow('ENCRYPTION_KEYS');
  });
});
