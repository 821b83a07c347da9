import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { en } from './en';
import { es } from './es';

const SOURCE = readFileSync(join(dirname(fileURLToPath(import.meta.url)), '../../../../libs/contracts/src/problem-codes.ts'), 'utf8');
const CODES = [...SOURCE.matchAll(/^ {2}([a-z_]+): ['"]/gm)].map(([, code]) => code!);

/** Codes that only programs meet: of HTTP itself, of API keys, of webhooks, of live connections, of the simulator and of Firebase. */
const OF_PROGRAMS = [
  'invalid_json',
  'invalid_form',
  'invalid_http',
  'invalid_url',
  'headers_too_large',
  'length_required',
  'unknown_expectation',
  'method_not_allowed',
  'route_not_found',
  'idempotency_key_invalid',
  'idempotency_key_reused',
  'key_revoked',
  'scope_missing',
  'invalid_tenant_id',
  'client_closed',
  'journal_unavailable',
  'invalid_signature',
  'invalid_verify_token',
  'too_many_events',
  'too_many_subscriptions',
  'unknown_event',
  'clock_runs_forward',
  'number_unknown',
  'phone_not_built',
  'webhook_unset',
];
const isOfPrograms = (code: string): boolean => OF_PROGRAMS.includes(code) || code.startsWith('firebase_');

describe('refusals in words', () => {
  it.each([
    ['English', en as Record<string, string>],
    ['Spanish', es as Record<string, string>],
  ])('%s: every code that a page can meet has a text, which is no code', (_, dictionary) => {
    const codes = CODES.filter((code) => !isOfPrograms(code));
    expect(codes.filter((code) => !dictionary[`problem.${code}`]?.includes(' '))).toEqual([]);
    expect(CODES.length).toBeGreaterThan(120);
    // What is listed for programs is a code.
    expect(OF_PROGRAMS.filter((code) => !CODES.includes(code))).toEqual([]);
  });
});
