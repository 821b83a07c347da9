import { ScrollText } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { cn } from '../../components/cn';
import { Button } from '../../components/button';
import { Confirm } from '../../components/dialog';
import { EmptyState } from '../../components/layout';
import { Listing } from '../../components/listing';
import { Table } from '../../components/table';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useMinorMoney } from '../../i18n/use-money';
import { useTenantId } from '../../session/session-context';
import { useDepositTexts, useEntries, useMoved, type Entry } from './use-deposit';

/** What the operator may correct by the opposite entry; the service decides again. */
const isCorrectable = ({ kind, source }: Entry): boolean => source !== 'stripe' && ['top_up', 'credit', 'overage'].includes(kind);

/** The ledger of the company: each entry, and what it did to the deposit. @param mayCorrect a superadmin looks */
export function Entries({ mayCorrect }: { mayCorrect: boolean }) {
  const { date, number } = useWords();
  const p = useDepositTexts();
  const money = useMinorMoney();
  const say = useToast();
  const moved = useMoved();
  const tenantId = useTenantId();
  const entries = useEntries();
  const [corrected, setCorrected] = useState<Entry>();
  const done = new Set(entries.data?.pages.flatMap(({ items }) => items.map(({ reference }) => reference)));
  const correct = async ({ id }: Entry): Promise<void> => {
    await unwrap(
      api.POST('/api/v1/billing/tenants/{tenantId}/ledger/{transferId}/reversal', { params: { path: { tenantId, transferId: id } } }),
    );
    await moved();
    say(() => p('deposit.corrected'));
  };
  const signed = ({ amount, from, to }: Entry): string => `${to === 'deposit' ? '+' : from === 'deposit' ? '−' : ''}${money(amount)}`;
  return (
    <section aria-labelledby="deposit-entries" className="card overflow-hidden">
      <h2 id="deposit-entries" className="p-4 pb-2 font-semibold sm:px-5">
        {p('deposit.entries')}
      </h2>
      {corrected && (
        <Confirm
          open
          onClose={() => setCorrected(undefined)}
          title={p('deposit.correctTitle')}
          text={p('deposit.correctText', { amount: money(corrected.amount) })}
          action={p('deposit.correct')}
          run={() => correct(corrected)}
        />
      )}
      <Listing query={entries} empty={<EmptyState icon={ScrollText} title={p('deposit.noEntries')} text={p('deposit.noEntriesText')} />}>
        {(rows) => (
          <Table<Entry>
            label={p('deposit.entries')}
            rows={rows}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'what',
                title: p('deposit.column.what'),
                main: true,
                cell: ({ kind, units, source, reference }) => (
                  <div className="min-w-0">
                    <p className="font-medium">
                      {units === null ? p(`deposit.kind.${kind}`) : `${p(`deposit.kind.${kind}`)} (${number(units)})`}
                    </p>
                    {source === 'operator' && !kind.endsWith('_reversal') && <p className="text-sm break-words text-muted">{reference}</p>}
                  </div>
                ),
              },
              { key: 'at', title: p('deposit.column.at'), cell: ({ at }) => <span className="whitespace-nowrap">{date(at)}</span> },
              {
                key: 'amount',
                title: p('deposit.column.amount'),
                end: true,
                cell: (entry) => (
                  <span className={cn('whitespace-nowrap tabular-nums', entry.to === 'deposit' && 'text-good')}>{signed(entry)}</span>
                ),
              },
              ...(mayCorrect
                ? [
                    {
                      key: 'correct',
                      title: p('deposit.correct'),
                      actions: true,
                      end: true,
                      cell: (entry: Entry) =>
                        isCorrectable(entry) && !done.has(`reversal of ${entry.id}`) ? (
                          <Button variant="ghost" size="small" onClick={() => setCorrected(entry)}>
                            {p('deposit.correct')}
                          </Button>
                        ) : null,
                    },
                  ]
                : []),
            ]}
          />
        )}
      </Listing>
    </section>
  );
}
