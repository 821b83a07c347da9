import type { Schemas } from '../../api/client';
import { Problem } from '../../api/problem';
import { Card } from '../../components/layout';
import { Table } from '../../components/table';
import { useWords } from '../../i18n/i18n';
import { PURPOSES, useCodesTexts } from './use-codes-texts';

type Figure = Schemas['CodeFigureDto'];

const COLUMNS = ['sent', 'delivered', 'verified', 'failed', 'wrong', 'refused'] as const;
type Counts = Record<(typeof COLUMNS)[number] | 'charged', number>;

function countsOf(items: readonly Figure[]): Counts {
  const counts: Counts = { sent: 0, delivered: 0, verified: 0, failed: 0, wrong: 0, refused: 0, charged: 0 };
  for (const { outcome, count } of items) if (outcome in counts) counts[outcome as keyof Counts] += count;
  return counts;
}

/** What became of the codes of some days: in all, by day, by purpose, and why some did not arrive. */
export function CodeFigures({ items }: { items: readonly Figure[] }) {
  const c = useCodesTexts();
  const { number, percent, date } = useWords();
  const all = countsOf(items);
  const share = (count: number): string | undefined => (all.sent > 0 ? c('codes.share', { share: percent(count / all.sent) }) : undefined);
  const cards = [
    ['codes.sent', all.sent, undefined],
    ['codes.delivered', all.delivered, share(all.delivered)],
    ['codes.verified', all.verified, share(all.verified)],
    ['codes.charged', all.charged, c('codes.chargedNote')],
  ] as const;
  const days = [...new Set(items.map(({ day }) => day))].toReversed();
  const columns = COLUMNS.map((key) => ({
    key,
    title: c(`codes.${key}`),
    end: true,
    cell: ({ counts }: { counts: Counts }) => number(counts[key]),
  }));
  const reasons = new Map<string, number>();
  for (const { outcome, reason, count } of items) {
    if (outcome === 'failed' || outcome === 'refused') reasons.set(reason, (reasons.get(reason) ?? 0) + count);
  }
  return (
    <>
      <div className="grid grid-cols-2 gap-3 sm:gap-4 lg:grid-cols-4">
        {cards.map(([key, count, note]) => (
          <div key={key} className="card p-4">
            <p className="text-sm text-muted">{c(key)}</p>
            <p className="mt-1 text-2xl font-semibold tabular-nums sm:text-3xl">{number(count)}</p>
            {note && <p className="mt-1 text-sm text-muted">{note}</p>}
          </div>
        ))}
      </div>
      <Card title={c('codes.days')}>
        <Table
          label={c('codes.days')}
          rows={days.map((day) => ({ day, counts: countsOf(items.filter((item) => item.day === day)) }))}
          rowKey={({ day }) => day}
          columns={[{ key: 'day', title: c('codes.day'), main: true, cell: ({ day }) => date(`${day}T12:00:00`, 'day') }, ...columns]}
        />
      </Card>
      <Card title={c('codes.purposes')}>
        <Table
          label={c('codes.purposes')}
          rows={PURPOSES.map((purpose) => ({ purpose, counts: countsOf(items.filter((item) => item.purpose === purpose)) })).filter(
            ({ counts }) => Object.values(counts).some((count) => count > 0),
          )}
          rowKey={({ purpose }) => purpose}
          columns={[
            { key: 'purpose', title: c('codes.purpose'), main: true, cell: ({ purpose }) => c(`codes.purpose.${purpose}`) },
            ...columns,
          ]}
        />
      </Card>
      {reasons.size > 0 && <Reasons reasons={[...reasons].toSorted(([, a], [, b]) => b - a)} />}
    </>
  );
}

function Reasons({ reasons }: { reasons: readonly (readonly [reason: string, count: number])[] }) {
  const c = useCodesTexts();
  const { number, explain } = useWords();
  const text = (reason: string): string =>
    /^\d+$/.test(reason) ? c('codes.reason.error', { code: reason }) : explain(new Problem(422, reason, reason));
  return (
    <Card title={c('codes.reasons')}>
      <Table
        label={c('codes.reasons')}
        rows={reasons}
        rowKey={([reason]) => reason}
        columns={[
          { key: 'reason', title: c('codes.reason'), main: true, cell: ([reason]) => text(reason) },
          { key: 'count', title: c('codes.count'), end: true, cell: ([, count]) => number(count) },
        ]}
      />
    </Card>
  );
}
