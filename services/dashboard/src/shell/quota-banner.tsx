import { useQuery } from '@tanstack/react-query';
import { Gauge, X } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation } from 'react-router';
import { api, unwrap, type Schemas } from '../api/client';
import { Button } from '../components/button';
import { cn } from '../components/cn';
import { useWords } from '../i18n/i18n';
import { quotaBannerEn } from '../i18n/quota-banner.en';
import { quotaBannerEs } from '../i18n/quota-banner.es';
import { useTexts } from '../i18n/use-texts';
import { useTenantId } from '../session/session-context';
import { hidden, hide } from './hidden-warnings';

type Warning = Schemas['QuotaWarningDto'];
const TEXTS = { en: quotaBannerEn, es: quotaBannerEs };
const LOOK_EVERY_MS = 60_000;

/** To owners and admins: which limit of the plan is near or met, what of it is used, and what to do. Hidden until it gets worse, if they like. */
export function QuotaBanner() {
  const { number } = useWords();
  const p = useTexts(TEXTS);
  const tenantId = useTenantId();
  const { pathname } = useLocation();
  const [, setHidden] = useState(0);
  const { data } = useQuery({
    queryKey: ['quota-warnings', tenantId],
    queryFn: () => unwrap(api.GET('/api/v1/billing/tenants/{tenantId}/warnings', { params: { path: { tenantId } } })),
    staleTime: LOOK_EVERY_MS,
    refetchInterval: LOOK_EVERY_MS,
  });
  const shown = (data?.items ?? []).filter((warning) => !hidden(nameOf(tenantId, warning)));
  // The page of the plan shows all of it, and more.
  if (shown.length === 0 || pathname === '/plan') return null;
  const isFull = shown.some(({ stopped }) => stopped);
  return (
    <section
      aria-label={p('quota.label')}
      className={cn(
        'flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2.5 sm:px-6',
        isFull ? 'bg-bad-soft text-bad' : 'bg-warn-soft text-warn',
      )}
    >
      <Gauge className="size-5 shrink-0" aria-hidden />
      <ul className="min-w-0 flex-1 basis-56">
        {shown.map((warning) => (
          <li key={warning.meter} className="break-words">
            {p(`quota.${warning.meter}`, { used: number(warning.used), limit: number(warning.limit) })}{' '}
            {warning.stopped ? p(`quota.stopped.${warning.meter}`) : warning.level === 100 && p('quota.paid')}
          </li>
        ))}
      </ul>
      <Link to="/plan" className="font-medium underline underline-offset-4">
        {p('quota.upgrade')}
      </Link>
      <Button
        variant="ghost"
        size="icon"
        className="ml-auto text-inherit"
        aria-label={p('quota.hide')}
        onClick={() => {
          hide(shown.map((warning) => nameOf(tenantId, warning)));
          setHidden((times) => times + 1);
        }}
      >
        <X aria-hidden />
      </Button>
    </section>
  );
}

/** Another level, limit or month is another warning. */
const nameOf = (tenantId: string, { meter, level, limit }: Warning): string =>
  `${tenantId} ${meter} ${level} ${limit} ${new Date().toISOString().slice(0, 7)}`;
