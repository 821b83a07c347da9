import type { Schemas } from '../../api/client';
import { Badge } from '../../components/badge';
import { cn } from '../../components/cn';
import { useWords } from '../../i18n/i18n';
import { forecast } from './forecast';
import { fullness } from './fullness';
import { usePlanTexts } from './use-plan-texts';

const TONES = { fine: 'bg-brand', nearly: 'bg-warn', full: 'bg-bad' } as const;

/** Those that are counted by month. */
const MONTHLY: readonly string[] = ['messages', 'aiReplies'];

/** What is used of each meter, as a bar where there is a limit, and how the month is going to end. */
export function Meters({ meters, period }: { meters: Schemas['MeterDto'][]; period: Schemas['PeriodDto'] }) {
  const { number } = useWords();
  const p = usePlanTexts();
  return (
    <ul className="grid gap-5 sm:grid-cols-2">
      {meters.map(({ meter, limit, used, remaining }) => {
        const state = fullness(used, limit);
        const name = p(`plan.meter.${meter}`);
        const amount =
          limit === null ? p('plan.noLimit', { used: number(used) }) : p('plan.of', { used: number(used), limit: number(limit) });
        return (
          <li key={meter} className="min-w-0">
            <div className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className="font-medium">{name}</span>
              <span className="text-sm text-muted tabular-nums">{amount}</span>
            </div>
            {limit !== null && (
              <>
                <div
                  role="meter"
                  aria-label={name}
                  aria-valuemin={0}
                  aria-valuemax={Math.max(limit, 1)}
                  aria-valuenow={Math.min(used, limit)}
                  aria-valuetext={amount}
                  className="mt-1.5 h-2 overflow-hidden rounded-full bg-raised"
                >
                  <div className={cn('h-full rounded-full', TONES[state])} style={{ width: `${shareOf(used, limit)}%` }} />
                </div>
                <div className="mt-1 flex min-h-6 flex-wrap items-center justify-between gap-2 text-sm text-muted">
                  <span>{p('plan.left', { left: number(remaining ?? 0) })}</span>
                  {state !== 'fine' && <Badge tone={state === 'full' ? 'bad' : 'warn'}>{p(`plan.${state}`)}</Badge>}
                </div>
              </>
            )}
            {MONTHLY.includes(meter) && <Ahead used={used} limit={limit} period={period} />}
          </li>
        );
      })}
    </ul>
  );
}

function Ahead({ used, limit, period }: { used: number; limit: number | null; period: Schemas['PeriodDto'] }) {
  const { number, date } = useWords();
  const p = usePlanTexts();
  const ahead = forecast(used, limit, period, Date.now());
  if (!ahead) return null;
  return (
    <p className="mt-1 text-sm text-muted">
      {p('plan.ahead', { used: number(ahead.used) })}
      {ahead.fullOn && (
        <span className="ml-1 font-medium text-warn">{p('plan.fullOn', { date: date(`${ahead.fullOn}T12:00:00`, 'monthDay') })}</span>
      )}
    </p>
  );
}

const shareOf = (used: number, limit: number): number => (limit === 0 ? 100 : Math.min(100, (used / limit) * 100));
