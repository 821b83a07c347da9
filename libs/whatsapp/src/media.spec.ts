import { contentTypeOf, fitsKind, mediaKindOf, sha256Hex } from './media.js';
import { ownMediaIds, withGraphIds } from './own-media.js';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const ID = '0198c0de-0000-7000-8000-000000000001';

describe('the content type of a file', () => {
  it.each([
    ['a picture, whatever it was declared', PNG, 'text/html', 'image/png'],
    ['a PDF', Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n'), 'application/x-anything', 'application/pdf'],
    [
      'a recording',
      Buffer.concat([Buffer.from('OggS'), Buffer.alloc(24), Buffer.from('OpusHead'), Buffer.alloc(20)]),
      'audio/ogg; codecs=opus',
      'audio/ogg',
    ],
    [
      'an old office file',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]),
      'application/msword',
      'application/msword',
    ],
    ['plain text', Buffer.from('Opening hours: 9 to 18 h, Saturdays too. ☀'), 'text/plain', 'text/plain'],
    ['text with half a character at the end', Buffer.from('año').subarray(0, 2), 'text/plain; charset=utf-8', 'text/plain'],
    ['text that is none', Buffer.from([104, 105, 0, 1]), 'text/plain', 'application/octet-stream'],
    ['a page', Buffer.from('<html><script>alert(1)</script>'), 'text/html', 'application/octet-stream'],
    [
      'a drawing that may hold scripts',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      'image/svg+xml',
      'application/octet-stream',
    ],
    ['nothing', Buffer.alloc(0), 'image/png', 'application/octet-stream'],
    ['nobody said what', Buffer.from([1, 2, 3]), undefined, 'application/octet-stream'],
  ])('of %s', async (_name, bytes, declared, expected) => {
    const found = await contentTypeOf(bytes, declared);
    // A drawing may be recognised as what it is; it is then refused by kind and never shown in place.
    expect(found === 'application/xml' || found === 'image/svg+xml' ? 'application/octet-stream' : found).toBe(expected);
  });

  it('says what may be sent as what', () => {
    expect(['image/png', 'image/webp', 'audio/ogg', 'video/mp4', 'application/pdf', 'application/zip'].map(mediaKindOf)).toEqual([
      'image',
      'sticker',
      'audio',
      'video',
      'document',
      undefined,
    ]);
  });

  it('takes from customers what the message says it is', () => {
    expect(fitsKind('image', 'image/gif')).toBe(true);
    expect(fitsKind('image', 'image/svg+xml')).toBe(false);
    expect(fitsKind('image', 'application/x-msdownload')).toBe(false);
    expect(fitsKind('audio', 'application/octet-stream')).toBe(true);
    expect(fitsKind('video', 'application/pdf')).toBe(false);
    expect(fitsKind('document', 'application/zip')).toBe(true);
  });
});

it('reads a hash in hex and in base64, and nothing else', () => {
  const hex = 'ab'.repeat(32);
  expect([hex, hex.toUpperCase(), Buffer.from(hex, 'hex').toString('base64'), 'short', '', undefined].map(sha256Hex)).toEqual([
    hex,
    hex,
    hex,
    undefined,
    undefined,
    undefined,
  ]);
});

describe('files of ours in content', () => {
  const content = {
    type: 'template',
    template: {
      name: 'x',
      components: [{ type: 'header', parameters: [{ type: 'image', image: { mediaId: ID.toUpperCase() } }] }],
    },
  };

  it('are found wherever WhatsApp takes a file, each once', () => {
    expect(ownMediaIds(content)).toEqual([ID]);
    expect(ownMediaIds({ image: { mediaId: ID, caption: 'a' }, again: { mediaId: ID } })).toEqual([ID]);
    expect(ownMediaIds({ type: 'text', text: 'mediaId' })).toEqual([]);
    expect(ownMediaIds(null)).toEqual([]);
  });

  it('are replaced by what WhatsApp calls them, and nothing else changes', () => {
    expect(withGraphIds(content, new Map([[ID, '77']]))).toEqual({
      type: 'template',
      template: { name: 'x', components: [{ type: 'header', parameters: [{ type: 'image', image: { id: '77' } }] }] },
    });
    expect(withGraphIds({ image: { mediaId: ID, caption: 'a' } }, new Map())).toEqual({ image: { mediaId: ID, caption: 'a' } });
  });
});
