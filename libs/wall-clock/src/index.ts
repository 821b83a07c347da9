export * from './clock.js';
export * from './zones.js';
