import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Badge, type Tone } from '../../components/badge';
import { Button } from '../../components/button';
import { SelectField, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { typedNumber } from '../typed-number';
import { useCustomerInvoiceTexts } from './use-customer-invoice-texts';

type Reminders = Schemas['RemindersDto'];
type Reminder = Reminders['items'][number];
const TONES: Record<Reminder['state'], Tone> = { planned: 'info', sent: 'good', skipped: 'warn', cancelled: 'neutral' };

/** When the customer is reminded; a promise to pay holds it, and a person may stop it. */
export function InvoiceReminders({ id, mayWork, isOpen }: { id: string; mayWork: boolean; isOpen: boolean }) {
  const { date } = useWords();
  const i = useCustomerInvoiceTexts();
  const queries = useQueryClient();
  const key = ['customer-invoices', useTenantId(), 'reminders', id];
  const reminders = useQuery({
    queryKey: key,
    queryFn: () => unwrap(api.GET('/api/v1/invoices/{id}/reminders', { params: { path: { id } } })),
  });
  const { data } = reminders;
  return (
    <Card title={i('reminders')}>
      {reminders.isPending && <SkeletonRows />}
      {reminders.isError && <ProblemNote problem={reminders.error} retry={() => reminders.refetch()} />}
      {data && (
        <div className="grid gap-4">
          {data.stopped && <p className="font-medium">{i(`stopped.${data.stopped}`)}</p>}
          {data.items.length === 0 ? (
            <p className="text-muted">{i('noReminders')}</p>
          ) : (
            <ul className="grid gap-2">
              {data.items.map(({ id: each, reminderType, days, dueAt, ...reminder }) => {
                // Of an invoice that is settled none leaves any more.
                const state = reminder.state === 'planned' && !isOpen ? 'cancelled' : reminder.state;
                return (
                  <li key={each} className="flex flex-wrap items-center justify-between gap-2">
                    <span>
                      {i(`remind.${reminderType}`, { days })}
                      <span className="block text-sm text-muted">{date(dueAt)}</span>
                    </span>
                    <Badge tone={TONES[state]}>{i(`reminder.${state}`)}</Badge>
                  </li>
                );
              })}
            </ul>
          )}
          {mayWork && isOpen && (
            <>
              <Hold id={id} reminders={data} changed={(now) => queries.setQueryData(key, now)} />
              <Plan id={id} again={() => void reminders.refetch()} />
            </>
          )}
        </div>
      )}
    </Card>
  );
}

function Hold({ id, reminders, changed }: { id: string; reminders: Reminders; changed: (now: Reminders) => void }) {
  const i = useCustomerInvoiceTexts();
  const say = useToast();
  const [day, setDay] = useState(reminders.promisedUntil ?? '');
  const put = async (body: Schemas['HoldRemindersBody']): Promise<void> =>
    changed(await unwrap(api.PUT('/api/v1/invoices/{id}/reminders', { params: { path: { id } }, body })));
  const form = useForm(['promisedUntil'], async () => {
    await put({ promisedUntil: day || null });
    say(() => i('saved'));
  });
  const stop = (stopped: Reminders['stopped']): void =>
    void put({ stopped }).catch((error: unknown) => say(({ explain }) => explain(toProblem(error)), 'bad'));
  return (
    <Form state={form} className="grid gap-3">
      <TextField
        label={i('promised')}
        hint={i('promisedHint')}
        type="date"
        value={day}
        onValue={setDay}
        error={form.error('promisedUntil')}
        optional
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="secondary" busy={form.busy}>
          {i('save')}
        </Button>
        {reminders.stopped ? (
          <Button variant="secondary" onClick={() => stop(null)}>
            {i('goOn')}
          </Button>
        ) : (
          <>
            <Button variant="secondary" onClick={() => stop('disputed')}>
              {i('dispute')}
            </Button>
            <Button variant="quiet" onClick={() => stop('by_hand')}>
              {i('stop')}
            </Button>
          </>
        )}
      </div>
    </Form>
  );
}

function Plan({ id, again }: { id: string; again: () => void }) {
  const i = useCustomerInvoiceTexts();
  const say = useToast();
  const [type, setType] = useState<Reminder['reminderType']>('overdue');
  const [days, setDays] = useState('3');
  const form = useForm(['days', 'reminderType'], async () => {
    const body = { reminderType: type, days: typedNumber(days) as number };
    await unwrap(api.POST('/api/v1/invoices/{id}/reminders', { params: { path: { id } }, body }));
    say(() => i('planned'));
    again();
  });
  return (
    <Form state={form} className="grid gap-3 border-t border-line pt-4">
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          label={i('when')}
          value={type}
          onValue={(value) => setType(value as Reminder['reminderType'])}
          options={[
            ['due', i('before')],
            ['overdue', i('after')],
          ]}
        />
        <TextField label={i('days')} value={days} onValue={setDays} error={form.error('days')} inputMode="numeric" maxLength={3} />
      </div>
      <div>
        <Button type="submit" variant="secondary" busy={form.busy}>
          {i('plan')}
        </Button>
      </div>
    </Form>
  );
}
