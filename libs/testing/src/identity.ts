import { IDENTITY_HEADER, signIdentity, type Identity, type Role } from '#service-kit';
import type { Infrastructure } from './infrastructure.js';

const header = (infrastructure: Infrastructure, identity: Identity): Record<string, string> => ({
  [IDENTITY_HEADER]: signIdentity(identity, infrastructure.env().IDENTITY_KEY!),
});

/** Headers with which the gateway would call a service for a member of the tenant. */
export const asMember = (
  infrastructure: Infrastructure,
  tenantId: string,
  role: Role = 'owner',
  userId = '0198c0de-0000-7000-8000-00000000aaaa',
  session?: string,
) => header(infrastructure, { kind: 'user', subject: userId, superadmin: false, tenantId, role, ...(session ? { session } : {}) });

export const asSuperadmin = (infrastructure: Infrastructure, tenantId?: string) =>
  header(infrastructure, {
    kind: 'user',
    subject: '0198c0de-0000-7000-8000-00000000ffff',
    superadmin: true,
    ...(tenantId ? { tenantId, role: 'owner' as const } : {}),
  });

export const asApiKey = (infrastructure: Infrastructure, tenantId: string, scopes: string[]) =>
  header(infrastructure, { kind: 'api-key', subject: '0198c0de-0000-7000-8000-00000000bbbb', superadmin: false, tenantId, scopes });
