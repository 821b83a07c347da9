import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import {
  checkedPart,
  measured,
  ObjectStore,
  pathOf,
  type ByteRange,
  type ObjectKey,
  type PutObject,
  type PutOptions,
  type StoredObject,
} from './object-store.js';

type Sdk = typeof import('@aws-sdk/client-s3');

export interface S3Options {
  /** Of a store that is not Amazon's; undefined asks Amazon's. */
  endpoint?: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

const MAX_ATTEMPTS = 3;
/** What fails is thrown; the SDK would say it on the console too. */
const SILENT = { trace: () => undefined, debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Objects in a bucket of any store that speaks the S3 protocol. */
export class S3ObjectStore extends ObjectStore {
  #opened: Promise<{ sdk: Sdk; client: S3Client }> | undefined;

  constructor(private readonly options: S3Options) {
    super();
  }

  /** The bytes go through a file of this machine first: the protocol wants their length before them, and a second attempt wants them again. */
  async put(key: ObjectKey, body: AsyncIterable<Uint8Array>, options: PutOptions): Promise<PutObject> {
    const Key = pathOf(key);
    const spool = join(tmpdir(), `chasqui-object-${randomUUID()}`);
    let put: PutObject | undefined;
    try {
      await pipeline(
        Readable.from(measured(body, options, (result) => (put = result))),
        createWriteStream(spool, { flags: 'wx', mode: 0o600 }),
      );
      const { sizeBytes } = put!;
      const { sdk, client } = await this.#open();
      for (let attempt = 1; ; attempt++) {
        const Body = createReadStream(spool);
        try {
          await client.send(new sdk.PutObjectCommand({ Bucket: this.options.bucket, Key, Body, ContentLength: sizeBytes }));
          return put!;
        } catch (error) {
          if (attempt >= MAX_ATTEMPTS || !mayPass(error)) throw error;
        } finally {
          Body.destroy();
        }
      }
    } finally {
      await unlink(spool).catch(() => undefined);
    }
  }

  async get(key: ObjectKey, range?: ByteRange): Promise<StoredObject | undefined> {
    const Key = pathOf(key);
    const { sdk, client } = await this.#open();
    try {
      const Range = range && `bytes=${range.start}-${range.end}`;
      const found = await client.send(new sdk.GetObjectCommand({ Bucket: this.options.bucket, Key, Range }));
      const total = found.ContentRange?.split('/').at(-1) ?? found.ContentLength;
      return { sizeBytes: Number(total), body: found.Body as Readable };
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  }

  async delete(key: ObjectKey): Promise<void> {
    const Key = pathOf(key);
    const { sdk, client } = await this.#open();
    await client.send(new sdk.DeleteObjectCommand({ Bucket: this.options.bucket, Key }));
  }

  async deletePrefix(tenantId: string): Promise<void> {
    const Prefix = `${checkedPart(tenantId)}/`;
    const { sdk, client } = await this.#open();
    // Always the first page: what was listed is gone by the next round.
    for (;;) {
      const { Contents = [] } = await client.send(new sdk.ListObjectsV2Command({ Bucket: this.options.bucket, Prefix }));
      if (Contents.length === 0) return;
      const deletions = Contents.map(({ Key }) => client.send(new sdk.DeleteObjectCommand({ Bucket: this.options.bucket, Key })));
      await Promise.all(deletions);
    }
  }

  override async close(): Promise<void> {
    (await this.#opened)?.client.destroy();
  }

  /** The SDK is loaded when it is first needed: an installation that keeps files never pays for it. */
  #open(): Promise<{ sdk: Sdk; client: S3Client }> {
    this.#opened ??= import('@aws-sdk/client-s3').then((sdk) => {
      const { endpoint, region, accessKeyId, secretAccessKey } = this.options;
      const client = new sdk.S3Client({
        region,
        credentials: { accessKeyId, secretAccessKey },
        // Stores of one's own rarely have a name for each bucket, nor the checksums that Amazon's SDK adds.
        ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
        logger: SILENT,
      });
      return { sdk, client };
    });
    return this.#opened;
  }
}

const statusOf = (error: unknown): number | undefined => (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;

/** No answer, or one that says that the store is at fault. */
function mayPass(error: unknown): boolean {
  const status = statusOf(error);
  return status === undefined || status >= 500 || status === 429;
}
