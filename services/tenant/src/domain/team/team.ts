const RANK = { viewer: 0, agent: 1, admin: 2, owner: 3 } as const;
type Role = keyof typeof RANK;

/** Nobody hands out more than they have, and only admins hand out anything. */
export const mayGrant = (granter: Role | undefined, role: Role): boolean =>
  granter !== undefined && RANK[granter] >= RANK.admin && RANK[granter] >= RANK[role];

/** Whom one may not make something one may not unmake either. @param role the new one; undefined when the person leaves */
export const mayChange = (changer: Role | undefined, present: Role, role: Role | undefined): boolean =>
  mayGrant(changer, present) && (role === undefined || mayGrant(changer, role));

/** A tenant that nobody owns can be given to nobody. @param role the new one; undefined when the person leaves */
export const leavesNoOwner = (owners: readonly string[], userId: string, role: Role | undefined): boolean =>
  role !== 'owner' && owners.length === 1 && owners[0] === userId;
