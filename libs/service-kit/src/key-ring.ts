import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * Secrets at rest: AES-256-GCM under the newest key of a ring; older keys still open what they sealed.
 * Sealed form: `<key id>.<iv>.<ciphertext and tag>`, base64url. The binding (the row's id) is authenticated with it, so that a
 * sealed value copied to another row does not open.
 */
export class KeyRing {
  readonly #keys: ReadonlyMap<string, Buffer>;
  readonly #current: string;

  /** @param text `k2:<base64 of 32 bytes>,k1:<...>`, the newest first. @throws on a malformed key */
  constructor(text: string) {
    const entries = text.split(',').map((entry): [string, Buffer] => {
      const [id, key] = entry.trim().split(':');
      const bytes = Buffer.from(key ?? '', 'base64');
      if (!id || !/^[\w-]+$/.test(id) || bytes.length !== 32)
        throw new Error('ENCRYPTION_KEYS must be "<id>:<base64 of 32 bytes>", comma-separated');
      return [id, bytes];
    });
    this.#keys = new Map(entries);
    this.#current = entries[0]![0];
  }

  seal(secret: string, binding: string): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#keys.get(this.#current)!, iv).setAAD(Buffer.from(binding));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${this.#current}.${iv.toString('base64url')}.${sealed.toString('base64url')}`;
  }

  /** @throws when the key is not in the ring, or the value or its binding was changed */
  open(sealed: string, binding: string): string {
    const [id = '', iv = '', body = ''] = sealed.split('.');
    const key = this.#keys.get(id);
    if (!key) throw new Error(`the key ${id} is not in the ring`);
    const bytes = Buffer.from(body, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url')).setAAD(Buffer.from(binding));
    decipher.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8');
  }

  /** Whether a value was sealed with an older key and should be sealed again. */
  isStale(sealed: string): boolean {
    return !sealed.startsWith(`${this.#current}.`);
  }
}
