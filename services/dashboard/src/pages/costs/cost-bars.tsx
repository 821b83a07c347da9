import { BarNames, Bars } from '../../components/bars';
import { Card } from '../../components/layout';
import { useWords } from '../../i18n/i18n';
import { useMoney } from '../../i18n/use-money';
import { shift } from '../overview-range';
import { useCostsTexts } from './use-costs-texts';
import type { CostItem } from './use-costs';

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
  const name = (day: string): string => date(`${day}T12:00:00`, 'monthDay');
  return (
    <Card title={c('costs.days')}>
      <Bars
        label={c('costs.daysLabel', { currency, day: name(all[amounts.indexOf(most)]!), amount: money(most, currency) })}
        bars={all.map((day) => ({
          key: day,
          parts: [
            { amount: Math.max(0, byDay.get(day)?.final.amountMicros ?? 0), className: 'fill-brand' },
            { amount: Math.max(0, byDay.get(day)?.estimated.amountMicros ?? 0), className: 'fill-brand opacity-40' },
          ],
        }))}
      />
      <BarNames names={all.map(name)} />
    </Card>
  );
}
