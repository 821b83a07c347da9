import type { Schemas } from '../../api/client';
import { toProblem } from '../../api/problem';
import { useState } from 'react';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { Confirm } from '../../components/dialog';
import { Table } from '../../components/table';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useMinorMoney } from '../../i18n/use-money';
import { useTenantId } from '../../session/session-context';
import { buy } from './use-checkout';
import { usePlanTexts } from './use-plan-texts';

type Plan = Schemas['PlanDto'];
const METERS = ['messages', 'aiReplies', 'contacts', 'outlets', 'users', 'documents'] as const;

interface Props {
  plans: Plan[];
  own: string;
  /** Whether plans are sold here, to who looks. */
  sells: boolean;
  /** Whether the company pays for one already, so that a choice moves it at once. */
  pays: boolean;
}

/** What each plan allows and costs, the company's own marked; who may buy chooses here. */
export function AllPlans({ plans, own, sells, pays }: Props) {
  const { t, number } = useWords();
  const p = usePlanTexts();
  const money = useMinorMoney();
  const say = useToast();
  const tenantId = useTenantId();
  const [chosen, setChosen] = useState<Plan['name']>();
  const [busy, setBusy] = useState<Plan['name']>();
  const choose = async (plan: Plan['name']): Promise<void> => {
    if (pays) return setChosen(plan);
    setBusy(plan);
    await buy(tenantId, plan).catch((error: unknown) => say(({ explain }) => explain(toProblem(error)), 'bad'));
    setBusy(undefined);
  };
  return (
    // Names of columns may break, so that the button stays in sight.
    <div className="relative overflow-x-auto md:[&_td]:px-2 md:[&_thead_th]:px-2 md:[&_thead_th]:align-bottom md:[&_thead_th]:whitespace-normal">
      {chosen && (
        <Confirm
          open
          danger={false}
          onClose={() => setChosen(undefined)}
          title={p('plan.moveTitle', { plan: t(`plan.${chosen}`) })}
          text={p('plan.moveText', { plan: t(`plan.${chosen}`) })}
          action={p('plan.move')}
          run={() => buy(tenantId, chosen)}
        />
      )}
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
          {
            key: 'price',
            title: p('plan.price'),
            end: true,
            cell: ({ name, price }) => (price ? money(price) : p(name === 'free' ? 'plan.free' : 'plan.notSold')),
          },
          ...METERS.map((meter) => ({
            key: meter,
            title: p(`plan.meter.${meter}`),
            end: true,
            cell: ({ limits }: Plan) => (limits[meter] === null ? p('plan.unlimited') : number(limits[meter])),
          })),
          ...(sells
            ? [
                {
                  key: 'buy',
                  title: p('plan.buyAction'),
                  actions: true,
                  end: true,
                  cell: ({ name, price }: Plan) =>
                    price && name !== own ? (
                      <Button
                        size="small"
                        aria-label={p('plan.buy', { plan: t(`plan.${name}`) })}
                        busy={busy === name}
                        onClick={() => void choose(name)}
                      >
                        {p('plan.buyAction')}
                      </Button>
                    ) : null,
                },
              ]
            : []),
        ]}
      />
    </div>
  );
}
