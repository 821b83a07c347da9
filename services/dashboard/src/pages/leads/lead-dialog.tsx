import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { decimalsOf } from '../../../../../libs/contracts/src/currency-digits';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { Confirm, Dialog } from '../../components/dialog';
import { SelectField, TextArea, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { useLeadTexts, type Lead } from './lead-data';

interface Props {
  lead: Lead | undefined;
  people: ReadonlyMap<string, string>;
  mayChange: boolean;
  onClose: () => void;
  changed: () => Promise<unknown>;
}

/** A lead: whose it is, what it may bring, and how it came where it is. */
export function LeadDialog({ lead, people, mayChange, onClose, changed }: Props) {
  const words = useLeadTexts();
  const done = () => {
    onClose();
    void changed();
  };
  return (
    <Dialog open={lead !== undefined} onClose={onClose} title={lead?.contactName ?? words('unnamed')}>
      {lead && (
        <div className="grid gap-4">
          {mayChange && <LeadForm lead={lead} people={people} done={done} />}
          <History lead={lead} people={people} />
        </div>
      )}
    </Dialog>
  );
}

function LeadForm({ lead, people, done }: { lead: Lead; people: ReadonlyMap<string, string>; done: () => void }) {
  const words = useLeadTexts();
  const say = useToast();
  const [isRemoved, setRemoved] = useState(false);
  const [ownerId, setOwnerId] = useState(lead.ownerId ?? '');
  const [currency, setCurrency] = useState(lead.value?.currency ?? '');
  const [amount, setAmount] = useState(lead.value ? String(lead.value.amountMinor / 10 ** decimalsOf(lead.value.currency)) : '');
  const [note, setNote] = useState(lead.note ?? '');
  const path = { id: lead.id };
  const form = useForm(['ownerId', 'value.amountMinor', 'value.currency', 'note'], async () => {
    const code = currency.trim().toUpperCase();
    const value = amount.trim() === '' ? null : { amountMinor: Math.round(Number(amount) * 10 ** decimalsOf(code)), currency: code };
    const body = { ownerId: ownerId || null, value, note: note.trim() || null };
    await unwrap(api.PUT('/api/v1/leads/{id}', { params: { path }, body }));
    say(() => words('saved'));
    done();
  });
  return (
    <>
      <Form state={form} className="grid gap-3">
        <SelectField
          label={words('owner')}
          value={ownerId}
          onValue={setOwnerId}
          options={[['', words('nobody')], ...people]}
          error={form.error('ownerId')}
        />
        <div className="grid grid-cols-2 gap-3">
          <TextField
            label={words('amount')}
            optional
            type="number"
            min={0}
            step="any"
            value={amount}
            onValue={setAmount}
            error={form.error('value.amountMinor')}
          />
          <TextField
            label={words('currency')}
            optional={amount.trim() === ''}
            maxLength={3}
            pattern="[A-Za-z]{3}"
            value={currency}
            onValue={setCurrency}
            error={form.error('value.currency')}
          />
        </div>
        <TextArea label={words('note')} optional maxLength={500} value={note} onValue={setNote} error={form.error('note')} />
        <div className="flex justify-between gap-2">
          <Button variant="quiet" onClick={() => setRemoved(true)}>
            {words('remove')}
          </Button>
          <Button type="submit" busy={form.busy}>
            {words('save')}
          </Button>
        </div>
      </Form>
      <Confirm
        open={isRemoved}
        onClose={() => setRemoved(false)}
        title={words('removeTitle')}
        text={words('removeText')}
        action={words('remove')}
        run={async () => {
          await unwrap(api.DELETE('/api/v1/leads/{id}', { params: { path } }));
          say(() => words('removed'));
          done();
        }}
      />
    </>
  );
}

function History({ lead, people }: { lead: Lead; people: ReadonlyMap<string, string> }) {
  const { when } = useWords();
  const words = useLeadTexts();
  const tenantId = useTenantId();
  const whole = useQuery({
    queryKey: ['leads', tenantId, 'one', lead.id],
    queryFn: () => unwrap(api.GET('/api/v1/leads/{id}', { params: { path: { id: lead.id } } })),
  });
  return (
    <section aria-label={words('history')}>
      <h3 className="mb-1 font-semibold">{words('history')}</h3>
      <ol className="grid gap-1 text-sm">
        {whole.data?.moves.map(({ from, to, by, at }) => {
          const name = by.kind === 'user' ? (people.get(by.id) ?? words('formerMember')) : words('program');
          return (
            <li key={at} className="flex justify-between gap-3">
              <span className="min-w-0">{from === null ? words('begun', { by: name, to }) : words('step', { by: name, from, to })}</span>
              <time dateTime={at} className="shrink-0 text-muted">
                {when(at)}
              </time>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
