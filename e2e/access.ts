/** Who may call a route. */
export type Access =
  | 'public'
  | 'signed-in'
  /** Every API key, and no person. */
  | 'api-key'
  | 'superadmin'
  /** Members from this role up, and API keys with this scope. */
  | [role: 'viewer' | 'agent' | 'admin' | 'owner', scope: string];
