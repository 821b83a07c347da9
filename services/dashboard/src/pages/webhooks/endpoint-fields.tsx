import { useId } from 'react';
import type { Schemas } from '../../api/client';
import { TextField } from '../../components/field';
import type { FormState } from '../../components/form';
import { useWords, type Key } from '../../i18n/i18n';

type EventType = Schemas['WebhookEndpointBody']['events'][number];

/** In the order of the form. All that the interface knows, or it does not compile. */
const EVENTS = Object.keys({
  'message.received': true,
  'message.sent': true,
  'message.status': true,
  'conversation.updated': true,
  'contact.updated': true,
  'order.created': true,
  'order.updated': true,
  'contact.erased': true,
  'template.status': true,
  'template.quality': true,
  'template.category': true,
  'number.stopped': true,
  'number.resumed': true,
  'quota.warned': true,
  '*': true,
} satisfies Record<EventType, true>) as EventType[];

export interface EndpointValues {
  url: string;
  description: string;
  events: readonly EventType[];
}
export const FIELDS = ['url', 'description', 'events'] as const;
export const NEW_ENDPOINT: EndpointValues = { url: '', description: '', events: ['message.received', 'message.status'] };

interface Props {
  values: EndpointValues;
  onChange: (values: EndpointValues) => void;
  form: FormState;
}

/** What is asked of an endpoint, new or not. */
export function EndpointFields({ values, onChange, form }: Props) {
  const { t } = useWords();
  const group = useId();
  const wrong = form.error('events');
  const all = values.events.includes('*');
  const toggle = (event: EventType) => {
    const events = values.events.includes(event) ? values.events.filter((each) => each !== event) : [...values.events, event];
    onChange({ ...values, events });
  };
  return (
    <>
      <TextField
        label={t('webhooks.address')}
        hint={t('webhooks.addressHint')}
        type="url"
        maxLength={2_000}
        autoComplete="off"
        spellCheck={false}
        placeholder="https://crm.example.com/hooks/chasqui"
        value={values.url}
        onValue={(url) => onChange({ ...values, url })}
        error={form.error('url')}
      />
      <TextField
        label={t('webhooks.description')}
        optional
        maxLength={200}
        autoComplete="off"
        value={values.description}
        onValue={(description) => onChange({ ...values, description })}
        error={form.error('description')}
      />
      <fieldset aria-describedby={wrong ? `${group}-error` : undefined}>
        <legend className="mb-1.5 text-sm font-medium">{t('webhooks.events')}</legend>
        <div className="grid gap-x-4 rounded-lg border border-line p-2 sm:grid-cols-2">
          {EVENTS.map((event) => (
            <label key={event} className="flex cursor-pointer gap-2.5 rounded-md p-2 hover:bg-raised">
              <input
                type="checkbox"
                className="mt-1 size-4 shrink-0 accent-brand"
                checked={values.events.includes(event) || all}
                disabled={all && event !== '*'}
                onChange={() => toggle(event)}
              />
              <span>
                <code className="text-sm">{event}</code>
                <span className="block text-sm text-muted">{t(`webhooks.event.${event}` satisfies Key)}</span>
              </span>
            </label>
          ))}
        </div>
        {wrong && (
          <p id={`${group}-error`} className="mt-1.5 text-sm font-medium text-bad">
            {wrong}
          </p>
        )}
      </fieldset>
    </>
  );
}

/** Every event makes the others needless. */
export const chosen = ({ events }: EndpointValues): EventType[] => (events.includes('*') ? ['*'] : [...events]);
