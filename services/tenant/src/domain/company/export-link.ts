import { createHmac, timingSafeEqual } from 'node:crypto';

/** Which archive, of whom, until when (Unix milliseconds). */
export interface ExportLink {
  tenantId: string;
  id: string;
  until: number;
}

/** Of the signature: as hard to guess as a UUID. */
const SIGNATURE_BYTES = 16;
const BODY_BYTES = 16 + 16 + 6;

const bytesOf = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');
const uuidOf = (bytes: Buffer): string => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
/** The secret signs access tokens too: what is signed here is told apart by its first word. */
const signatureOf = (body: Buffer, secret: string): Buffer =>
  createHmac('sha256', secret).update('company-export-link').update(body).digest().subarray(0, SIGNATURE_BYTES);

/** What stands in the address: short enough for a part of a path. */
export function signExportLink({ tenantId, id, until }: ExportLink, secret: string): string {
  const time = Buffer.alloc(6);
  time.writeUIntBE(until, 0, 6);
  const body = Buffer.concat([bytesOf(tenantId), bytesOf(id), time]);
  return Buffer.concat([body, signatureOf(body, secret)]).toString('base64url');
}

/** @returns undefined for one that was changed or made up, or is over */
export function readExportLink(token: string, now: Date, secret: string): ExportLink | undefined {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== BODY_BYTES + SIGNATURE_BYTES) return undefined;
  const body = bytes.subarray(0, BODY_BYTES);
  if (!timingSafeEqual(bytes.subarray(BODY_BYTES), signatureOf(body, secret))) return undefined;
  const until = body.readUIntBE(32, 6);
  return until < now.getTime() ? undefined : { tenantId: uuidOf(body.subarray(0, 16)), id: uuidOf(body.subarray(16, 32)), until };
}
