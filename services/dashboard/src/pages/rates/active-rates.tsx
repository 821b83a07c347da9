import { Coins } from 'lucide-react';
import { useState } from 'react';
import type { Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { Card, EmptyState, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { Table } from '../../components/table';
import { useWords } from '../../i18n/i18n';
import { useMoney } from '../../i18n/use-money';
import { useSendingTexts } from '../../sending/use-sending-texts';
import { ANY_COUNTRY, CATEGORIES, marketsOf, type Market } from './markets';
import { todayInUtc, useActive } from './use-active';
import { useRatesTexts } from './use-rates-texts';

type Policy = Schemas['PolicyDto'];
/** As many markets as are shown at first. */
const FIRST = 12;

/** The prices that hold on a day, by market, and what is free. */
export function ActiveRates() {
  const r = useRatesTexts();
  const s = useSendingTexts();
  const { date, number } = useWords();
  const money = useMoney();
  const [day, setDay] = useState(todayInUtc);
  const [chosen, setChosen] = useState<string>();
  const [asked, setAsked] = useState('');
  const [isWhole, setWhole] = useState(false);
  const active = useActive(day);
  const currencies = [...new Set(active.data?.rates.map(({ currency }) => currency))].sort();
  const currency = currencies.find((each) => each === chosen) ?? currencies.find((each) => each === 'USD') ?? currencies[0];
  const markets = active.data && currency ? marketsOf(active.data, currency, asked) : [];
  const dayName = (iso: string): string => date(`${iso}T12:00:00`, 'day');
  const free = ({ billable, freeMonthly, freeInWindow, freeInEntry }: Policy): string => {
    if (!billable) return r('rates.always');
    const when = [
      freeMonthly > 0 ? r('rates.monthly', { count: number(freeMonthly) }) : '',
      freeInWindow ? r('rates.inWindow') : '',
      freeInEntry ? r('rates.inEntry') : '',
    ].filter(Boolean);
    return when.length > 0 ? when.join('; ') : r('rates.never');
  };
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="flex flex-wrap gap-2">
        <input
          type="search"
          aria-label={r('rates.market')}
          placeholder={r('rates.market')}
          className="control min-w-0 flex-1 sm:max-w-xs"
          value={asked}
          onChange={(event) => setAsked(event.target.value)}
        />
        <input
          type="date"
          aria-label={r('rates.day')}
          className="control w-auto"
          value={day}
          onChange={(event) => event.target.value && setDay(event.target.value)}
        />
        {currencies.length > 1 && (
          <select
            aria-label={r('rates.currency')}
            className="control w-auto"
            value={currency}
            onChange={(event) => setChosen(event.target.value)}
          >
            {currencies.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        )}
      </div>
      {active.isPending && <SkeletonRows rows={4} />}
      {active.isError && !active.data && <ProblemNote problem={active.error} retry={() => active.refetch()} />}
      {active.data && !currency && (
        <Card>
          <EmptyState icon={Coins} title={r('rates.none')} text={r('rates.noneText')} />
        </Card>
      )}
      {currency && (
        <Card title={`${r('rates.active')} (${currency})`}>
          {markets.length === 0 ? (
            <p className="text-muted">{r('rates.noMatch')}</p>
          ) : (
            <Table<Market>
              label={r('rates.active')}
              rows={isWhole ? markets : markets.slice(0, FIRST)}
              rowKey={({ name }) => name}
              columns={[
                {
                  key: 'market',
                  title: r('rates.column.market'),
                  main: true,
                  cell: ({ name, countries }) => (
                    <>
                      <span className="font-medium">{name}</span>
                      {countries.length > 0 && (
                        <span className="block max-w-md text-sm break-words text-muted">
                          {r('rates.countries', {
                            countries: countries.map((country) => (country === ANY_COUNTRY ? r('rates.others') : country)).join(', '),
                          })}
                        </span>
                      )}
                    </>
                  ),
                },
                ...CATEGORIES.map((category) => ({
                  key: category,
                  title: s(`pricing.${category}`),
                  end: true,
                  cell: ({ rates }: Market) => {
                    const rate = rates[category];
                    return rate ? (
                      <span title={rate.source}>
                        {money(rate.amountMicros, currency)}
                        <span className="block text-xs whitespace-nowrap text-muted">
                          {r('rates.since', { date: dayName(rate.effectiveFrom) })}
                        </span>
                      </span>
                    ) : (
                      '–'
                    );
                  },
                })),
              ]}
            />
          )}
          {!isWhole && markets.length > FIRST && (
            <div className="border-t border-line p-3 text-center">
              <Button variant="ghost" onClick={() => setWhole(true)}>
                {r('rates.all', { count: number(markets.length) })}
              </Button>
            </div>
          )}
        </Card>
      )}
      {active.data && active.data.policies.length > 0 && (
        <Card title={r('rates.policies')}>
          <Table<Policy>
            label={r('rates.policies')}
            rows={active.data.policies}
            rowKey={({ category }) => category}
            columns={[
              {
                key: 'category',
                title: r('rates.category'),
                main: true,
                cell: ({ category }) => <span className="font-medium">{s(`pricing.${category}`)}</span>,
              },
              { key: 'free', title: r('rates.isFree'), cell: free },
              { key: 'from', title: r('rates.from'), cell: ({ effectiveFrom }) => dayName(effectiveFrom) },
              { key: 'source', title: r('rates.source'), cell: ({ source }) => <span className="break-words">{source}</span> },
            ]}
          />
        </Card>
      )}
    </div>
  );
}
