import type { Schemas } from '../../api/client';
import { Badge } from '../../components/badge';
import { Table } from '../../components/table';
import { useWords } from '../../i18n/i18n';
import { usePlanTexts } from './use-plan-texts';

type Plan = Schemas['PlanDto'];
const METERS = ['messages', 'aiReplies', 'outlets', 'users', 'documents'] as const;

/** What each plan allows, the company's own marked. */
export function AllPlans({ plans, own }: { plans: Plan[]; own: string }) {
  const { t, number } = useWords();
  const p = usePlanTexts();
  return (
    <div className="overflow-x-auto">
      <Table<Plan>
        label={p('plan.all')}
        rows={plans}
        rowKey={({ name }) => name}
        columns={[
          {
            key: 'name',
            title: t('column.plan'),
            main: true,
            cell: ({ name }) => (
              <span className="inline-flex items-center gap-2 font-medium">
                {t(`plan.${name}`)}
                {name === own && <Badge tone="brand">{p('plan.current')}</Badge>}
              </span>
            ),
          },
          ...METERS.map((meter) => ({
            key: meter,
            title: p(`plan.meter.${meter}`),
            end: true,
            cell: ({ limits }: Plan) => (limits[meter] === null ? p('plan.unlimited') : number(limits[meter])),
          })),
        ]}
      />
    </div>
  );
}
