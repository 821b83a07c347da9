import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { toProblem, type Problem } from '../../api/problem';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { Listing } from '../../components/listing';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { useCampaignTexts } from '../campaigns/use-campaign-texts';
import { useContacts } from '../contacts/contacts';
import { useDripTexts } from './use-drip-texts';

/** Chooses a contact, who then begins a drip. */
export function EnrolContact({ dripId, open, onClose }: { dripId: string; open: boolean; onClose: () => void }) {
  const text = useDripTexts();
  return (
    <Dialog open={open} onClose={onClose} title={text('enrol')} description={text('enrolText')}>
      <Choice dripId={dripId} onDone={onClose} />
    </Dialog>
  );
}

function Choice({ dripId, onDone }: { dripId: string; onDone: () => void }) {
  const text = useDripTexts();
  const words = useCampaignTexts();
  const { t } = useWords();
  const say = useToast();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState<string>();
  const [problem, setProblem] = useState<Problem>();
  const contacts = useContacts(typed);
  const enrol = async (contactId: string, name: string) => {
    setBusy(contactId);
    setProblem(undefined);
    try {
      await unwrap(api.POST('/api/v1/contacts/{contactId}/campaign/{id}/enroll', { params: { path: { contactId, id: dripId } } }));
      say(() => text('enrolled', { name }));
      await queries.invalidateQueries({ queryKey: ['campaigns', tenantId, dripId] });
      onDone();
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setBusy(undefined);
    }
  };
  return (
    <div className="grid gap-3">
      {problem && <ProblemNote problem={problem} />}
      <input
        type="search"
        aria-label={words('search')}
        placeholder={words('search')}
        className="control"
        maxLength={100}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="max-h-72 overflow-y-auto rounded-lg border border-line">
        <Listing query={contacts} empty={<p className="p-3 text-muted">{t('contacts.nobody')}</p>}>
          {(rows) => (
            <ul className="divide-y divide-line">
              {rows.map(({ id, name, phone, userId }) => {
                const shown = name || phone || userId || id;
                return (
                  <li key={id} className="flex items-center justify-between gap-3 px-3 py-2">
                    <span className="min-w-0">
                      <bdi className="break-words">{shown}</bdi>
                      {name && <span className="block text-sm text-muted">{phone}</span>}
                    </span>
                    <Button
                      variant="secondary"
                      size="small"
                      busy={busy === id}
                      aria-label={text('enrolOne', { name: shown })}
                      onClick={() => void enrol(id, shown)}
                    >
                      {text('enrolShort')}
                    </Button>
                  </li>
                );
              })}
            </ul>
          )}
        </Listing>
      </div>
    </div>
  );
}
