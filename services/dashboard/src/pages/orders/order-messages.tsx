import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { SelectField, TextField } from '../../components/field';
import { Card, PageHeader, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { EditMessage, type MessageSetting } from './edit-message';
import { OrderTabs } from './order-tabs';
import { useMessageTexts } from './use-message-texts';

type Settings = Schemas['OrderMessageSettingsDto'];
/** Told only when a person asks for it: no state of an order leads to them. */
const BY_HAND: readonly MessageSetting['type'][] = ['packing_list', 'review_request'];
const MAX_CONFIRM_HOURS = 336;

/** What customers are told of their orders: which steps, by which words, from which number. */
export function OrderMessagesPage() {
  const m = useMessageTexts();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const key = ['order-messages', tenantId];
  const settings = useQuery({ queryKey: key, queryFn: () => unwrap(api.GET('/api/v1/commerce/message-settings')) });
  return (
    <>
      <PageHeader title={m('title')} text={m('text')} />
      <OrderTabs chosen="messages" />
      {settings.data ? (
        <Shown settings={settings.data} changed={(now) => queries.setQueryData(key, now)} />
      ) : (
        <div className="card">
          {settings.isPending ? (
            <SkeletonRows />
          ) : (
            <div className="p-4">
              <ProblemNote problem={settings.error} retry={() => settings.refetch()} />
            </div>
          )}
        </div>
      )}
    </>
  );
}

function Shown({ settings, changed }: { settings: Settings; changed: (now: Settings) => void }) {
  const { language } = useWords();
  const m = useMessageTexts();
  const say = useToast();
  const tenantId = useTenantId();
  const [hours, setHours] = useState(String(settings.confirmHours ?? ''));
  const [edited, setEdited] = useState<MessageSetting>();
  const outlets = useQuery({
    queryKey: ['outlets', tenantId, 'first'],
    queryFn: () => unwrap(api.GET('/api/v1/outlets', { params: { query: { limit: 50 } } })),
  });
  const all = outlets.data?.items ?? [];
  const wabaId = (all.find(({ id }) => id === settings.outletId) ?? all[0])?.wabaId;
  const save = async (body: Schemas['OrderMessageSettingsBody']): Promise<void> => {
    changed(await unwrap(api.PUT('/api/v1/commerce/message-settings', { body })));
    say(() => m('saved'));
  };
  const orSay = (body: Schemas['OrderMessageSettingsBody']): void => {
    save(body).catch((error: unknown) => say(({ explain }) => explain(toProblem(error)), 'bad'));
  };
  return (
    <div className="grid gap-4">
      <Card>
        <SelectField
          label={m('outlet')}
          hint={m('outletText')}
          className="sm:max-w-md"
          value={settings.outletId ?? ''}
          onValue={(value) => orSay({ outletId: value || null })}
          options={[['', m('outletFirst')], ...all.map(({ id, name }) => [id, name] as const)]}
        />
        <TextField
          label={m('confirmHours')}
          hint={m('confirmHoursText')}
          className="mt-4 sm:max-w-md"
          type="number"
          min={1}
          max={MAX_CONFIRM_HOURS}
          optional
          value={hours}
          onValue={setHours}
          onBlur={() => {
            const confirmHours = hours.trim() === '' ? null : Number(hours);
            if (confirmHours !== settings.confirmHours) orSay({ confirmHours });
          }}
        />
      </Card>
      <ul className="card divide-y divide-line">
        {settings.types.map((each) => {
          const { type, enabled, text, template, standardText } = each;
          return (
            <li key={type} className="grid gap-2 p-4 sm:grid-cols-[1fr_auto] sm:p-5">
              <div className="min-w-0">
                <h2 className="flex flex-wrap items-center gap-2 font-semibold">
                  {m(`type.${type}`)}
                  <Badge>{m(template ? 'kind.template' : text === undefined ? 'kind.standard' : 'kind.text')}</Badge>
                </h2>
                <p className="mt-1 break-words whitespace-pre-line text-muted">
                  {template ? `${template.name} (${template.language})` : (text ?? standardText[language])}
                </p>
                {BY_HAND.includes(type) ? (
                  <p className="mt-2 text-sm">{m('byHand')}</p>
                ) : (
                  <label className="mt-2 flex min-h-10 cursor-pointer items-center gap-2">
                    <input
                      type="checkbox"
                      className="size-5 accent-brand"
                      checked={enabled}
                      aria-label={`${m(`type.${type}`)}: ${m('on')}`}
                      onChange={(event) => orSay({ types: [settingOf({ ...each, enabled: event.target.checked })] })}
                    />
                    <span>{m('on')}</span>
                  </label>
                )}
              </div>
              <div>
                <Button
                  variant="secondary"
                  size="small"
                  aria-label={m('editOf', { name: m(`type.${type}`) })}
                  onClick={() => setEdited(each)}
                >
                  {m('edit')}
                </Button>
              </div>
            </li>
          );
        })}
      </ul>
      {edited && (
        <EditMessage
          key={edited.type}
          setting={edited}
          wabaId={wabaId}
          onClose={() => setEdited(undefined)}
          save={async (setting) => {
            await save({ types: [setting] });
            setEdited(undefined);
          }}
        />
      )}
    </div>
  );
}

/** As it is saved: a text or template that is not there is ours again. */
const settingOf = ({ type, enabled, text, template }: MessageSetting): Schemas['OrderMessageSettingBody'] => ({
  type,
  enabled,
  ...(text === undefined ? {} : { text }),
  ...(template ? { template } : {}),
});
