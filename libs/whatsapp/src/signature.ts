import { createHmac, timingSafeEqual } from 'node:crypto';

const HEADER = /^sha256=[0-9a-fA-F]{64}$/;
const ABOVE_ASCII = /[\u0080-\uffff]/g;

/**
 * Says whether `header` (X-Hub-Signature-256) is the HMAC-SHA256 of the received bytes under the app secret.
 * Only the bytes as received are meaningful: Meta signs an escaped serialisation that JSON.stringify does not reproduce.
 * Never throws: a missing, malformed or wrong header, or an empty secret, is simply false.
 * Source: Meta, "Webhooks / Validating payloads".
 */
export function verifySignature(rawBody: Buffer, header: string | undefined, appSecret: string): boolean {
  // An empty key would be one that everybody knows; a missing setting must not open the door.
  if (
    typeof header !== 'string' ||
    !HEADER.test(header) ||
    typeof appSecret !== 'string' ||
    appSecret === '' ||
    !Buffer.isBuffer(rawBody)
  ) {
    return false;
  }
  const expected = createHmac('sha256', appSecret).update(rawBody).digest();
  return timingSafeEqual(expected, Buffer.from(header.slice(7), 'hex'));
}

/** The value of X-Hub-Signature-256 for `raw`: `sha256=` and 64 lowercase hex digits. */
export function signBody(raw: Buffer | string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`;
}

/**
 * JSON as Meta writes it to the wire: every code unit above U+007F as lowercase \uXXXX, so an emoji is a surrogate pair.
 * Throws what JSON.stringify throws, and a TypeError for a value that has no JSON form.
 */
export function metaSerialize(value: unknown): string {
  const json = JSON.stringify(value);
  if (json === undefined) throw new TypeError('metaSerialize needs a value with a JSON form, not undefined or a function');
  return json.replace(ABOVE_ASCII, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
