import { useQuery } from '@tanstack/react-query';
import { Phone } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { EmptyState, PageHeader, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useWords } from '../../i18n/i18n';
import { useSendingTexts } from '../../sending/use-sending-texts';
import { useTenantId } from '../../session/session-context';
import { SendForm } from './send-form';
import { SentMessage, type Sent } from './sent';

/** One message to one customer. `?to=`, `?outletId=` and `?templateId=` fill the form. */
export function SendPage() {
  const { t } = useWords();
  const s = useSendingTexts();
  const tenantId = useTenantId();
  const [parameters] = useSearchParams();
  const [sent, setSent] = useState<Sent>();
  const outlets = useQuery({
    queryKey: ['outlets', tenantId, 'first'],
    queryFn: () => unwrap(api.GET('/api/v1/outlets', { params: { query: { limit: 50 } } })),
  });
  const all = outlets.data?.items;
  const usable = useMemo(() => all?.filter(({ status, confirmation }) => status === 'active' && confirmation === 'confirmed') ?? [], [all]);
  const begin = { outletId: parameters.get('outletId'), to: parameters.get('to'), templateId: parameters.get('templateId') };
  return (
    <>
      <PageHeader title={t('nav.send')} text={s('send.text')} />
      {outlets.isPending ? (
        <div className="card">
          <SkeletonRows />
        </div>
      ) : !outlets.data ? (
        <ProblemNote problem={outlets.error} retry={() => outlets.refetch()} />
      ) : usable.length === 0 ? (
        <div className="card">
          <EmptyState
            icon={Phone}
            title={s('send.noOutlet')}
            text={s('send.noOutletText')}
            action={
              <Button asChild variant="secondary">
                <Link to="/outlets">{t('nav.outlets')}</Link>
              </Button>
            }
          />
        </div>
      ) : sent ? (
        <SentMessage sent={sent} onAnother={() => setSent(undefined)} />
      ) : (
        <SendForm outlets={usable} begin={begin} onSent={setSent} />
      )}
    </>
  );
}
