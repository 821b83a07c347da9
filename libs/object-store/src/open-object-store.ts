import { join, resolve } from 'node:path';
import type { ObjectStoreConfig } from './config.js';
import { FileObjectStore } from './file-object-store.js';
import type { ObjectStore } from './object-store.js';
import { S3ObjectStore } from './s3-object-store.js';

/** The store that the environment names. Opens nothing yet. */
export function openObjectStore(config: ObjectStoreConfig): ObjectStore {
  if (config.OBJECT_STORE === 'file') return new FileObjectStore(resolve(join(config.DATA_DIR, 'objects')));
  return new S3ObjectStore({
    endpoint: config.S3_ENDPOINT,
    bucket: config.S3_BUCKET!,
    region: config.S3_REGION!,
    accessKeyId: config.S3_ACCESS_KEY_ID!,
    secretAccessKey: config.S3_SECRET_ACCESS_KEY!,
  });
}
