import '../i18n/account-page';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { LogOut, MonitorSmartphone } from 'lucide-react';
import { useState } from 'react';
import { api, session, unwrap, type Schemas } from '../api/client';
import { toProblem } from '../api/problem';
import { Badge } from '../components/badge';
import { Button } from '../components/button';
import { Confirm } from '../components/dialog';
import { Card, Skeleton } from '../components/layout';
import { ProblemNote } from '../components/problem-note';
import { useToast } from '../components/toast';
import { useAgo } from '../i18n/use-ago';
import { useWords } from '../i18n/i18n';

type OwnSession = Schemas['OwnSessionDto'];

/** Where one is signed in, and how to end it: there, everywhere else, everywhere. */
export function Devices() {
  const { t } = useWords();
  const say = useToast();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<'others' | 'everywhere'>();
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => unwrap(api.GET('/api/v1/auth/sessions')) });
  const changed = () => queries.invalidateQueries({ queryKey: ['sessions'] });
  const others = async () => {
    await unwrap(api.DELETE('/api/v1/auth/sessions'));
    say(({ t }) => t('sessions.othersDone'));
    await changed();
  };
  const everywhere = async () => {
    await unwrap(api.POST('/api/v1/auth/logout-everywhere'));
    session.end('signed-out');
  };
  const items = sessions.data?.items;
  return (
    <Card title={t('account.devices')}>
      {sessions.isError && <ProblemNote problem={sessions.error} retry={() => sessions.refetch()} />}
      {sessions.isPending && (
        <div role="status" className="grid gap-3">
          <span className="sr-only">{t('loading')}</span>
          <Skeleton className="h-12" />
          <Skeleton className="h-12" />
        </div>
      )}
      {items && (
        <ul aria-label={t('sessions.list')} className="divide-y divide-line">
          {items.map((each) => (
            <Device key={each.id} item={each} changed={changed} />
          ))}
        </ul>
      )}
      <p className="mt-4 mb-4 text-muted">{t('account.devicesText')}</p>
      <div className="flex flex-wrap gap-2">
        {items?.some(({ current }) => !current) && (
          <Button variant="secondary" onClick={() => setAsking('others')}>
            <LogOut aria-hidden />
            {t('sessions.others')}
          </Button>
        )}
        <Button variant="secondary" onClick={() => setAsking('everywhere')}>
          <LogOut aria-hidden />
          {t('account.everywhere')}
        </Button>
      </div>
      <Confirm
        open={asking === 'others'}
        onClose={() => setAsking(undefined)}
        title={t('sessions.othersTitle')}
        text={t('sessions.othersText')}
        action={t('sessions.others')}
        run={others}
      />
      <Confirm
        open={asking === 'everywhere'}
        onClose={() => setAsking(undefined)}
        title={t('account.everywhereTitle')}
        text={t('account.everywhereText')}
        action={t('account.everywhere')}
        run={everywhere}
      />
    </Card>
  );
}

function Device({ item, changed }: { item: OwnSession; changed: () => Promise<unknown> }) {
  const { t, date } = useWords();
  const ago = useAgo();
  const say = useToast();
  const [busy, setBusy] = useState(false);
  const { browser, system, address } = item;
  const device = browser && system ? t('sessions.on', { browser, system }) : (browser ?? system ?? t('sessions.unknown'));
  const used = ago(item.lastUsedAt);
  const end = async () => {
    setBusy(true);
    try {
      await unwrap(api.DELETE('/api/v1/auth/sessions/{sessionId}', { params: { path: { sessionId: item.id } } }));
      say(({ t }) => t('sessions.ended'));
    } catch (error) {
      say(({ explain }) => explain(toProblem(error)), 'bad');
    }
    await changed();
    setBusy(false);
  };
  return (
    <li className="flex items-center gap-3 py-3 first:pt-0">
      <MonitorSmartphone aria-hidden className="size-5 shrink-0 text-muted" />
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          {device}
          {item.current && <Badge tone="good">{t('sessions.current')}</Badge>}
        </p>
        <p className="text-sm break-words text-muted">
          {t('sessions.facts', { since: date(item.startedAt, 'day'), used, address: address ?? t('sessions.nowhere') })}
        </p>
      </div>
      {!item.current && (
        <Button variant="quiet" size="small" busy={busy} aria-label={t('sessions.endOf', { device, used })} onClick={() => void end()}>
          {t('sessions.end')}
        </Button>
      )}
    </li>
  );
}
