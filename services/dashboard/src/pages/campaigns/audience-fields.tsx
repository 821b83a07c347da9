import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { SelectField } from '../../components/field';
import { Listing } from '../../components/listing';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { useContacts } from '../contacts/contacts';
import type { CampaignDraft } from './campaign-draft';
import { RecipientsOfFields } from './recipients-of-fields';
import { useCampaignTexts } from './use-campaign-texts';

interface Props {
  draft: CampaignDraft;
  set: (part: Partial<CampaignDraft>) => void;
  error: (field: string) => string | undefined;
}

/** Everybody of a segment, contacts one by one, or recipients of another campaign. */
export function AudienceFields({ draft, set, error }: Props) {
  const text = useCampaignTexts();
  const tenantId = useTenantId();
  const segments = useQuery({
    queryKey: ['segments', tenantId, 'names'],
    queryFn: () => unwrap(api.GET('/api/v1/segments')),
  });
  const names = segments.data?.items ?? [];
  return (
    <>
      <SelectField
        label={text('who')}
        value={draft.who}
        onValue={(who) => set({ who: who as CampaignDraft['who'] })}
        options={[
          ['contacts', text('who.contacts')],
          ['segment', text('who.segment')],
          ['campaign', text('who.campaign')],
        ]}
        error={error('audience')}
      />
      {draft.who === 'campaign' ? (
        <RecipientsOfFields draft={draft} set={set} error={error} />
      ) : draft.who === 'segment' ? (
        <SelectField
          label={text('segment')}
          hint={segments.data && names.length === 0 ? text('noSegments') : undefined}
          value={draft.segmentId}
          onValue={(segmentId) => set({ segmentId })}
          options={[['', '—'] as const, ...names.map(({ id, name }) => [id, name] as const)]}
          error={error('audience.segmentId')}
        />
      ) : (
        <ChooseContacts chosen={draft.contactIds} onChange={(contactIds) => set({ contactIds })} />
      )}
    </>
  );
}

function ChooseContacts({ chosen, onChange }: { chosen: readonly string[]; onChange: (ids: readonly string[]) => void }) {
  const text = useCampaignTexts();
  const { number, t } = useWords();
  const [typed, setTyped] = useState('');
  const contacts = useContacts(typed);
  const toggle = (id: string) => onChange(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{text('chosen', { count: number(chosen.length) })}</legend>
      <input
        type="search"
        aria-label={text('search')}
        placeholder={text('search')}
        className="control mb-2"
        maxLength={100}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="max-h-64 overflow-y-auto rounded-lg border border-line p-1">
        <Listing query={contacts} empty={<p className="p-3 text-muted">{t('contacts.nobody')}</p>}>
          {(rows) => (
            <ul>
              {rows.map(({ id, name, phone, userId }) => (
                <li key={id}>
                  <label className="flex cursor-pointer items-center gap-2.5 rounded-md px-2 py-1.5 hover:bg-raised">
                    <input
                      type="checkbox"
                      className="size-4 shrink-0 accent-brand"
                      checked={chosen.includes(id)}
                      onChange={() => toggle(id)}
                    />
                    <bdi className="min-w-0 break-words">{name || phone || userId}</bdi>
                    {name && <span className="text-sm text-muted">{phone}</span>}
                  </label>
                </li>
              ))}
            </ul>
          )}
        </Listing>
      </div>
    </fieldset>
  );
}
