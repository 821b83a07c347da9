import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import { useTenantId } from '../../session/session-context';

export interface Account {
  wabaId: string;
  /** One of its numbers, through which WhatsApp is asked. */
  outletId: string;
  /** The names of its numbers. */
  names: string[];
}

/** The WhatsApp accounts of the company, each with its numbers that may be used. */
export function useAccounts(): Account[] {
  const tenantId = useTenantId();
  const outlets = useQuery({
    queryKey: ['outlets', tenantId, 'first'],
    queryFn: () => unwrap(api.GET('/api/v1/outlets', { params: { query: { limit: 50 } } })),
  });
  const accounts = new Map<string, Account>();
  for (const { id, name, wabaId, status, confirmation } of outlets.data?.items ?? []) {
    if (status !== 'active' || confirmation !== 'confirmed') continue;
    const account = accounts.get(wabaId);
    if (account) account.names.push(name);
    else accounts.set(wabaId, { wabaId, outletId: id, names: [name] });
  }
  return [...accounts.values()];
}
