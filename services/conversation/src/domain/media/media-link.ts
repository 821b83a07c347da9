import { createHmac, timingSafeEqual } from 'node:crypto';

/** Long enough to open a page and play a recording, too short to be worth passing on. */
export const LINK_LIFE_MS = 5 * 60_000;

/** So that nothing else that is signed with the same secret is a link. */
const PURPOSE = 'media-link:';

export interface MediaLink {
  tenantId: string;
  mediaId: string;
}

const mac = (payload: string, secret: string): Buffer =>
  createHmac('sha256', secret)
    .update(PURPOSE + payload)
    .digest();

/** `<base64url payload>.<base64url HMAC-SHA256>`: whoever has it may read this one file until `expiresAt`. */
export function signLink(link: MediaLink, expiresAt: Date, secret: string): string {
  const payload = Buffer.from(JSON.stringify([link.tenantId, link.mediaId, expiresAt.getTime()])).toString('base64url');
  return `${payload}.${mac(payload, secret).toString('base64url')}`;
}

/** @returns undefined for a token that is forged, broken, or over */
export function readLink(token: string, now: Date, secret: string): MediaLink | undefined {
  const [payload = '', signature = ''] = token.split('.');
  const expected = mac(payload, secret);
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const [tenantId, mediaId, expiresAt] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [string, string, number];
  return expiresAt > now.getTime() ? { tenantId, mediaId } : undefined;
}
