import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';
/** Of a secret; Standard Webhooks asks for 24 to 64. */
export const SECRET_BYTES = 32;

/** @param bytes random */
export const secretOf = (bytes: Buffer): string => PREFIX + bytes.toString('base64');

/**
 * The headers of one signed call, as Standard Webhooks has them (https://www.standardwebhooks.com, "Webhook headers"): HMAC-SHA256 of
 * `id.timestamp.body` by each secret, space-separated, so that a receiver may hold either one while a secret changes.
 *
 * @param secrets `whsec_...`, the newest first @param now milliseconds
 */
export function signedHeaders(id: string, body: string, secrets: readonly string[], now: number): Record<string, string> {
  const timestamp = String(Math.floor(now / 1_000));
  const sign = (secret: string): string => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  };
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': secrets.map(sign).join(' ') };
}
