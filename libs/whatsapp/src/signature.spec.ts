import fc from 'fast-check';
import { metaSerialize, signBody, verifySignature } from './signature.js';

describe('verifySignature', () => {
  const secret = 'app-secret';
  const raw = Buffer.from('{"object":"whatsapp_business_account"}');

  it('accepts the published vector of the x-hub-signature-256 scheme', () => {
    const header = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
    expect(verifySignature(Buffer.from('Hello, World!'), header, "It's a Secret to Everybody")).toBe(true);
  });

  it('accepts every body signed with the same secret and refuses it after any single byte changed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), (bytes, at) => {
        const body = Buffer.from(bytes);
        const header = signBody(body, secret);
        expect(verifySignature(body, header, secret)).toBe(true);
        body[at % body.length]! ^= 1;
        expect(verifySignature(body, header, secret)).toBe(false);
      }),
    );
  });

  it.each([
    ['a missing header', undefined],
    ['an empty header', ''],
    ['the digest without its prefix', signBody(raw, secret).slice(7)],
    ['sha1', `sha1=${'0'.repeat(40)}`],
    ['a short digest', signBody(raw, secret).slice(0, -1)],
    ['a long digest', `${signBody(raw, secret)}0`],
    ['a digest with a line break after it', `${signBody(raw, secret)}\n`],
    ['letters that are no hex', `sha256=${'z'.repeat(64)}`],
    ['an upper-case prefix', signBody(raw, secret).replace('sha256', 'SHA256')],
    ['two headers joined', `${signBody(raw, secret)}, ${signBody(raw, secret)}`],
    ['multi-byte characters of the right length', `sha256=${'é'.repeat(64)}`],
  ])('refuses %s', (_name, header) => {
    expect(verifySignature(raw, header, secret)).toBe(false);
  });

  it('refuses everything while no secret is configured', () => {
    expect(verifySignature(raw, signBody(raw, ''), '')).toBe(false);
    expect(verifySignature(raw, signBody(raw, secret), undefined as unknown as string)).toBe(false);
  });

  it('refuses a header that came as a list', () => {
    expect(verifySignature(raw, [signBody(raw, secret)] as unknown as string, secret)).toBe(false);
  });
});

describe('metaSerialize', () => {
  it('writes what is above U+007F as lowercase escapes and emoji as surrogate pairs', () => {
    expect(metaSerialize({ a: 'café ñ 🍕', b: '\u007f\u0080' })).toBe('{"a":"caf\\u00e9 \\u00f1 \\ud83c\\udf55","b":"\u007f\\u0080"}');
  });

  it('stays the same value in ASCII, for any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = metaSerialize(value);
        expect([...text].every((char) => char <= '\u007f')).toBe(true);
        expect(JSON.stringify(JSON.parse(text))).toBe(JSON.stringify(value));
      }),
    );
  });

  it('refuses a value that JSON cannot hold', () => {
    expect(() => metaSerialize(undefined)).toThrow(TypeError);
  });
});
