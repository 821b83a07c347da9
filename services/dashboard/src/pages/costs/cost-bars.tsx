import { Card } from '../../components/layout';
import { useWords } from '../../i18n/i18n';
import { useMoney } from '../../i18n/use-money';
import { shift } from '../overview-range';
import { useCostsTexts } from './use-costs-texts';
import type { CostItem } from './use-costs';

const HEIGHT = 96;

/** A bar a day: what is charged at the foot, what is estimated on it. Of one currency. */
export function CostBars({ items, days, currency }: { items: readonly CostItem[]; days: { from: string; to: string }; currency: string }) {
  const c = useCostsTexts();
  const { date } = useWords();
  const money = useMoney();
  const byDay = new Map(items.filter(({ total }) => total.currency === currency).map((item) => [item.key, item]));
  const all: string[] = [];
  for (let day = days.from; day <= days.to; day = shift(day, 1)) all.push(day);
  const amounts = all.map((day) => byDay.get(day)?.total.amountMicros ?? 0);
  const most = Math.max(...amounts);
  if (most <= 0 || all.length < 2) return null;
  const name = (place: number): string => date(`${all[place]}T12:00:00`, 'monthDay');
  const width = 100 / all.length;
  return (
    <Card title={c('costs.days')}>
      <svg
        role="img"
        aria-label={c('costs.daysLabel', { currency, day: name(amounts.indexOf(most)), amount: money(most, currency) })}
        viewBox={`0 0 100 ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-24 w-full"
      >
        {all.map((day, place) => {
          const item = byDay.get(day);
          const final = ((item?.final.amountMicros ?? 0) / most) * HEIGHT;
          const estimated = ((item?.estimated.amountMicros ?? 0) / most) * HEIGHT;
          const at = { x: place * width + width * 0.12, width: width * 0.76 };
          return (
            <g key={day}>
              {final + estimated <= 0 && <rect {...at} y={HEIGHT - 1.5} height={1.5} className="fill-line" />}
              {final > 0 && <rect {...at} y={HEIGHT - final} height={final} className="fill-brand" />}
              {estimated > 0 && <rect {...at} y={HEIGHT - final - estimated} height={estimated} className="fill-brand opacity-40" />}
            </g>
          );
        })}
      </svg>
      <div aria-hidden className="mt-1.5 flex justify-between text-xs text-muted">
        {[...new Set([0, Math.floor(all.length / 2), all.length - 1])].map((place) => (
          <span key={place}>{name(place)}</span>
        ))}
      </div>
    </Card>
  );
}
