export * from './calendar.js';
export * from './eventually.js';
export * from './firebase.js';
export * from './identity.js';
export * from './infrastructure.js';
export * from './nats-probe.js';
export * from './server-sent.js';
