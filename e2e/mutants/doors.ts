import { faultsOf } from './fault.ts';

const GATEWAY = 'services/gateway';
const TENANT = 'services/tenant';
const INGEST = [`${GATEWAY}/test/ingest.medium-spec.ts`, `${GATEWAY}/src/persistence/webhooks/group-commit.spec.ts`];
const LEDGER = [`${GATEWAY}/test/ledger.medium-spec.ts`, `${GATEWAY}/test/ledger-counts.medium-spec.ts`];
const SESSIONS = [`${TENANT}/test/sessions.medium-spec.ts`, `${TENANT}/test/sign-in.medium-spec.ts`];

export const doors = [
  ...faultsOf(
    'libs/service-kit/src/identity.ts',
    ['libs/service-kit/src/identity.spec.ts', `${GATEWAY}/test/api.medium-spec.ts`, `${GATEWAY}/test/api-callers.medium-spec.ts`],
    [
      ['an identity is taken after its 30 seconds', 'return exp > now ? identity : undefined;', 'return identity;'],
      [
        'a role below the one that is needed is enough',
        'ROLES.indexOf(identity.role) >= ROLES.indexOf',
        'ROLES.indexOf(identity.role) <= ROLES.indexOf',
        `${TENANT}/test/access.medium-spec.ts`,
      ],
      [
        'an API key needs no scope',
        "if (access.scope && (identity.scopes?.includes(access.scope) || identity.scopes?.includes('*'))) return true;",
        'return true;',
        `${TENANT}/test/access.medium-spec.ts`,
        'services/conversation/test/rest-refusals.medium-spec.ts',
        'services/conversation/test/rest.medium-spec.ts',
      ],
      [
        'a route that says nothing is open',
        "if (!access) throw new Problem(403, 'forbidden', 'This route is open to nobody.');",
        'if (!access) return true;',
      ],
    ],
  ),
  ...faultsOf(`${GATEWAY}/src/entrypoints/webhooks/webhook.door.ts`, INGEST, [
    [
      'a webhook is answered before it is on disk',
      '    this.journal.execute(body).then(\n      () => void reply.send(),',
      '    void reply.send();\n    this.journal.execute(body).then(\n      () => undefined,',
    ],
    [
      'a forged webhook is kept',
      'if (!verifySignature(body, signature, this.config.WHATSAPP_APP_SECRET)) return this.#refuse(reply, BAD_SIGNATURE);',
      '',
    ],
    [
      'a webhook that cannot be kept is answered as if it were',
      '() => this.#refuse(reply, AWAY),\n    );',
      '() => void reply.send(),\n    );',
    ],
  ]),
  ...faultsOf(`${GATEWAY}/src/persistence/webhooks/group-commit.ts`, INGEST, [
    [
      'those of a commit that failed are told that it worked',
      'for (const { reject } of [...batch, ...this.#waiting]) reject(error as Error);',
      'for (const { resolve } of [...batch, ...this.#waiting]) resolve();',
    ],
    ['a commit takes rows without a bound', 'rows < MAX_ROWS; rows++', 'rows++'],
  ]),
  ...faultsOf(
    `${GATEWAY}/src/domain/webhooks/routing.ts`,
    [`${GATEWAY}/src/domain/webhooks/routing.spec.ts`, `${GATEWAY}/test/claims.medium-spec.ts`],
    [
      [
        'what came before a number had its owner goes to the owner',
        'owner === tenantId || Date.parse(since) <= Date.parse(receivedAt)',
        'true',
      ],
      ['news of an account that several have goes to the first', 'if (others.length > 0)', 'if (false)'],
    ],
  ),
  ...faultsOf(
    `${GATEWAY}/src/handlers/webhooks/route-piece.step.ts`,
    [`${GATEWAY}/test/split.medium-spec.ts`, `${GATEWAY}/test/replay.medium-spec.ts`],
    [
      [
        'a piece that cannot be told breaks its whole body',
        "return { ...item, ...parked({ code: 'invalid_event', detail: (error as Error).message }), tenantId: to.tenantId };",
        'throw error;',
      ],
      [
        'the event has another id than its item',
        '{ id, tenantId: to.tenantId, traceId: id, occurredAt: entry.receivedAt }',
        '{ tenantId: to.tenantId, traceId: id, occurredAt: entry.receivedAt }',
      ],
    ],
  ),
  ...faultsOf(
    `${GATEWAY}/src/persistence/webhooks/webhook-journal.repository.ts`,
    [`${GATEWAY}/test/split.medium-spec.ts`, `${GATEWAY}/test/ingest.medium-spec.ts`],
    [
      ['two gateways split one body', 'for update skip locked', 'limit $1'],
      ['a body is split again and again', 'set split_at = now() where', 'set split_at = null where'],
    ],
  ),
  ...faultsOf(`${GATEWAY}/src/handlers/webhooks/settle-items.handler.ts`, LEDGER, [
    ['items beyond the first page are never settled', 'this.#after.set(key, result.last);', ''],
  ]),
  ...faultsOf(`${GATEWAY}/src/handlers/ops/record-dead-letter.handler.ts`, LEDGER, [
    ['an item whose event died stays pending', 'if (identity) await this.items.markDead(', 'if (false) await this.items.markDead('],
  ]),
  ...faultsOf(
    `${GATEWAY}/src/persistence/api/rate-windows.repository.ts`,
    [`${GATEWAY}/test/limits.medium-spec.ts`],
    [
      [
        'a limit lets one more in',
        'greatest(w.used, least(w.used + excluded.used, excluded.most))',
        'greatest(w.used, least(w.used + excluded.used, excluded.most + 1))',
      ],
      [
        'a window never ends',
        'ends_at = case when w.ends_at <= now() then excluded.ends_at else w.ends_at end',
        'ends_at = excluded.ends_at',
      ],
    ],
  ),
  ...faultsOf(
    `${GATEWAY}/src/handlers/api/access-cuts.state.ts`,
    [`${GATEWAY}/test/access-cuts.medium-spec.ts`],
    [
      [
        'a token lives on when its person’s access was cut',
        'if ((await this.#of(userId, tenantId, token.session)).every((cut) => holds(token, cut))) return;',
        'return;',
      ],
      ['a cut of one tenant is not looked at', '[EVERYWHERE, ...(tenantId === undefined ? [] : [tenantId])]', '[EVERYWHERE]'],
    ],
  ),
  ...faultsOf(`${TENANT}/src/persistence/auth/refresh-tokens.repository.ts`, SESSIONS, [
    [
      'a refresh token works as often as it comes',
      'where hash = $1 and used_at is null and revoked_at is null',
      'where hash = $1 and revoked_at is null',
    ],
    [
      'a refresh token that was revoked works',
      'where hash = $1 and used_at is null and revoked_at is null',
      'where hash = $1 and used_at is null',
    ],
    [
      'a stolen refresh token ends nothing',
      'where revoked_at is null and family = (select family from tenant.refresh_tokens where hash = $1 and used_at is not null)',
      'where false and family = (select family from tenant.refresh_tokens where hash = $1 and used_at is not null)',
    ],
    [
      'another password leaves the other sign-ins',
      'where user_id = $1 and revoked_at is null and family is distinct from $2',
      'where user_id = $1 and revoked_at is null and family = $2',
    ],
  ]),
  ...faultsOf(
    `${TENANT}/src/handlers/auth/sign-in-throttle.state.ts`,
    [`${TENANT}/test/guessing.medium-spec.ts`],
    [
      [
        'a right sign-in gives back all failures of its address',
        'await this.attempts.giveBack(tx, others, failures);',
        'await this.attempts.forget(tx, others);',
      ],
      ['a right sign-in gives nothing back', 'await this.attempts.giveBack(tx, others, failures);', ''],
      [
        'a thousand guesses at one instant are free',
        'return this.#inTurn(isKnown ? keys.pair : (keys.account ?? keys.pair), async () => {',
        'return this.#inTurn(undefined, async () => {',
      ],
      [
        'a stranger locks the owner out',
        'await this.#refuseLocked(isKnown ? withoutStrangers(keys) : keys);',
        'await this.#refuseLocked(keys);',
      ],
    ],
  ),
  ...faultsOf(
    `${TENANT}/src/domain/auth/throttle.ts`,
    [`${TENANT}/src/domain/auth/throttle.spec.ts`, `${TENANT}/test/guessing.medium-spec.ts`],
    [['the wait does not grow', 'FIRST_LOCK_MS * 2 ** Math.min(beyond, 20)', 'FIRST_LOCK_MS']],
  ),
  ...faultsOf(
    `${TENANT}/src/handlers/auth/sign-in.handler.ts`,
    [`${TENANT}/test/sign-in.medium-spec.ts`, ...SESSIONS],
    [['a sign-in with a password that was changed meanwhile holds', 'if (present?.passwordHash !== user.passwordHash) throw wrong();', '']],
  ),
];
