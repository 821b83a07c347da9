import { mediaKindOf } from './media-kind';

describe('a file', () => {
  it.each([
    [{ type: 'image/png', size: 1_000 }, 'image'],
    [{ type: 'image/png', size: 6_000_000 }, 'document'],
    [{ type: 'image/webp', size: 1_000 }, 'document'],
    [{ type: 'video/mp4', size: 1_000 }, 'video'],
    [{ type: 'application/pdf', size: 1_000 }, 'document'],
    [{ type: 'application/pdf', size: 200_000_000 }, undefined],
  ])('%j goes as %s', (file, kind) => expect(mediaKindOf(file)).toBe(kind));
});
