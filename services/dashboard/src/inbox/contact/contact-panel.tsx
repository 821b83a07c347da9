import { useQuery } from '@tanstack/react-query';
import { StickyNote } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useWords } from '../../i18n/i18n';
import { useAgo } from '../../i18n/use-ago';
import type { Conversation } from '../data/contract';
import { useInbox } from '../data/inbox-context';
import { may } from '../../session/permissions';
import { useSigned } from '../../session/session-context';
import { Avatar, LabelMark, nameOf } from '../marks';
import { inbox } from '../data/requests';
import { plain } from '../plain-text';
import { useLabels, useNames, useNotes, useOutlets, useTeams } from '../data/use-inbox-data';
import { Participants } from './participants';
import { useReason } from './use-reason';
import { Section, Facts } from './section';
import { About } from './about-contact';

/** Not many are asked: loaded where the panel shows. */
const SurveyList = lazy(() => import('./survey-list').then((part) => ({ default: part.SurveyList })));

const OrderList = lazy(() => import('./order-list').then((part) => ({ default: part.OrderList })));

/** For few of those who answer. */
const ConversationCosts = lazy(() => import('./conversation-costs').then((part) => ({ default: part.ConversationCosts })));

/** Who the customer is, or who is in the group, beside what they write. */
export function ContactPanel({ conversation, answers }: { conversation: Conversation; answers: boolean }) {
  const { t, date } = useWords();
  const seesCosts = may(useSigned(), 'costs');
  const labels = useLabels();
  const reasonOf = useReason();
  const outlet = useOutlets().find(({ id }) => id === conversation.outletId)?.name;
  const team = useTeams().find(({ id }) => id === conversation.teamId)?.name;
  const { contact, group } = conversation;
  const name = nameOf(contact);
  const own = (conversation.labelIds ?? []).map((id) => labels.find((label) => label.id === id)).filter((label) => label !== undefined);
  return (
    <div className="grid grid-cols-1 gap-5 p-4">
      <div className="grid justify-items-center gap-1 text-center">
        <Avatar id={contact.id} name={name} group={group !== undefined} />
        <bdi className="mt-1 max-w-full text-lg font-semibold break-words">{name}</bdi>
        {contact.phone && (
          <a href={`tel:+${contact.phone.replace(/^\+/, '')}`} className="text-muted hover:underline">
            <bdi>+{contact.phone.replace(/^\+/, '')}</bdi>
          </a>
        )}
        {contact.username && <bdi className="text-muted">@{contact.username}</bdi>}
        {!contact.phone && contact.userId && <bdi className="font-mono text-sm break-all text-muted">{contact.userId}</bdi>}
      </div>
      <Section title={t('contact.conversation')}>
        <Facts
          facts={[
            [t('contact.since'), date(conversation.createdAt)],
            outlet ? [t('inbox.outlet'), outlet] : undefined,
            team ? [t('inbox.team'), team] : undefined,
            conversation.handoffReason ? [t('contact.handoff'), reasonOf(conversation.handoffReason)] : undefined,
            conversation.closedAt ? [t('contact.closedAt'), date(conversation.closedAt)] : undefined,
          ]}
        />
        {own.length > 0 && (
          <div className="mt-2 flex flex-wrap gap-1.5">
            {own.map((label) => (
              <LabelMark key={label.id} label={label} small />
            ))}
          </div>
        )}
      </Section>
      {group ? (
        <Participants group={group} />
      ) : (
        <>
          <About key={contact.id} contactId={contact.id} answers={answers} />
          <Suspense fallback={null}>
            <OrderList contactId={contact.id} />
          </Suspense>
          <Suspense fallback={null}>
            <SurveyList conversation={conversation} />
          </Suspense>
        </>
      )}
      {seesCosts && (
        <Suspense fallback={null}>
          <ConversationCosts conversationId={conversation.id} />
        </Suspense>
      )}
      <NoteList conversationId={conversation.id} />
      {!group && <Earlier conversation={conversation} />}
    </div>
  );
}

function NoteList({ conversationId }: { conversationId: string }) {
  const { t } = useWords();
  const ago = useAgo();
  const names = useNames();
  const notes = useNotes(conversationId).data ?? [];
  if (notes.length === 0) return null;
  return (
    <Section title={t('contact.notes', { count: notes.length })}>
      <ul className="grid gap-2">
        {notes
          .toSorted((one, other) => (one.at < other.at ? 1 : -1))
          .map((note) => (
            <li key={note.id} className="rounded-lg bg-warn-soft p-2.5 text-sm">
              <p className="mb-0.5 flex items-center gap-1.5 text-xs text-warn">
                <StickyNote className="size-3.5" aria-hidden />
                {names(note.authorId) ?? t('author.agent')} · {ago(note.at)}
              </p>
              <p dir="auto" className="line-clamp-4 break-words">
                {plain(note.text)}
              </p>
            </li>
          ))}
      </ul>
    </Section>
  );
}

function Earlier({ conversation }: { conversation: Conversation }) {
  const { t, when } = useWords();
  const { cache } = useInbox();
  const [parameters] = useSearchParams();
  const contactId = conversation.contact.id;
  const others = useQuery({
    queryKey: [...cache.keys.base, 'earlier', contactId],
    queryFn: () => inbox.list({ contactId, limit: 20 }),
    staleTime: 60_000,
  });
  const rows = (others.data?.items ?? []).filter(({ id }) => id !== conversation.id);
  if (rows.length === 0) return null;
  return (
    <Section title={t('contact.earlier')}>
      <ul className="grid gap-1">
        {rows.map((row) => (
          <li key={row.id} className="min-w-0">
            <Link
              to={{ pathname: `/inbox/${row.id}`, search: parameters.toString() }}
              className="flex items-center justify-between gap-3 rounded-lg px-2 py-1.5 text-sm hover:bg-raised"
            >
              <span className="min-w-0 truncate">
                {row.lastMessage?.text ? plain(row.lastMessage.text) : t(`conversation.state.${row.state}`)}
              </span>
              <time dateTime={row.lastMessageAt} className="shrink-0 text-xs text-muted">
                {when(row.lastMessageAt)}
              </time>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
