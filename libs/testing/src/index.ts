export * from './eventually.js';
export * from './identity.js';
export * from './infrastructure.js';
