const RANK = { viewer: 0, agent: 1, admin: 2, owner: 3 } as const;
type Role = keyof typeof RANK;

/** Nobody hands out more than they have, and only admins hand out anything. */
export const mayGrant = (granter: Role | undefined, role: Role): boolean =>
  granter !== undefined && RANK[granter] >= RANK.admin && RANK[granter] >= RANK[role];

/** A key that makes keys passes on no scope that it lacks. */
export const mayGrantScopes = (own: readonly string[], granted: readonly string[]): boolean =>
  own.includes('*') || granted.every((scope) => own.includes(scope));
