import { useQueryClient } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { Dialog, DialogActions } from '../../components/dialog';
import { Form, useForm } from '../../components/form';
import { SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { useContacts } from './contacts';
import { address, factsOf, type Contact } from './contact-facts';

/** Makes one contact of two that are the same customer: the other is searched, both are shown, and a person decides. */
export function MergeDialog({ open, onClose, contact }: { open: boolean; onClose: () => void; contact: Contact }) {
  const { t } = useWords();
  const [other, setOther] = useState<Contact>();
  const close = () => {
    setOther(undefined);
    onClose();
  };
  return (
    <Dialog open={open} onClose={close} wide title={t('merge.title')} description={other ? t('merge.compare') : t('merge.text')}>
      {open && !other && <Choice contact={contact} choose={setOther} />}
      {open && other && <Comparison stays={contact} goes={other} back={() => setOther(undefined)} onClose={close} />}
    </Dialog>
  );
}

function Choice({ contact, choose }: { contact: Contact; choose: (other: Contact) => void }) {
  const { t } = useWords();
  const [typed, setTyped] = useState('');
  const contacts = useContacts(typed);
  const others = (contacts.data?.pages.flatMap(({ items }) => items) ?? []).filter(({ id }) => id !== contact.id);
  return (
    <div className="grid gap-3">
      <div className="relative">
        <Search className="pointer-events-none absolute inset-y-0 left-3 my-auto size-4 text-muted" aria-hidden />
        <input
          type="search"
          aria-label={t('merge.search')}
          placeholder={t('contacts.searchHint')}
          className="control pl-9"
          maxLength={100}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      {contacts.isPending && <SkeletonRows rows={3} />}
      {contacts.isError && <ProblemNote problem={contacts.error} retry={() => contacts.refetch()} />}
      {contacts.data && others.length === 0 && <p className="text-muted">{t('contacts.nobody')}</p>}
      <ul aria-label={t('merge.found')} className="grid max-h-80 gap-1 overflow-y-auto">
        {others.map((other) => (
          <li key={other.id}>
            <button
              type="button"
              className="flex w-full flex-wrap items-center justify-between gap-x-3 rounded-lg px-3 py-2 text-left hover:bg-raised"
              onClick={() => choose(other)}
            >
              <bdi className="font-medium">{other.name || t('contacts.unnamed')}</bdi>
              <bdi className="text-sm text-muted">{address(other)}</bdi>
            </button>
          </li>
        ))}
      </ul>
      {contacts.hasNextPage && (
        <Button variant="ghost" busy={contacts.isFetchingNextPage} onClick={() => void contacts.fetchNextPage()}>
          {t('list.more')}
        </Button>
      )}
    </div>
  );
}

function Comparison({ stays, goes, back, onClose }: { stays: Contact; goes: Contact; back: () => void; onClose: () => void }) {
  const words = useWords();
  const { t } = words;
  const say = useToast();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const tenantId = useTenantId();
  // The one that was looked at stays, unless the person turns it round.
  const [turned, setTurned] = useState(false);
  const [kept, lost] = turned ? [goes, stays] : [stays, goes];
  const form = useForm([], async () => {
    await unwrap(api.POST('/api/v1/contacts/{id}/merge', { params: { path: { id: kept.id } }, body: { contactId: lost.id } }));
    say(({ t }) => t('merge.done', { name: kept.name }));
    onClose();
    await navigate(`/contacts/${kept.id}`);
    await queries.invalidateQueries({ queryKey: ['contacts', tenantId] });
  });
  const [ofKept, ofLost] = [new Map(factsOf(kept, words)), new Map(factsOf(lost, words))];
  const names = [...new Set([...ofKept.keys(), ...ofLost.keys()])].filter((name) => ofKept.get(name) ?? ofLost.get(name));
  return (
    <Form state={form}>
      <table className="w-full table-fixed text-left text-sm">
        <thead>
          <tr className="border-b border-line">
            <th scope="col" className="w-1/4 py-2 pr-2">
              <span className="sr-only">{t('merge.fact')}</span>
            </th>
            <th scope="col" className="py-2 pr-2 font-semibold">
              {t('merge.stays')}
            </th>
            <th scope="col" className="py-2 font-semibold">
              {t('merge.goes')}
            </th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name} className="border-b border-line align-top">
              <th scope="row" className="py-1.5 pr-2 font-normal break-words text-muted">
                {name}
              </th>
              <td dir="auto" className="py-1.5 pr-2 break-words">
                {ofKept.get(name) ?? '–'}
              </td>
              <td dir="auto" className="py-1.5 break-words">
                {ofLost.get(name) ?? '–'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="grid list-disc gap-1 pl-5 text-muted">
        <li>{t('merge.happens.threads')}</li>
        <li>{t('merge.happens.facts')}</li>
        <li>{t('merge.happens.end')}</li>
      </ul>
      <DialogActions>
        <Button variant="ghost" onClick={back}>
          {t('merge.another')}
        </Button>
        <Button variant="secondary" onClick={() => setTurned(!turned)}>
          {t('merge.turn')}
        </Button>
        <Button type="submit" variant="danger" busy={form.busy}>
          {t('merge.confirm')}
        </Button>
      </DialogActions>
    </Form>
  );
}
