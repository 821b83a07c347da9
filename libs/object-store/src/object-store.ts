import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';

/** Where an object lies. Both parts are UUIDs, so that no key can leave its tenant's part of the store. */
export interface ObjectKey {
  tenantId: string;
  id: string;
}

export interface PutOptions {
  /** One byte more and nothing is kept. */
  maxBytes: number;
  /** SHA-256 in hex that the bytes must have, where it is known before. */
  sha256?: string;
}

export interface PutObject {
  sizeBytes: number;
  /** Hex. */
  sha256: string;
}

/** First and last byte, both included, as in HTTP. */
export interface ByteRange {
  start: number;
  end: number;
}

export interface StoredObject {
  /** Of the whole object, whatever part of it `body` is. */
  sizeBytes: number;
  body: Readable;
}

export class ObjectTooLarge extends Error {
  readonly code = 'object_too_large';
  constructor(readonly maxBytes: number) {
    super(`the object has more than ${maxBytes} bytes`);
  }
}

/** The bytes are others than those that were announced. */
export class ObjectMismatch extends Error {
  readonly code = 'object_mismatch';
}

/** Bytes by tenant and id. An object is there whole or not at all, and for good once `put` has resolved. */
export abstract class ObjectStore {
  /**
   * Keeps what the stream holds, in place of what was there.
   *
   * @throws {ObjectTooLarge} {@link ObjectMismatch}, or the stream's own error; nothing has changed then
   */
  abstract put(key: ObjectKey, body: AsyncIterable<Uint8Array>, options: PutOptions): Promise<PutObject>;

  /** @param range inside the object @returns undefined where there is none */
  abstract get(key: ObjectKey, range?: ByteRange): Promise<StoredObject | undefined>;

  /** What is not there is deleted already. */
  abstract delete(key: ObjectKey): Promise<void>;

  /** Everything of one tenant. */
  abstract deletePrefix(tenantId: string): Promise<void>;

  async close(): Promise<void> {
    // A store without connections has nothing to close.
  }

  /** Called by Nest, whose services provide the store. */
  onApplicationShutdown(): Promise<void> {
    return this.close();
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** @throws {TypeError} for anything but a lower-case UUID: a key is never text from outside */
export function checkedPart(part: string): string {
  if (!UUID.test(part)) throw new TypeError('the parts of an object key are UUIDs in lower case');
  return part;
}

/** `<tenantId>/<id>` */
export const pathOf = ({ tenantId, id }: ObjectKey): string => `${checkedPart(tenantId)}/${checkedPart(id)}`;

/** Hands chunks on, counting and hashing. @throws {ObjectTooLarge} {@link ObjectMismatch} */
export async function* measured(
  body: AsyncIterable<Uint8Array>,
  { maxBytes, sha256 }: PutOptions,
  done: (put: PutObject) => void,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of body) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) throw new ObjectTooLarge(maxBytes);
    hash.update(chunk);
    yield chunk;
  }
  const found = hash.digest('hex');
  if (sha256 !== undefined && found !== sha256) throw new ObjectMismatch(`the bytes have the SHA-256 ${found}; ${sha256} was announced`);
  done({ sizeBytes, sha256: found });
}
