import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { Form, useForm } from '../../components/form';
import { Card } from '../../components/layout';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useMinorMoney } from '../../i18n/use-money';
import { useTenantId } from '../../session/session-context';
import { readAmount, typedAmount } from './amount';
import { AmountField } from './amount-field';
import { useDepositTexts, useMoved } from './use-deposit';

interface Props {
  spending: Schemas['SpendingCapDto'];
  currency: string;
  isOwner: boolean;
}

/** How much of the deposit may be spent a day. */
export function DailyCap({ spending, currency, isOwner }: Props) {
  const { date } = useWords();
  const p = useDepositTexts();
  const money = useMinorMoney();
  const say = useToast();
  const moved = useMoved();
  const tenantId = useTenantId();
  const { dailyMinor, spentMinor, endsAt } = spending;
  const [typed, setTyped] = useState(dailyMinor === null ? '' : typedAmount(dailyMinor, currency));
  const wanted = typed.trim() === '' ? null : readAmount(typed, currency);
  const form = useForm(['dailyMinor'], async () => {
    if (wanted === undefined) return;
    await unwrap(
      api.PUT('/api/v1/billing/tenants/{tenantId}/spending-cap', { params: { path: { tenantId } }, body: { dailyMinor: wanted } }),
    );
    await moved();
    say(() => p(wanted === null ? 'deposit.capOff' : 'deposit.capSaved'));
  });
  const isReached = dailyMinor !== null && spentMinor >= dailyMinor;
  return (
    <Card title={p('deposit.cap')} actions={isReached && <Badge tone="bad">{p('deposit.capReached')}</Badge>}>
      <p className="mb-4 text-muted">{p('deposit.capText')}</p>
      {dailyMinor !== null && (
        <p className="mb-4">
          {p('deposit.capState', {
            spent: money({ amountMinor: spentMinor, currency }),
            cap: money({ amountMinor: dailyMinor, currency }),
            end: date(endsAt),
          })}
        </p>
      )}
      {dailyMinor === null && !isOwner && <p>{p('deposit.capNone')}</p>}
      {isOwner && (
        <Form state={form}>
          <AmountField
            label={p('deposit.capAmount')}
            hint={p('deposit.capHint')}
            currency={currency}
            value={typed}
            onValue={setTyped}
            error={form.error('dailyMinor')}
          />
          <Button
            type="submit"
            variant="secondary"
            className="justify-self-start"
            busy={form.busy}
            disabled={wanted === undefined || wanted === dailyMinor}
          >
            {p('deposit.save')}
          </Button>
        </Form>
      )}
    </Card>
  );
}
