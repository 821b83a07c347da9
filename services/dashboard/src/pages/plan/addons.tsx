import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card } from '../../components/layout';
import { useToast } from '../../components/toast';
import { useTenantId } from '../../session/session-context';
import { typedNumber } from '../typed-number';
import { usePlanTexts } from './use-plan-texts';

const METERS = ['messages', 'aiReplies', 'contacts', 'outlets', 'users', 'documents'] as const;
type Typed = Record<(typeof METERS)[number], string>;

/** The superadmin gives the company more than its plan allows. */
export function Addons({ present }: { present: Schemas['AddonsDto'] }) {
  const p = usePlanTexts();
  const say = useToast();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const [typed, setTyped] = useState<Typed>(
    () => Object.fromEntries(METERS.map((meter) => [meter, present[meter]?.toString() ?? ''])) as Typed,
  );
  const form = useForm(METERS, async () => {
    const body = {
      ...present,
      ...Object.fromEntries(METERS.map((meter) => [meter, typedNumber(typed[meter]) ?? 0])),
    };
    await unwrap(api.PUT('/api/v1/billing/tenants/{tenantId}/addons', { params: { path: { tenantId } }, body }));
    await queries.invalidateQueries({ queryKey: ['quota', tenantId] });
    say(() => p('plan.addonsSaved'));
  });
  return (
    <Card title={p('plan.addons')}>
      <p className="mb-4 text-muted">{p('plan.addonsText')}</p>
      <Form state={form} className="grid gap-4">
        <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-6">
          {METERS.map((meter) => (
            <TextField
              key={meter}
              label={p(`plan.meter.${meter}`)}
              optional
              inputMode="numeric"
              autoComplete="off"
              placeholder="0"
              value={typed[meter]}
              onValue={(value) => setTyped({ ...typed, [meter]: value })}
              error={form.error(meter)}
            />
          ))}
        </div>
        <Button type="submit" busy={form.busy} className="justify-self-start">
          {p('plan.addonsSave')}
        </Button>
      </Form>
    </Card>
  );
}
