export * from './config.js';
export * from './file-object-store.js';
export * from './object-store.js';
export * from './open-object-store.js';
export * from './s3-object-store.js';
export * from './with-head.js';
