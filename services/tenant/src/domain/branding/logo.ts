export const LOGO_BYTES = 512 * 1024;
/** Smaller is a dot on a screen, larger only weighs. */
export const LOGO_PIXELS = { least: 16, most: 2_048 } as const;

export type LogoType = 'image/png' | 'image/jpeg' | 'image/webp';
export type LogoFault = 'svg' | 'not_a_picture' | 'broken' | 'too_small' | 'too_large';

interface Size {
  width: number;
  height: number;
}

/**
 * What a picture is, by its bytes: whatever its name and its sender say.
 *
 * PNG: W3C "Portable Network Graphics", 11.2.2 IHDR. JPEG: ITU-T T.81, B.2.2 (frame header). WebP: RFC 9649, 2.5 to 2.7.
 */
export function readLogo(bytes: Buffer): { type: LogoType } | { fault: LogoFault } {
  const found = pngSize(bytes) ?? jpegSize(bytes) ?? webpSize(bytes);
  // An SVG may hold scripts and load from elsewhere: browsers of others would run it under our address.
  if (!found)
    return {
      fault: /^(?:\uFEFF)?\s*<(?:\?xml|!doctype svg|!--|svg)/i.test(bytes.subarray(0, 1_000).toString('utf8')) ? 'svg' : 'not_a_picture',
    };
  const { type, size } = found;
  if (!size) return { fault: 'broken' };
  const sides = [size.width, size.height];
  if (sides.some((side) => side < LOGO_PIXELS.least)) return { fault: 'too_small' };
  return sides.some((side) => side > LOGO_PIXELS.most) ? { fault: 'too_large' } : { type };
}

type Found = { type: LogoType; size: Size | undefined } | undefined;

function pngSize(bytes: Buffer): Found {
  if (!bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return undefined;
  const isWhole = bytes.length >= 33 && bytes.toString('latin1', 12, 16) === 'IHDR';
  return { type: 'image/png', size: isWhole ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : undefined };
}

/** Markers that begin a frame: all SOF but those of tables (C4), extensions (C8) and arithmetic conditioning (CC). */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function jpegSize(bytes: Buffer): Found {
  if (bytes.length < 3 || bytes.readUIntBE(0, 3) !== 0xffd8ff) return undefined;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1]!;
    // Fill bytes before a marker.
    if (marker === 0xff) at += 1;
    else if (isFrame(marker))
      return { type: 'image/jpeg', size: { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) } };
    else at += 2 + Math.max(2, bytes.readUInt16BE(at + 2));
  }
  return { type: 'image/jpeg', size: undefined };
}

function webpSize(bytes: Buffer): Found {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') return undefined;
  return { type: 'image/webp', size: bytes.length < 30 ? undefined : webpFrame(bytes) };
}

function webpFrame(bytes: Buffer): Size | undefined {
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return bytes.readUIntBE(23, 3) === 0x9d012a
        ? { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
        : undefined;
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return bytes[20] === 0x2f ? { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 } : undefined;
    }
    case 'VP8X':
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
    default:
      return undefined;
  }
}

/** Where browsers read it: another logo has another address, so that it may be kept for ever. */
export const logoPath = (tenantId: string, logoId: string): string => `/logos/${tenantId}/${logoId}`;

export const LOGO_PATH = /^\/logos\/[0-9a-f-]{36}\/[0-9a-f-]{36}$/;
