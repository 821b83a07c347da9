import { createHmac, timingSafeEqual } from 'node:crypto';

/** Long enough to open a page and play a recording, too short to be worth passing on. */
export const LINK_LIFE_MS = 5 * 60_000;

export interface MediaLink {
  tenantId: string;
  mediaId: string;
}

/** So that nothing else that is signed with the same secret is a link. */
const PURPOSE = 'media-link:';
const ID_BYTES = 16;
const TIME_BYTES = 6;
const SAID_BYTES = 2 * ID_BYTES + TIME_BYTES;
/** Of HMAC-SHA256: 192 bits, so that the whole stays below the hundred characters that a router takes for a part of a path. */
const MAC_BYTES = 24;

const mac = (said: Buffer, secret: string): Buffer =>
  createHmac('sha256', secret).update(PURPOSE).update(said).digest().subarray(0, MAC_BYTES);

/** A token in base64url: its holder may read this one file until `expiresAt`. Both ids are UUIDs. */
export function signLink({ tenantId, mediaId }: MediaLink, expiresAt: Date, secret: string): string {
  const time = Buffer.alloc(TIME_BYTES);
  time.writeUIntBE(expiresAt.getTime(), 0, TIME_BYTES);
  const said = Buffer.concat([bytesOf(tenantId), bytesOf(mediaId), time]);
  return Buffer.concat([said, mac(said, secret)]).toString('base64url');
}

/** @returns undefined for a token that is forged, broken, or over */
export function readLink(token: string, now: Date, secret: string): MediaLink | undefined {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== SAID_BYTES + MAC_BYTES) return undefined;
  const said = bytes.subarray(0, SAID_BYTES);
  if (!timingSafeEqual(bytes.subarray(SAID_BYTES), mac(said, secret))) return undefined;
  if (said.readUIntBE(2 * ID_BYTES, TIME_BYTES) <= now.getTime()) return undefined;
  return { tenantId: uuidOf(said.subarray(0, ID_BYTES)), mediaId: uuidOf(said.subarray(ID_BYTES, 2 * ID_BYTES)) };
}

const bytesOf = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');
const uuidOf = (bytes: Buffer): string => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
