import { API_PREFIX } from './route-table.js';

const MINUTE_MS = 60_000;

/** A maximum of calls of one tenant, whoever of it calls, in a window. */
export interface TenantRule {
  name: string;
  most: number;
  windowMs: number;
}

/** Routes whose calls cost money or much work, beside what the plan counts. */
const RULES: readonly (TenantRule & { method: string; path: RegExp })[] = [
  // Two a second: more than people type, too few to run up the model's bill by accident.
  {
    name: 'answers',
    method: 'POST',
    path: /^llm\/(?:answers|reply-suggestions|rephrasings|translations)$/,
    most: 120,
    windowMs: MINUTE_MS,
  },
];

/** @param path without query @returns undefined for routes without a limit per tenant */
export function tenantRule(method: string, path: string): TenantRule | undefined {
  if (!path.startsWith(API_PREFIX)) return undefined;
  const below = path.slice(API_PREFIX.length);
  const rule = RULES.find((candidate) => candidate.method === method && candidate.path.test(below));
  return rule && { name: rule.name, most: rule.most, windowMs: rule.windowMs };
}
