const RANK = { viewer: 0, agent: 1, admin: 2, owner: 3 } as const;
type Role = keyof typeof RANK;

/** Admins and owners may give roles up to their own. */
export const mayGrant = (granter: Role | undefined, role: Role): boolean =>
  granter !== undefined && RANK[granter] >= RANK.admin && RANK[granter] >= RANK[role];

/** Changing somebody needs the right to give both their present role and the new one. @param role the new one; undefined to remove the person */
export const mayChange = (changer: Role | undefined, present: Role, role: Role | undefined): boolean =>
  mayGrant(changer, present) && (role === undefined || mayGrant(changer, role));

/** Whether a change would leave the tenant without an owner. @param role the new one; undefined to remove the person */
export const leavesNoOwner = (owners: readonly string[], userId: string, role: Role | undefined): boolean =>
  role !== 'owner' && owners.length === 1 && owners[0] === userId;

/** A member as somebody sees them. */
export type MemberView<Member> = Omit<Member, 'twoFactor'> & { twoFactor?: boolean };

/** Whose account a password alone opens is for those to know who may do something about it: from admin on, and for programs with the scope. */
export function asSeenBy<Member extends { twoFactor: boolean }>(
  reader: { kind: 'user' | 'api-key'; superadmin: boolean; role?: Role },
  { twoFactor, ...member }: Member,
): MemberView<Member> {
  const sees = reader.superadmin || reader.kind === 'api-key' || mayGrant(reader.role, 'viewer');
  return sees ? { ...member, twoFactor } : member;
}
