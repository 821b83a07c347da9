import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, Eraser, Merge, MessageSquarePlus, MessagesSquare } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { Card, PageHeader, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useWords } from '../../i18n/i18n';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { Consents } from './consents';
import { MakeLead } from '../leads/make-lead';
import { address, factsOf, reachOf } from './contact-facts';
import { EraseDialog } from './erase-dialog';
import { MergeDialog } from './merge-dialog';

/** One contact: what is known of it, its conversations, merging and erasure. */
export function ContactPage() {
  const { t, date } = useWords();
  const { id = '' } = useParams();
  const tenantId = useTenantId();
  const signed = useSigned();
  const [open, setOpen] = useState<'merge' | 'erase'>();
  const contact = useQuery({
    queryKey: ['contacts', tenantId, id],
    queryFn: () => unwrap(api.GET('/api/v1/contacts/{id}', { params: { path: { id } } })),
  });
  const back = (
    <Link to="/contacts" className="mb-3 inline-flex items-center gap-1.5 text-sm font-medium text-brand-ink hover:underline">
      <ArrowLeft className="size-4" aria-hidden />
      {t('contacts.back')}
    </Link>
  );
  if (!contact.data) {
    return (
      <>
        {back}
        <PageHeader title={t('nav.contacts')} />
        {contact.isError ? <ProblemNote problem={contact.error} retry={() => contact.refetch()} /> : <SkeletonRows />}
      </>
    );
  }
  const reach = reachOf(contact.data);
  const facts = factsOf(contact.data, { t, date }).filter(([, value]) => value !== undefined);
  return (
    <>
      {back}
      <PageHeader
        title={contact.data.name || t('contacts.unnamed')}
        text={<bdi>{address(contact.data)}</bdi>}
        actions={
          <>
            {may(signed, 'send') && reach && (
              <Button asChild variant="secondary">
                <Link to={`/send?to=${encodeURIComponent(reach)}`}>
                  <MessageSquarePlus aria-hidden />
                  {t('nav.send')}
                </Link>
              </Button>
            )}
            {may(signed, 'answer') && <MakeLead contactId={id} />}
            {may(signed, 'answer') && (
              <Button variant="secondary" onClick={() => setOpen('merge')}>
                <Merge aria-hidden />
                {t('merge.action')}
              </Button>
            )}
            {may(signed, 'privacy') && (
              <Button variant="danger" onClick={() => setOpen('erase')}>
                <Eraser aria-hidden />
                {t('erase.action')}
              </Button>
            )}
          </>
        }
      />
      <div className="grid grid-cols-1 gap-6 *:min-w-0 lg:grid-cols-2 lg:items-start">
        <Card title={t('contact.about')}>
          <dl className="grid gap-2">
            {facts.map(([name, value]) => (
              <div key={name} className="grid gap-x-3 sm:grid-cols-[10rem_minmax(0,1fr)]">
                <dt className="break-words text-muted">{name}</dt>
                <dd dir="auto" className="break-words">
                  {value}
                </dd>
              </div>
            ))}
          </dl>
        </Card>
        <Conversations contactId={id} />
        <Consents contact={contact.data} />
      </div>
      <MergeDialog open={open === 'merge'} onClose={() => setOpen(undefined)} contact={contact.data} />
      <EraseDialog open={open === 'erase'} onClose={() => setOpen(undefined)} contact={contact.data} />
    </>
  );
}

function Conversations({ contactId }: { contactId: string }) {
  const { t, when } = useWords();
  const tenantId = useTenantId();
  const conversations = useQuery({
    queryKey: ['contacts', tenantId, contactId, 'conversations'],
    queryFn: () => unwrap(api.GET('/api/v1/conversations', { params: { query: { contactId, limit: 50 } } })),
  });
  return (
    <Card title={t('contacts.conversations')}>
      {conversations.isPending && <SkeletonRows rows={2} />}
      {conversations.isError && <ProblemNote problem={conversations.error} retry={() => conversations.refetch()} />}
      {conversations.data?.items.length === 0 && <p className="text-muted">{t('contacts.noConversations')}</p>}
      <ul className="grid grid-cols-1 gap-1">
        {conversations.data?.items.map((row) => (
          <li key={row.id} className="min-w-0">
            <Link to={`/inbox/${row.id}`} className="flex items-center gap-3 rounded-lg px-2 py-2 hover:bg-raised">
              <MessagesSquare className="size-4 shrink-0 text-muted" aria-hidden />
              <span dir="auto" className="min-w-0 grow truncate">
                {row.lastMessage?.text || t(`conversation.state.${row.state}`)}
              </span>
              <time dateTime={row.lastMessageAt} className="shrink-0 text-sm text-muted">
                {when(row.lastMessageAt)}
              </time>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
