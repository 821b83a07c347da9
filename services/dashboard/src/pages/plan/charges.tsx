import { useQuery } from '@tanstack/react-query';
import { Receipt } from 'lucide-react';
import { api, unwrap, type Schemas } from '../../api/client';
import { EmptyState, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { Table } from '../../components/table';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { usePlanTexts } from './use-plan-texts';

type Charge = Schemas['ChargeDto'];

/** Messages of a period by what WhatsApp charged them as. */
export function Charges({ period }: { period: Schemas['PeriodDto'] }) {
  const { number } = useWords();
  const p = usePlanTexts();
  const id = useTenantId();
  const usage = useQuery({
    queryKey: ['usage', id, period.from, period.to],
    queryFn: () => unwrap(api.GET('/api/v1/tenants/{id}/usage/stats', { params: { path: { id }, query: period } })),
  });
  if (usage.isError) return <ProblemNote problem={usage.error} retry={() => usage.refetch()} />;
  if (!usage.data) return <SkeletonRows rows={2} />;
  if (usage.data.charges.length === 0) return <EmptyState icon={Receipt} title={p('plan.noCharges')} text={p('plan.noChargesText')} />;
  return (
    <Table<Charge>
      label={p('plan.charges')}
      rows={usage.data.charges}
      rowKey={({ category, type }) => `${category} ${type}`}
      columns={[
        { key: 'category', title: p('plan.charge.category'), main: true, cell: ({ category }) => category },
        { key: 'type', title: p('plan.charge.type'), cell: ({ type }) => type },
        { key: 'messages', title: p('plan.charge.messages'), end: true, cell: ({ messages }) => number(messages) },
      ]}
    />
  );
}
