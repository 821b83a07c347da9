import { faultsOf } from './fault.ts';

const SPECS = ['libs/database/test/database.medium-spec.ts', 'libs/database/test/together.medium-spec.ts'];

export const database = [
  ...faultsOf('libs/database/src/transaction.ts', SPECS, [
    ['a commit that Postgres answers with ROLLBACK counts as one', "if (commit.command !== 'COMMIT')", 'if (false)'],
    [
      'those who wait for the commit are told before it',
      'const commit = inOnePacket(',
      'parts.forEach((part) => part.tell()); const commit = inOnePacket(',
    ],
    ['a statement of a shared transaction runs under the tenant of another', 'if (tenantId !== this.tenantId) {', 'if (false) {'],
    [
      'a lost answer to a commit counts as a plain failure',
      'isDatabaseUnavailable(error) ? Object.assign(error, { outcomeUnknown: true }) : error',
      'error',
    ],
    ['a work that asks to be alone is not', 'if (this.scope.isShared) throw', 'if (false) throw'],
    [
      'one who is told of the commit and fails makes the transaction fail',
      '  try {\n    work();\n  } catch (error) {\n    process.emitWarning((error as Error | undefined)?.stack ?? String(error));\n  }',
      '  work();',
    ],
  ]),
  ...faultsOf(
    'libs/database/src/shared-works.ts',
    ['libs/database/src/shared-works.spec.ts', ...SPECS],
    [
      [
        'a failed work of a shared transaction is answered as if it had worked',
        'for (const part of smaller(works, error)) await this.#run(part);',
        'works.forEach(({ resolve }) => resolve(undefined));',
      ],
      [
        'a failed work takes its neighbours with it',
        'for (const part of smaller(works, error)) await this.#run(part);',
        'works.forEach(({ reject }) => reject(error));',
      ],
      [
        'works get each other’s results',
        '(results[index] as PromiseFulfilledResult<unknown>)',
        '(results[0] as PromiseFulfilledResult<unknown>)',
      ],
      ['works of one tenant run in two transactions at once', 'for (const tenantId of tenants) this.#busy.add(tenantId);', ''],
      [
        'a tenant with many works is served to the end before another',
        'this.#waiting.delete(tenantId);\n        if (queue.length > 0) {\n          this.#waiting.set(tenantId, queue);',
        'if (queue.length === 0) this.#waiting.delete(tenantId);\n        if (queue.length > 0) {',
      ],
      ['a shared transaction takes works without a bound', 'works.length < MAX_TOGETHER', 'true'],
      ['an outage is answered by trying each work once more', 'if (outage) return', 'if (false) return'],
    ],
  ),
  ...faultsOf('libs/database/src/tenant-database.ts', SPECS, [
    [
      'a shared transaction with a failed work commits what the others did',
      "if (results.some(({ status }) => status === 'rejected')) throw new SharedFailure(results);",
      '',
    ],
    ['a deadlock is not tried again', 'if (!isRetryable(error) || attempt >= MAX_ATTEMPTS) throw error;', 'throw error;'],
    [
      'a failure of any kind is tried again',
      'if (!isRetryable(error) || attempt >= MAX_ATTEMPTS) throw error;',
      'if (attempt >= MAX_ATTEMPTS) throw error;',
    ],
    [
      'a work that throws leaves its transaction open',
      "await client.query('rollback').catch((failure: Error) => (broken ??= failure));",
      '',
    ],
    [
      'any text is taken for a tenant id',
      "if (!UUID.test(tenantId)) throw new TypeError('forTenant",
      "if (false) throw new TypeError('forTenant",
    ],
    ['plans are kept for ever', 'const PLANS_LIVE_MS = 10_000;', 'const PLANS_LIVE_MS = 10_000_000;'],
  ]),
  ...faultsOf(
    'libs/database/src/rls.ts',
    ['libs/testing/test/tenancy.medium-spec.ts'],
    [
      [
        'row-level security does not hold for the owner of a table',
        '`alter table ${name} force row level security`',
        '`alter table ${name} no force row level security`',
      ],
    ],
  ),
];
