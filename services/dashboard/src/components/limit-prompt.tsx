import { useQuery } from '@tanstack/react-query';
import { CircleCheck, Gauge } from 'lucide-react';
import { api, unwrap, type Schemas } from '../api/client';
import { useWords } from '../i18n/i18n';
import { quotaBannerEn } from '../i18n/quota-banner.en';
import { quotaBannerEs } from '../i18n/quota-banner.es';
import { useTexts } from '../i18n/use-texts';
import { useTenantId } from '../session/session-context';
import { Button } from './button';
import { PlanWay } from './plan-way';

type Meter = Schemas['Meter'];
const TEXTS = { en: quotaBannerEn, es: quotaBannerEs };
const METERS = ['messages', 'aiReplies', 'contacts', 'outlets', 'users', 'documents'] as const satisfies readonly Meter[];
/** Somebody is buying a plan in another tab, and comes back to go on. */
const LOOK_EVERY_MS = 3_000;

export const meterOf = (value: unknown): Meter | undefined => METERS.find((meter) => meter === value);

interface Props {
  meter: Meter;
  /** As they were when it was refused; as they are now, where they are left out. */
  limit?: number | undefined;
  used?: number | undefined;
  /** Does again what was refused. */
  goOn?: (() => unknown) | undefined;
}

/**
 * A limit of the plan was met: what of it is used, and the way to a larger plan, in another tab, so that nothing that was typed is lost. Once
 * there is room it says so, and what was refused goes on.
 */
export function LimitPrompt({ meter, limit, used, goOn }: Props) {
  const { number } = useWords();
  const p = useTexts(TEXTS);
  const tenantId = useTenantId();
  const { data: quota } = useQuery({
    queryKey: ['quota', tenantId],
    queryFn: () => unwrap(api.GET('/api/v1/billing/tenants/{tenantId}/quota', { params: { path: { tenantId } } })),
    refetchInterval: LOOK_EVERY_MS,
    // What was read before it was refused may be old.
    staleTime: 0,
    refetchOnMount: 'always',
  });
  const now = quota?.meters.find((each) => each.meter === meter);
  const isFresh = quota !== undefined && (limit === undefined || now?.limit !== limit || now.used !== used);
  // Of messages the deposit may pay for more than the plan has.
  const hasRoom = isFresh && (meter === 'messages' ? !quota.suspended : now !== undefined && (now.remaining ?? 1) > 0);
  if (hasRoom) {
    return (
      <div role="status" className="flex flex-wrap items-center gap-3 rounded-lg border border-good/40 bg-good-soft p-3.5 text-good">
        <CircleCheck className="size-5 shrink-0" aria-hidden />
        <p className="min-w-0 grow font-medium">{p('quota.prompt.room')}</p>
        {goOn && (
          <Button size="small" onClick={() => void goOn()}>
            {p('quota.prompt.goOn')}
          </Button>
        )}
      </div>
    );
  }
  const [has, of] = [used ?? now?.used, limit ?? now?.limit];
  return (
    <div role="alert" data-code="quota_exceeded" className="flex gap-3 rounded-lg border border-warn/40 bg-warn-soft p-3.5 text-warn">
      <Gauge className="mt-0.5 size-5 shrink-0" aria-hidden />
      <div className="min-w-0 grow">
        <p className="font-medium">{p('quota.prompt.title')}</p>
        <p className="mt-0.5 break-words">
          {typeof has === 'number' && typeof of === 'number' && p(`quota.${meter}`, { used: number(has), limit: number(of) })}{' '}
          {p(`quota.stopped.${meter}`)}
        </p>
        <PlanWay className="mt-3" />
      </div>
    </div>
  );
}
