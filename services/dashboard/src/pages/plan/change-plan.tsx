import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { SelectField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card } from '../../components/layout';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { usePlanTexts } from './use-plan-texts';

type PlanName = Schemas['QuotaDto']['plan'];
const PLANS = ['free', 'starter', 'growth', 'enterprise'] as const satisfies readonly PlanName[];

/** The superadmin puts the company on a plan. */
export function ChangePlan({ present }: { present: PlanName }) {
  const { t } = useWords();
  const p = usePlanTexts();
  const say = useToast();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const [plan, setPlan] = useState<PlanName>(present);
  const form = useForm(['plan'], async () => {
    await unwrap(api.PUT('/api/v1/billing/tenants/{tenantId}/subscription', { params: { path: { tenantId } }, body: { plan } }));
    await queries.invalidateQueries({ queryKey: ['quota', tenantId] });
    say(() => p('plan.applied', { plan: t(`plan.${plan}`) }));
  });
  return (
    <Card title={p('plan.change')} className="max-w-3xl">
      <p className="mb-4 text-muted">{p('plan.changeText')}</p>
      <Form state={form} className="flex flex-wrap items-end gap-3">
        <SelectField
          label={p('plan.choose')}
          className="min-w-48"
          value={plan}
          error={form.error('plan')}
          onValue={(value) => setPlan(PLANS.find((name) => name === value) ?? present)}
          options={PLANS.map((name) => [name, t(`plan.${name}`)] as const)}
        />
        <Button type="submit" busy={form.busy}>
          {p('plan.apply')}
        </Button>
      </Form>
    </Card>
  );
}
