import { api, unwrapWithTag, type Schemas } from '../api/client';

export type Tenant = Schemas['TenantDto'];

export const readTenant = (id: string) => unwrapWithTag(api.GET('/api/v1/tenants/{id}', { params: { path: { id } } }));

/** The time zone of a company, or that of the person who looks. */
export const zoneOf = (tenant: Tenant | undefined): string =>
  typeof tenant?.settings.timezone === 'string' ? tenant.settings.timezone : Intl.DateTimeFormat().resolvedOptions().timeZone;
