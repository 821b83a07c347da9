import { CreditCard } from 'lucide-react';
import type { Schemas } from '../../api/client';
import { Badge, type Tone } from '../../components/badge';
import { Button } from '../../components/button';
import { Card } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useWords } from '../../i18n/i18n';
import { usePortal } from './use-checkout';
import { usePlanTexts } from './use-plan-texts';

type Payments = Schemas['PaymentsDto'];
const TONES: Record<Schemas['SubscriptionState'], Tone> = {
  trialing: 'info',
  active: 'good',
  past_due: 'warn',
  unpaid: 'bad',
  paused: 'bad',
  incomplete: 'warn',
  canceled: 'neutral',
};

/** How the company pays for its plan, and the way to the payment method. @param isOwner who may open it */
export function Payment({ payments, isOwner }: { payments: Payments; isOwner: boolean }) {
  const { t, date } = useWords();
  const p = usePlanTexts();
  const portal = usePortal();
  const { subscription } = payments;
  if (!payments.hasAccount) return null;
  return (
    <Card
      title={p('plan.payment')}
      actions={subscription && <Badge tone={TONES[subscription.status]}>{p(`plan.state.${subscription.status}`)}</Badge>}
    >
      {subscription && subscription.failedTries > 0 ? null : subscription ? (
        <p className="text-muted">
          {subscription.endsAt
            ? p('plan.ends', { plan: t(`plan.${subscription.plan}`), date: date(subscription.endsAt, 'day') })
            : p('plan.paidUntil', {
                plan: t(`plan.${subscription.plan}`),
                date: subscription.periodEndsAt ? date(subscription.periodEndsAt, 'day') : '–',
              })}
        </p>
      ) : (
        <p className="text-muted">{p('plan.noSubscription')}</p>
      )}
      {subscription && subscription.failedTries > 0 && (
        <p role="status" className="mt-3 rounded-lg bg-warn-soft p-3 font-medium text-warn">
          {p('plan.failedTries', { tries: subscription.failedTries })}
        </p>
      )}
      {portal.isError && (
        <div className="mt-3">
          <ProblemNote problem={portal.error} />
        </div>
      )}
      {isOwner && (
        <Button variant="secondary" className="mt-4" busy={portal.isPending} onClick={() => portal.mutate()}>
          <CreditCard aria-hidden />
          {p('plan.paymentMethod')}
        </Button>
      )}
    </Card>
  );
}
