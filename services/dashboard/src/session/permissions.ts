export const ROLES = ['viewer', 'agent', 'admin', 'owner'] as const;
export type Role = (typeof ROLES)[number];

export type Area =
  | 'account'
  | 'overview'
  | 'inbox'
  | 'inbox-settings'
  | 'knowledge'
  | 'assistant'
  | 'outlets'
  | 'team'
  | 'api-keys'
  | 'audit'
  | 'branding'
  | 'settings'
  | 'tenants'
  | 'ledger';
export type Action =
  | 'answer' // take over, release and close conversations
  | 'edit-inbox' // rules, teams and labels; canned replies are every agent’s
  | 'edit-knowledge'
  | 'edit-team'
  | 'edit-outlets'
  | 'edit-branding';

/** Who looks at the page: their role in the chosen tenant, if one is chosen. */
export interface Viewer {
  superadmin: boolean;
  role: Role | undefined;
  tenantId: string | undefined;
}

const LEAST: Record<Exclude<Area, 'account' | 'tenants' | 'ledger'> | Action, Role> = {
  overview: 'viewer',
  inbox: 'viewer',
  'inbox-settings': 'agent',
  'edit-inbox': 'admin',
  knowledge: 'viewer',
  assistant: 'admin',
  outlets: 'viewer',
  team: 'viewer',
  'api-keys': 'admin',
  audit: 'admin',
  branding: 'admin',
  settings: 'owner',
  answer: 'agent',
  'edit-knowledge': 'admin',
  'edit-team': 'admin',
  'edit-outlets': 'admin',
  'edit-branding': 'admin',
};

const atLeast = (role: Role | undefined, least: Role): boolean => role !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(least);

/** Only what to show: the services decide again. */
export function may(viewer: Viewer, what: Area | Action): boolean {
  if (what === 'account') return true;
  if (what === 'tenants' || what === 'ledger') return viewer.superadmin;
  // A superadmin reads the audit log of the whole installation too; everything else is of one tenant.
  if (viewer.superadmin) return what === 'audit' || viewer.tenantId !== undefined;
  return viewer.tenantId !== undefined && atLeast(viewer.role, LEAST[what]);
}

/** The roles that one may hand out: up to one's own, and only from admin on. */
export function grantable(viewer: Viewer): Role[] {
  if (viewer.superadmin) return [...ROLES];
  return atLeast(viewer.role, 'admin') ? ROLES.filter((role) => atLeast(viewer.role, role)) : [];
}
