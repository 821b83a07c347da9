export * from './call-fault.js';
export * from './guarded-agent.js';
export * from './public-address.js';
export * from './standard-webhooks.js';
export * from './target-url.js';
