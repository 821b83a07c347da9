import { faultsOf } from './fault.ts';

const DIR = 'services/tenant';
const OWN = [`${DIR}/src/domain/auth/one-time-code.spec.ts`, `${DIR}/test/two-factor.medium-spec.ts`];
const TEAMS = [`${DIR}/test/two-factor-teams.medium-spec.ts`];

export const secondFactor = [
  ...faultsOf(`${DIR}/src/domain/auth/one-time-code.ts`, OWN, [
    ['a clock may be two steps off', 'const DRIFT = 1;', 'const DRIFT = 2;'],
    ['a code works twice', 'step <= lastStep', 'step < lastStep'],
    ['equal recovery codes of two people look equal', 'hashSecret(`${userId} ${normalCode(typed)}`)', 'hashSecret(normalCode(typed))'],
  ]),
  ...faultsOf(`${DIR}/src/handlers/auth/second-factor.step.ts`, OWN, [
    [
      'whoever was checked before it was turned on needs no code',
      'if (!proof) throw codeNeeded(status);',
      'if (!proof) return;',
      `${DIR}/test/two-factor.medium-spec.ts`,
    ],
  ]),
  ...faultsOf(`${DIR}/src/handlers/auth/prove-second-factor.handler.ts`, OWN, [
    [
      'guesses at codes are free',
      "await this.throttle.guard({ email: user.email, address: by.address, factor: 'code' }, () => this.#check(user, code))",
      'await this.#check(user, code)',
    ],
  ]),
  ...faultsOf(`${DIR}/src/persistence/auth/second-factors.repository.ts`, OWN, [
    ['two who come at once with one code both get in', ' and (last_step is null or last_step < $3)', ''],
    [
      'two who come at once with one recovery code both get in',
      'set used_at = now() where user_id = $1 and hash = $2 and used_at is null',
      'set used_at = now() where user_id = $1 and hash = $2',
    ],
  ]),
  ...faultsOf(`${DIR}/src/handlers/auth/two-factor.handler.ts`, OWN, [
    ['sign-ins from before it was turned on go on', 'await this.endAccess.execute(tx, user.id, caller.session);', ''],
  ]),
  ...faultsOf(`${DIR}/src/persistence/migrations/0025-two-factor.ts`, TEAMS, [
    [
      'tokens that are out go on where a tenant begins to ask for it',
      'when (new.two_factor_required and not old.two_factor_required)',
      'when (false)',
    ],
  ]),
  ...faultsOf(`${DIR}/src/persistence/directory/users.repository.ts`, TEAMS, [
    ['a tenant that asks for it is in the token of everybody', 'all.filter(({ asks }) => twoFactor || !asks)', 'all'],
    ['who is turning theirs off is not waited for', 'order by t.id for share of t`', 'order by t.id`'],
  ]),
  ...faultsOf(
    'services/gateway/src/handlers/api/firebase-callers.state.ts',
    ['services/gateway/test/firebase.medium-spec.ts'],
    [['a Firebase ID token alone is enough', 'if (claims?.twoFactor) {', 'if (claims?.twoFactor === undefined && claims) {']],
  ),
  ...faultsOf(
    'services/gateway/src/handlers/api/choose-tenant.handler.ts',
    ['services/gateway/test/access-cuts.medium-spec.ts'],
    [
      ['a superadmin needs no second factor', 'if (!superadmin || twoFactor) return false;', 'return false;'],
      [
        'a locked superadmin acts for the platform',
        'const superadmin = claims.superadmin && !isLocked;',
        'const superadmin = claims.superadmin;',
      ],
    ],
  ),
];
