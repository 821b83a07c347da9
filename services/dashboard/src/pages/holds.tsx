import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Activity, CirclePause, Send } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, unwrap } from '../api/client';
import { Button } from '../components/button';
import { EmptyState, PageHeader } from '../components/layout';
import { useWords } from '../i18n/i18n';
import { may } from '../session/permissions';
import { useSigned, useTenantId } from '../session/session-context';
import { HoldList } from './hold-list';
import { PlaceHold } from './place-hold';

/** Everything that is held, of all numbers; each number's page shows what is its own. */
export function HoldsPage() {
  const { t } = useWords();
  const tenantId = useTenantId();
  const signed = useSigned();
  const queries = useQueryClient();
  const [places, setPlaces] = useState(false);
  const holds = useQuery({
    queryKey: ['holds', tenantId],
    queryFn: () => unwrap(api.GET('/api/v1/messages/holds')),
    refetchInterval: 10_000,
  });
  const outlets = useQuery({
    queryKey: ['outlets', tenantId, 'first'],
    queryFn: () => unwrap(api.GET('/api/v1/outlets', { params: { query: { limit: 50 } } })),
  });
  const changed = () => queries.invalidateQueries({ queryKey: ['holds', tenantId] });
  return (
    <>
      <PageHeader
        title={t('nav.holds')}
        text={t('holds.text')}
        actions={
          <>
            <Button asChild variant="secondary">
              <Link to="/numbers">
                <Activity aria-hidden />
                {t('nav.numbers')}
              </Link>
            </Button>
            {may(signed, 'hold-sending') && (
              <Button variant="secondary" onClick={() => setPlaces(true)}>
                <CirclePause aria-hidden />
                {t('holds.place')}
              </Button>
            )}
          </>
        }
      />
      <PlaceHold open={places} onClose={() => setPlaces(false)} outlets={outlets.data?.items ?? []} placed={changed} />
      <div className="card">
        <HoldList
          query={{ ...holds, data: holds.data && { pages: [holds.data] } }}
          empty={<EmptyState icon={Send} title={t('holds.empty')} text={t('holds.emptyText')} />}
          outlets={outlets.data?.items ?? []}
          changed={changed}
        />
      </div>
    </>
  );
}
