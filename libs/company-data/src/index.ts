export * from './company-deletion.js';
export * from './company-providers.js';
export * from './company-rows.js';
export * from './company-table.js';
