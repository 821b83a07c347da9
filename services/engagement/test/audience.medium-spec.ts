import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { v7 } from 'uuid';
import { startInfrastructure, type Infrastructure } from '#testing';
import { MODULES } from '../../../deploy/migrations.js';
import { readExpression } from '../src/domain/segments/expression.js';
import { matches, type AudienceFacts } from '../src/domain/segments/matches.js';
import { compileExpression } from '../src/persistence/segments/compile-expression.js';
import { contacts, expressions, phones, TYPES } from './random-expressions.js';

const RUNS = 100;
const EXPRESSIONS_A_RUN = 100;
const CONTACTS_A_RUN = 25;
const TENANT = '0198c0de-0000-7000-8000-0000000000a1';
const OTHER = '0198c0de-0000-7000-8000-0000000000b2';

let infra: Infrastructure;
/** As the service itself: row-level security applies. Its statements are of no use to the spec of plans. */
let service: pg.Client;
const now = new Date('2026-11-30T12:00:00.000Z');

beforeAll(async () => {
  infra = await startInfrastructure({ modules: MODULES });
  service = new pg.Client({ connectionString: infra.roleUrl('engagement', 'tenant') });
  await service.connect();
  await service.query(`select set_config('app.tenant_id', $1, false)`, [TENANT]);
}, 120_000);
afterAll(async () => {
  await service.end();
  await infra.stop();
}, 60_000);

async function store(tenantId: string, facts: readonly (AudienceFacts & { seen: (string | null)[] })[]): Promise<void> {
  for (const one of facts) {
    const { id, name, phone, language, tags, attributes, consent, createdAt } = one;
    await infra.owner.query(
      `insert into conversation.contacts (tenant_id, id, user_id, phone, alias, language, tags, attributes, marketing_consent, created_at)
       values ($1, $2, 'US.' || $2::uuid, $3, $4, $5, $6, $7, $8, $9)`,
      [tenantId, id, phone, name, language, tags, JSON.stringify(attributes), consent, createdAt],
    );
    for (const [index, { state, owner, lastMessageAt }] of one.conversations.entries()) {
      await infra.owner.query(
        `insert into conversation.conversations (tenant_id, id, outlet_id, contact_id, state, owner, last_message_at, last_inbound_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [tenantId, v7(), v7(), id, state, owner, lastMessageAt, one.seen[index]],
      );
    }
  }
}

describe('the two evaluators of an expression', () => {
  it(`agree on ${RUNS * EXPRESSIONS_A_RUN} random expressions`, async () => {
    let compared = 0;
    const seed = 20_261_130;
    for (let run = 0; run < RUNS; run++) {
      await infra.owner.query('delete from conversation.conversations');
      await infra.owner.query('delete from conversation.contacts');
      const people = fc.sample(contacts(now), { numRuns: CONTACTS_A_RUN, seed: seed + run });
      const numbers = fc.sample(phones, { numRuns: CONTACTS_A_RUN, seed: seed - run });
      const taken = new Set<string>();
      const facts = people.map((person, index) => {
        const phone = numbers[index]!;
        const isFree = phone !== null && !taken.has(phone);
        if (isFree) taken.add(phone);
        return { ...person, id: v7(), phone: isFree ? phone : null };
      });
      await store(TENANT, facts);
      // The same people of another tenant, whom no expression may reach.
      await store(
        OTHER,
        facts.map((one) => ({ ...one, id: v7() })),
      );
      for (const written of fc.sample(expressions, { numRuns: EXPRESSIONS_A_RUN, seed: seed + 7 * run })) {
        const expression = readExpression(written, TYPES);
        const values: unknown[] = [TENANT];
        const text = compileExpression(expression, values, now);
        const { rows } = await service.query<{ id: string }>(
          `select k.id from conversation.audience_v1 k where k.tenant_id = $1 and ${text}`,
          values,
        );
        const bySql = rows.map(({ id }) => id).sort();
        const byCode = facts
          .filter((one) => matches(expression, one, now))
          .map(({ id }) => id)
          .sort();
        if (JSON.stringify(bySql) !== JSON.stringify(byCode)) {
          const differ = facts.filter(({ id }) => bySql.includes(id) !== byCode.includes(id));
          expect({ seed: run, expression: JSON.stringify(expression), text, values, differ }).toBe('the same by both');
        }
        compared++;
      }
    }
    expect(compared).toBe(RUNS * EXPRESSIONS_A_RUN);
  }, 240_000);
});
