import pg from 'pg';
import { startInfrastructure, type Infrastructure } from '#testing';
import { MODULES } from '../../../deploy/migrations.js';
import { age } from './aged-database.js';
import { EXCEPTIONS, NOT_RUN, type Exception } from './exceptions.js';
import { condemned, Judge } from './judge.js';
import { writtenStatements } from './sources.js';
import { keptStatements, type Statement } from './statements.js';

/**
 * Every statement that the medium tests have run (`.cache/statements`, see keep-statements.ts), once more on full tables: under the role
 * of its service, under row-level security, with a generic plan. What counts is what it reads. See CONTRIBUTING.md for what to do about a
 * statement that is condemned here.
 */
const written = writtenStatements();
const kept = keptStatements();
const isOurs = (statement: Statement): boolean => written.some(({ pattern }) => pattern.test(statement.text));
const statements = kept.filter(isOurs);

describe('statements on full tables', () => {
  let infra: Infrastructure;
  let client: pg.Client;
  let judge: Judge;
  const used = new Set<Exception>();

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: MODULES });
    await age(infra);
    client = new pg.Client({ connectionString: infra.ownerUrl });
    await client.connect();
    judge = new Judge(client, infra.schemas);
  }, 300_000);
  afterAll(async () => {
    await client?.end();
    await infra?.stop();
  }, 60_000);

  it('knows every statement of the sources: medium tests run them all', () => {
    const unknown = written.filter(
      ({ place, pattern }) => !kept.some(({ text }) => pattern.test(text)) && !NOT_RUN.some((each) => place.startsWith(`${each.file}:`)),
    );
    // Each is to be run by a medium test; run `npm run test:medium` first.
    expect(unknown.map(({ place }) => place)).toEqual([]);
    expect(statements.length).toBeGreaterThan(300);
  });

  it('condemns the two statements that this spec was made for', async () => {
    const lockReported: Statement = {
      role: 'chasqui_message_sender',
      text: `select id, outlet_id as "outletId", state from message_sender.messages
       where tenant_id = $1 and (id = any($2::uuid[]) or wamid = any($3::text[])) order by id for update`,
      values: [TENANT, `{"${TENANT}"}`, '{"wamid.x"}'],
    };
    const known: Statement = {
      role: 'chasqui_conversation',
      text: `select id, phone, user_id, parent_user_id, name, username from conversation.contacts
  where tenant_id = $1 and (phone = $2::text or user_id = $3::text)`,
      values: [TENANT, '51999999999', 'US.1'],
    };
    for (const statement of [lockReported, known]) {
      expect(condemned(await judge.judge(statement))).toMatch(/two indexes/);
      // As connections were set then.
      const then = await judge.judge(statement, ['enable_seqscan = off', 'enable_bitmapscan = off']);
      expect(condemned(then)).toMatch(/reads \d{4,} blocks/);
    }
  }, 120_000);

  // Statistics are never of this moment, least of all while an installation grows fast.
  it('reads little with statistics of the time when every table had a few rows', async () => {
    expect(await judgeAll()).toEqual([]);
  }, 600_000);

  it('reads little with statistics of today', async () => {
    await infra.owner.query('analyze');
    expect(await judgeAll()).toEqual([]);
  }, 600_000);

  it('has no exception that nothing needs', () => {
    expect(EXCEPTIONS.filter((exception) => !used.has(exception)).map(({ part }) => part)).toEqual([]);
  });

  async function judgeAll(): Promise<string[]> {
    const faults: string[] = [];
    for (const statement of statements) {
      const exception = EXCEPTIONS.find(({ part }) => statement.text.includes(part));
      const fault = await judge.judge(statement).then(
        (findings) => condemned(findings, exception?.most),
        (error: Error) => `does not run under the ids of the aged database (give it others in GIVEN, exceptions.ts): ${error.message}`,
      );
      if (exception) used.add(exception);
      if (fault)
        faults.push(`${fault}\n  as ${statement.role}: ${statement.text}\n  seen with ${JSON.stringify(statement.values).slice(0, 300)}`);
    }
    return faults;
  }
});

const TENANT = '0198c0de-0000-7000-8000-00000000000a';
