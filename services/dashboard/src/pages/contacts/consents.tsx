import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import { Card, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useWords } from '../../i18n/i18n';
import { ConsentEntries } from '../../inbox/contact/consent-entries';
import { useTenantId } from '../../session/session-context';
import type { Contact } from './contact-facts';

/** What a contact said about promotions, with its proof. */
export function Consents({ contact: { id, consent } }: { contact: Contact }) {
  const { t } = useWords();
  const tenantId = useTenantId();
  const history = useQuery({
    queryKey: ['contacts', tenantId, id, 'consents', consent.at, consent.pendingSince],
    queryFn: () => unwrap(api.GET('/api/v1/contacts/{id}/consents', { params: { path: { id }, query: {} } })),
  });
  return (
    <Card title={t('consent.history')}>
      {consent.pendingSince && <p className="mb-2 text-sm text-muted">{t('consent.waits')}</p>}
      {history.isPending && <SkeletonRows rows={2} />}
      {history.isError && <ProblemNote problem={history.error} retry={() => history.refetch()} />}
      {history.data?.items.length === 0 && <p className="text-muted">{t('consent.nothing')}</p>}
      {history.data && history.data.items.length > 0 && <ConsentEntries items={history.data.items} />}
    </Card>
  );
}
