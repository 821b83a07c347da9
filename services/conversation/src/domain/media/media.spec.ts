import { cleanFilename, readRange, servingHeaders } from './media.js';
import { LINK_LIFE_MS, readLink, signLink } from './media-link.js';

const SECRET = 'a-secret-of-at-least-thirty-two-characters';
const LINK = { tenantId: '0198c0de-0000-7000-8000-00000000000a', mediaId: '0198c0de-0000-7000-8000-0000000000f1' };
const NOW = new Date('2026-11-20T09:00:00.000Z');
const END = new Date(NOW.getTime() + LINK_LIFE_MS);

describe('a link to a file', () => {
  it('is good until its end, and for its file alone', () => {
    const token = signLink(LINK, END, SECRET);
    expect(token.length).toBeLessThan(100);
    expect(readLink(token, NOW, SECRET)).toEqual(LINK);
    expect(readLink(token, new Date(END.getTime() - 1), SECRET)).toEqual(LINK);
    expect(readLink(token, END, SECRET)).toBeUndefined();
  });

  it('cannot be made or changed without the secret', () => {
    const token = signLink(LINK, END, SECRET);
    expect(readLink(token, NOW, `${SECRET}.`)).toBeUndefined();
    const bytes = Buffer.from(token, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      expect(readLink(changed.toString('base64url'), NOW, SECRET)).toBeUndefined();
    }
    for (const other of ['', '.', 'x.y', token.slice(1), `${token}AAAA`]) expect(readLink(other, NOW, SECRET)).toBeUndefined();
  });
});

describe('what a browser gets', () => {
  const headers = (contentType: string, filename: string | null = null) => servingHeaders({ contentType, filename, sha256: 'ab' });

  it.each(['image/png', 'audio/ogg', 'video/mp4', 'application/pdf'])('shows %s in place', (type) => {
    expect(headers(type)).toMatchObject({ 'content-type': type, 'content-disposition': expect.stringMatching(/^inline;/) });
  });

  it.each(['text/html', 'image/svg+xml', 'text/plain', 'application/xml', 'application/javascript', 'application/octet-stream', ''])(
    'only hands out %p',
    (type) => {
      expect(headers(type)).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-disposition': expect.stringMatching(/^attachment;/),
        'content-security-policy': expect.stringContaining('sandbox'),
      });
    },
  );

  it('is told the name of the file in both writings, and no more than that', () => {
    expect(headers('application/pdf', 'año "1".pdf')['content-disposition']).toBe(
      `inline; filename="a_o _1_.pdf"; filename*=UTF-8''a%C3%B1o%20%221%22.pdf`,
    );
    expect(headers('image/png', 'a\r\nset-cookie: x=1.png')['content-disposition']).not.toMatch(/[\r\n]/);
    expect(headers('image/png')['content-disposition']).toContain('filename="file.png"');
  });

  it.each<[string | undefined, ReturnType<typeof readRange>]>([
    [undefined, 'whole'],
    ['bytes=0-3', { start: 0, end: 3 }],
    ['bytes=8-', { start: 8, end: 9 }],
    ['bytes=8-100', { start: 8, end: 9 }],
    ['bytes=-3', { start: 7, end: 9 }],
    ['bytes=-30', { start: 0, end: 9 }],
    ['bytes=10-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=3-2', 'whole'],
    ['bytes=0-1,4-5', 'whole'],
    ['lines=0-1', 'whole'],
    ['bytes=-', 'whole'],
  ])('of ten bytes for the range %p: %p', (header, expected) => {
    expect(readRange(header, 10)).toEqual(expected);
  });
});

it.each([
  ['receipt.pdf', 'receipt.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\docs\\año.pdf', 'año.pdf'],
  ['a\u0000b\u202Efdp.exe', 'abfdp.exe'],
  ['..', undefined],
  ['', undefined],
  [undefined, undefined],
])('a file that calls itself %j is called %j', (given, expected) => {
  expect(cleanFilename(given)).toBe(expected);
});
