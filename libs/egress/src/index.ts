export * from './guarded-agent.js';
export * from './public-address.js';
export * from './target-url.js';
