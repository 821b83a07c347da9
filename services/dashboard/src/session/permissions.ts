export const ROLES = ['viewer', 'agent', 'admin', 'owner'] as const;
export type Role = (typeof ROLES)[number];

const PLATFORM = ['tenants', 'plans', 'rates', 'revenue', 'ledger'] as const;

export type Area =
  | 'account'
  | 'overview'
  | 'inbox'
  | 'inbox-settings'
  | 'contacts'
  | 'segments'
  | 'leads'
  | 'send'
  | 'outbox'
  | 'knowledge'
  | 'assistant'
  | 'playground'
  | 'outlets'
  | 'team'
  | 'api-keys'
  | 'orders'
  | 'shops'
  | 'webhooks'
  | 'audit'
  | 'templates'
  | 'campaigns'
  | 'holds'
  | 'codes'
  | 'unsubscribers'
  | 'numbers'
  | 'privacy'
  | 'branding'
  | 'settings'
  | 'plan'
  | 'deposit'
  | 'costs'
  | 'invoices'
  | PlatformArea;
/** For superadmins alone. */
type PlatformArea = (typeof PLATFORM)[number];

export type Action =
  | 'answer' // take over, release and close conversations, merge contacts, lift holds
  | 'hold-sending' // place holds on sending; lifting one is every agent’s
  | 'edit-inbox' // rules, teams and labels; canned replies are every agent’s
  | 'edit-knowledge'
  | 'force-publish'
  | 'edit-team'
  | 'edit-outlets'
  | 'edit-templates'
  | 'edit-codes' // send a try, change limits
  | 'edit-campaigns' // make, start, pause and cancel campaigns
  | 'edit-branding';

/** Who looks at the page: their role in the chosen tenant, if one is chosen. */
export interface Viewer {
  superadmin: boolean;
  role: Role | undefined;
  tenantId: string | undefined;
}

const LEAST: Record<Exclude<Area, 'account' | PlatformArea> | Action, Role> = {
  overview: 'viewer',
  inbox: 'viewer',
  'inbox-settings': 'agent',
  'hold-sending': 'admin',
  'edit-inbox': 'admin',
  contacts: 'viewer',
  segments: 'viewer',
  leads: 'viewer',
  send: 'agent',
  outbox: 'viewer',
  templates: 'viewer',
  campaigns: 'viewer',
  holds: 'viewer',
  codes: 'viewer',
  unsubscribers: 'viewer',
  numbers: 'viewer',
  privacy: 'admin',
  knowledge: 'viewer',
  assistant: 'admin',
  playground: 'agent',
  outlets: 'viewer',
  team: 'viewer',
  'api-keys': 'admin',
  orders: 'viewer',
  shops: 'admin',
  webhooks: 'admin',
  audit: 'admin',
  branding: 'admin',
  settings: 'owner',
  plan: 'admin',
  deposit: 'admin',
  costs: 'admin',
  invoices: 'admin',
  answer: 'agent',
  'edit-knowledge': 'admin',
  'force-publish': 'owner',
  'edit-team': 'admin',
  'edit-outlets': 'admin',
  'edit-templates': 'admin',
  'edit-codes': 'admin',
  'edit-campaigns': 'agent',
  'edit-branding': 'admin',
};

const atLeast = (role: Role | undefined, least: Role): boolean => role !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(least);

const isPlatform = (what: Area | Action): what is PlatformArea => PLATFORM.some((area) => area === what);

/** Only what to show: the services decide again. */
export function may(viewer: Viewer, what: Area | Action): boolean {
  if (what === 'account') return true;
  if (isPlatform(what)) return viewer.superadmin;
  // A superadmin reads the audit log of the whole installation too; everything else is of one tenant.
  if (viewer.superadmin) return what === 'audit' || viewer.tenantId !== undefined;
  return viewer.tenantId !== undefined && atLeast(viewer.role, LEAST[what]);
}

/** The roles that one may hand out: up to one's own, and only from admin on. */
export function grantable(viewer: Viewer): Role[] {
  if (viewer.superadmin) return [...ROLES];
  return atLeast(viewer.role, 'admin') ? ROLES.filter((role) => atLeast(viewer.role, role)) : [];
}
