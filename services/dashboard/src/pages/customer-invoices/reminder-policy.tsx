import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { SelectField, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card } from '../../components/layout';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { fromWords, toWords, type Words } from '../orders/message-words';
import { typedNumber } from '../typed-number';
import { EditReminder } from './edit-reminder';
import { dayAfter, reminderPlan } from './reminder-plan';
import { useCustomerInvoiceTexts } from './use-customer-invoice-texts';

type Policy = Schemas['ReminderPolicyDto'];
type Type = Policy['steps'][number]['reminderType'];
interface Step {
  reminderType: Type;
  days: string;
  words: Words;
}
/** As many as the API takes. */
const MOST = 20;
const WEEK = [1, 2, 3, 4, 5, 6, 7] as const;
const toStep = ({ reminderType, days, ...words }: Policy['steps'][number]): Step => ({
  reminderType,
  days: String(days),
  words: toWords(words),
});
const pad = (part: number): string => String(part).padStart(2, '0');

/** When customers are reminded of what they have not paid, with the days on which it would be. */
export function ReminderPolicy({ first, dueDays }: { first: Policy; dueDays: number }) {
  const { date } = useWords();
  const i = useCustomerInvoiceTexts();
  const say = useToast();
  const [policy, setPolicy] = useState({ ...first, steps: first.steps.map(toStep) });
  const [edited, setEdited] = useState<number>();
  const { enabled, steps, weekdays, fromTime, toTime } = policy;
  const set = (part: Partial<typeof policy>): void => setPolicy((before) => ({ ...before, ...part }));
  const setStep = (at: number, part: Partial<Step>): void => set({ steps: steps.with(at, { ...steps[at]!, ...part }) });
  const form = useForm(
    ['enabled', 'steps', 'fromTime', 'toTime', 'weekdays', ...steps.flatMap((_, at) => [`steps.${at}.days`, `steps.${at}`])],
    async () => {
      const body = {
        ...policy,
        steps: steps.map(({ reminderType, days, words }) => ({ reminderType, days: typedNumber(days) as number, ...fromWords(words) })),
      };
      const now = await unwrap(api.PUT('/api/v1/commerce/reminder-policy', { body }));
      setPolicy({ ...now, steps: now.steps.map(toStep) });
      say(() => i('saved'));
    },
  );
  return (
    <Card title={i('reminders')}>
      <Form state={form}>
        <Check label={i('policyOn')} checked={enabled} onChecked={(on) => set({ enabled: on })} />
        <ol className="grid gap-4">
          {steps.map(({ reminderType, days, words }, at) => (
            <li key={at} className="grid gap-3 border-b border-line pb-4">
              <div className="flex flex-wrap items-start gap-3">
                <TextField
                  className="w-24"
                  label={i('days')}
                  value={days}
                  onValue={(value) => setStep(at, { days: value })}
                  error={form.error(`steps.${at}.days`)}
                  inputMode="numeric"
                  maxLength={3}
                />
                <SelectField
                  className="grow"
                  label={i('when')}
                  value={reminderType}
                  onValue={(value) => setStep(at, { reminderType: value as Type })}
                  options={[
                    ['due', i('before')],
                    ['overdue', i('after')],
                  ]}
                />
                <Button
                  variant="ghost"
                  size="icon"
                  className="mt-6.5"
                  aria-label={i('removeReminder', { number: at + 1 })}
                  onClick={() => set({ steps: steps.toSpliced(at, 1) })}
                >
                  <Trash2 aria-hidden />
                </Button>
              </div>
              <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
                <Button variant="secondary" size="small" aria-label={i('wordsOf', { number: at + 1 })} onClick={() => setEdited(at)}>
                  {i('words')}
                </Button>
                <span className="min-w-0 break-words text-muted">
                  {words.kind === 'template' && words.template
                    ? `${words.template.name} (${words.template.language})`
                    : words.kind === 'text'
                      ? words.text
                      : i('ourText')}
                </span>
              </div>
              {form.error(`steps.${at}`) && <p className="text-sm font-medium text-bad">{form.error(`steps.${at}`)}</p>}
            </li>
          ))}
        </ol>
        {form.error('steps') && <p className="text-sm font-medium text-bad">{form.error('steps')}</p>}
        <div>
          <Button
            variant="secondary"
            disabled={steps.length >= MOST}
            onClick={() => set({ steps: [...steps, { reminderType: 'overdue', days: '', words: toWords({}) }] })}
          >
            <Plus aria-hidden />
            {i('addReminder')}
          </Button>
        </div>
        <div className="grid grid-cols-2 gap-4 sm:max-w-sm">
          <TextField
            label={i('fromTime')}
            type="time"
            value={fromTime}
            onValue={(time) => set({ fromTime: time })}
            error={form.error('fromTime')}
          />
          <TextField
            label={i('toTime')}
            type="time"
            value={toTime}
            onValue={(time) => set({ toTime: time })}
            error={form.error('toTime')}
          />
        </div>
        <fieldset>
          <legend className="text-sm font-medium">{i('weekdays')}</legend>
          <div className="flex flex-wrap gap-x-4">
            {WEEK.map((day) => (
              <Check
                key={day}
                // 1 January 2024 was a Monday.
                label={date(`2024-01-0${day}T12:00`, 'weekday')}
                checked={weekdays.includes(day)}
                onChecked={(works) => set({ weekdays: WEEK.filter((each) => (each === day ? works : weekdays.includes(each))) })}
              />
            ))}
          </div>
          {form.error('weekdays') && <p className="text-sm font-medium text-bad">{form.error('weekdays')}</p>}
        </fieldset>
        <Plan steps={enabled ? steps : []} weekdays={weekdays} dueDays={dueDays} />
        <div>
          <Button type="submit" busy={form.busy}>
            {i('save')}
          </Button>
        </div>
      </Form>
      {edited !== undefined && (
        <EditReminder
          number={edited + 1}
          begun={steps[edited]!.words}
          onClose={() => setEdited(undefined)}
          onWords={(words) => {
            setStep(edited, { words });
            setEdited(undefined);
          }}
        />
      )}
    </Card>
  );
}

function Check({ label, checked, onChecked }: { label: string; checked: boolean; onChecked: (checked: boolean) => void }) {
  return (
    <label className="flex min-h-10 cursor-pointer items-center gap-2">
      <input
        type="checkbox"
        className="size-5 shrink-0 accent-brand"
        checked={checked}
        onChange={(event) => onChecked(event.target.checked)}
      />
      <span>{label}</span>
    </label>
  );
}

/** What would go when, of an invoice that is sent today. */
function Plan({ steps, weekdays, dueDays }: { steps: Step[]; weekdays: readonly number[]; dueDays: number }) {
  const { date } = useWords();
  const i = useCustomerInvoiceTexts();
  const now = new Date();
  const today = `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
  const show = (day: string): string => `${date(`${day}T12:00`, 'weekday')}, ${date(`${day}T12:00`, 'day')}`;
  const counted = steps.flatMap(({ reminderType, days }) => (/^\d{1,3}$/.test(days.trim()) ? [{ reminderType, days: Number(days) }] : []));
  const plan = reminderPlan(counted, today, dueDays, weekdays);
  return (
    <div className="rounded-lg bg-raised p-3" aria-live="polite">
      <p className="font-medium">{i('planOfToday', { day: show(dayAfter(today, dueDays)) })}</p>
      {plan.length === 0 ? (
        <p className="mt-1 text-muted">{i('noReminders')}</p>
      ) : (
        <ul className="mt-1 grid gap-1">
          {plan.map(({ reminderType, days, day }, at) => (
            <li key={at} className="flex flex-wrap justify-between gap-x-4">
              <span>{i(`remind.${reminderType}`, { days })}</span>
              <span className="text-muted">{show(day)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
