import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { actFor, api, session, unwrap, type Schemas } from '../api/client';
import { useWords } from '../i18n/i18n';
import { ROLES, type Role, type Viewer } from './permissions';
import type { SessionState } from './session';

export const useSession = (): SessionState => useSyncExternalStore(session.subscribe, () => session.state);

export interface Tenant {
  id: string;
  name: string;
  slug: string;
}
export interface Signed extends Viewer {
  me: Schemas['MeDto'];
  tenant: Tenant | undefined;
  /** The chosen company, where it asks for a second factor that they have not: nobody acts for it. */
  needsTwoFactor: string | undefined;
  choose: (tenant: Tenant | undefined) => void;
}

const Context = createContext<Signed | undefined>(undefined);
const KEY = 'chasqui.tenant';

/** What this person chose last in this tab, or, in a new one, in any; another's choice is not theirs. */
function stored(userId: string): Tenant | undefined {
  try {
    const last = JSON.parse(sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY) ?? 'null') as {
      userId: string;
      tenant: Tenant;
    } | null;
    return last?.userId === userId ? last.tenant : undefined;
  } catch {
    return undefined;
  }
}

/** When the last tab has signed out: the next person learns nothing of the last one’s companies. */
export const forgetChoice = (): void => localStorage.removeItem(KEY);

export const useMe = () =>
  useQuery({
    queryKey: ['me'],
    queryFn: () => unwrap(api.GET('/api/v1/auth/me')),
    staleTime: 60_000,
    // The link of the mail was opened in another tab.
    refetchOnWindowFocus: ({ state }) => (state.data?.emailConfirmed === false ? 'always' : true),
  });

/** Who is signed in and for which tenant they act. */
export function SignedProvider({ me, children }: { me: Schemas['MeDto']; children: ReactNode }) {
  const queries = useQueryClient();
  const [wanted, setWanted] = useState(() => stored(me.id));
  const membership = me.tenants.find(({ id }) => id === wanted?.id) ?? (me.superadmin ? undefined : me.tenants[0]);
  const tenant = membership ?? (me.superadmin ? wanted : undefined);
  const needsTwoFactor = membership?.twoFactorNeeded ? membership.name : undefined;
  const id = needsTwoFactor === undefined ? tenant?.id : undefined;
  // Before any child asks for anything.
  actFor(id);

  useEffect(() => {
    for (const storage of [sessionStorage, localStorage]) {
      if (tenant) storage.setItem(KEY, JSON.stringify({ userId: me.id, tenant }));
      else storage.removeItem(KEY);
    }
  }, [me.id, tenant]);

  const { suggest } = useWords();
  const language = membership && 'language' in membership ? membership.language : undefined;
  useEffect(() => suggest(language), [suggest, language]);

  const choose = useCallback(
    (next: Tenant | undefined) => {
      // What is on its way was asked for another tenant.
      void queries.cancelQueries();
      actFor(next?.id);
      setWanted(next && { id: next.id, name: next.name, slug: next.slug });
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
    },
    [queries],
  );

  const role = ROLES.find((name): name is Role => name === membership?.role);
  const signed = useMemo(
    () => ({ me, superadmin: me.superadmin, role, tenantId: id, tenant, needsTwoFactor, choose }),
    [me, role, id, tenant, needsTwoFactor, choose],
  );
  return <Context value={signed}>{children}</Context>;
}

export function useSigned(): Signed {
  const signed = useContext(Context);
  if (!signed) throw new Error('useSigned outside of SignedProvider');
  return signed;
}

/** For the pages of one tenant, which the shell shows only where one is chosen. */
export function useTenantId(): string {
  const { tenantId } = useSigned();
  if (!tenantId) throw new Error('no tenant is chosen');
  return tenantId;
}
