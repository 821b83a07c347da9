import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Plus, StickyNote, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { Conflict } from '../../components/conflict';
import { SelectField, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Skeleton } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import type { Consent, Contact, Conversation } from '../data/contract';
import { useInbox } from '../data/inbox-context';
import { Avatar, LabelMark, nameOf } from '../marks';
import { inbox } from '../data/requests';
import { plain } from '../plain-text';
import { useLabels, useNames, useNotes, useOutlets, useTeams } from '../data/use-inbox-data';

/** Who the customer is, beside what they write. */
export function ContactPanel({ conversation, answers }: { conversation: Conversation; answers: boolean }) {
  const { t, date } = useWords();
  const labels = useLabels();
  const reasonOf = useReason();
  const outlet = useOutlets().find(({ id }) => id === conversation.outletId)?.name;
  const team = useTeams().find(({ id }) => id === conversation.teamId)?.name;
  const { contact } = conversation;
  const name = nameOf(contact);
  const own = (conversation.labelIds ?? []).map((id) => labels.find((label) => label.id === id)).filter((label) => label !== undefined);
  return (
    <div className="grid grid-cols-1 gap-5 p-4">
      <div className="grid justify-items-center gap-1 text-center">
        <Avatar id={contact.id} name={name} />
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
      <About key={contact.id} contactId={contact.id} answers={answers} />
      <NoteList conversationId={conversation.id} />
      <Earlier conversation={conversation} />
    </div>
  );
}

const REASONS = [
  'customer_asked',
  'no_answer',
  'requested',
  'escalation_keyword',
  'unsupported_message',
  'off_topic',
  'ungrounded_answer',
  'unsafe_answer',
] as const;

/** Why a person is needed, in words; what a program gave as its reason, as it came. */
function useReason(): (reason: string) => string {
  const { t } = useWords();
  return (reason) => {
    const known = REASONS.find((each) => each === reason);
    if (known) return t(`handoff.${known}`);
    return reason.startsWith('model_') ? t('handoff.model') : reason;
  };
}

function Section({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className="border-t border-line pt-3">
      <div className="mb-1.5 flex min-h-9 items-center justify-between gap-2">
        <h3 className="text-sm font-semibold">{title}</h3>
        {action}
      </div>
      {children}
    </section>
  );
}

function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode] | undefined)[] }) {
  const shown = facts.filter((fact) => fact !== undefined);
  if (shown.length === 0) return null;
  return (
    <dl className="grid gap-1.5 text-sm">
      {shown.map(([name, value]) => (
        <div key={name} className="grid grid-cols-[6rem_minmax(0,1fr)] gap-2">
          <dt className="break-words text-muted">{name}</dt>
          <dd dir="auto" className="break-words">
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const shownValue = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const CONSENTS = ['unknown', 'granted', 'denied'] as const;
const CONSENT_TONES = { granted: 'good', denied: 'bad', unknown: 'neutral' } as const;

function About({ contactId, answers }: { contactId: string; answers: boolean }) {
  const { t, date } = useWords();
  const { cache } = useInbox();
  const [edits, setEdits] = useState(false);
  const contact = useQuery({
    queryKey: cache.keys.contact(contactId),
    queryFn: () => inbox.contact(contactId),
    staleTime: 30_000,
    retry: false,
  });
  const present = contact.data?.data;
  const edit = answers && present && !edits && (
    <Button variant="ghost" size="small" onClick={() => setEdits(true)}>
      <Pencil aria-hidden />
      {t('contact.edit')}
    </Button>
  );
  return (
    <Section title={t('contact.about')} action={edit}>
      {contact.isPending && <Skeleton className="h-16 w-full" />}
      {contact.isError && !present && <ProblemNote problem={contact.error} retry={() => contact.refetch()} />}
      {present && edits && <ContactForm contact={present} etag={contact.data?.etag} onClose={() => setEdits(false)} />}
      {present && !edits && (
        <>
          <Facts
            facts={[
              present.email ? [t('contact.email'), present.email] : undefined,
              present.language ? [t('contact.language'), present.language] : undefined,
              [
                t('contact.marketing'),
                <span key="consent" className="flex flex-wrap items-center gap-1.5">
                  <Badge tone={CONSENT_TONES[present.consent.marketing]}>{t(`consent.${present.consent.marketing}`)}</Badge>
                  {present.consent.at && <span className="text-muted">{date(present.consent.at, 'day')}</span>}
                </span>,
              ],
              ...Object.entries(present.attributes).map(([name, value]) => [name, shownValue(value)] as const),
              [t('contact.known'), date(present.createdAt, 'day')],
            ]}
          />
          {present.tags.length > 0 && (
            <ul aria-label={t('contact.tags')} className="mt-2.5 flex flex-wrap gap-1.5">
              {present.tags.map((tag) => (
                <li key={tag}>
                  <Badge>{tag}</Badge>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </Section>
  );
}

type Attributes = readonly (readonly [name: string, value: string])[];
interface ContactDraft {
  name: string;
  email: string;
  language: string;
  tags: string;
  consent: string;
  attributes: Attributes;
}
const draftOf = (contact: Contact): ContactDraft => ({
  name: contact.name ?? '',
  email: contact.email ?? '',
  language: contact.language ?? '',
  tags: contact.tags.join(', '),
  consent: contact.consent.marketing,
  attributes: Object.entries(contact.attributes).map(([key, value]) => [key, shownValue(value)] as const),
});
const linesOf = (attributes: Attributes): string => attributes.map(([key, value]) => `${key}: ${value}`).join('\n');

interface ContactFormProps {
  contact: Contact;
  etag: string | undefined;
  onClose: () => void;
}

function ContactForm({ contact, etag, onClose }: ContactFormProps) {
  const { t } = useWords();
  const say = useToast();
  const queries = useQueryClient();
  const { cache } = useInbox();
  const [base, setBase] = useState({ data: contact, etag });
  const [draft, setDraft] = useState(() => draftOf(contact));
  const set =
    <Name extends keyof ContactDraft>(name: Name) =>
    (value: ContactDraft[Name]) =>
      setDraft((before) => ({ ...before, [name]: value }));
  const { attributes } = draft;
  const setAttributes = set('attributes');

  const save = async (over: { data: Contact; etag: string | undefined }) => {
    // What was not touched keeps its kind: a number stays a number.
    const valueOf = (key: string, value: string): unknown => {
      const before = over.data.attributes[key];
      return before !== undefined && shownValue(before) === value ? before : value;
    };
    const tags = draft.tags.split(',').map((tag) => tag.trim());
    const name = draft.name.trim();
    const saved = await inbox.saveContact(contact.id, over.etag, {
      // Without a name of the team’s, the customer’s own is shown: it is not to become one.
      ...(name !== (over.data.name ?? '') && { name: name || null }),
      email: draft.email.trim() || null,
      language: draft.language.trim() || null,
      tags: [...new Set(tags.filter(Boolean))],
      attributes: Object.fromEntries(attributes.filter(([key]) => key.trim()).map(([key, value]) => [key.trim(), valueOf(key, value)])),
      ...(draft.consent !== over.data.consent.marketing && { consent: { marketing: draft.consent as Consent } }),
    });
    queries.setQueryData(cache.keys.contact(contact.id), saved);
    say(({ t }) => t('contact.saved'));
    onClose();
  };
  const form = useForm(['name', 'email', 'language', 'tags', 'attributes', 'consent'], () => save(base));
  const consentName = (value: string) => t(`consent.${CONSENTS.find((each) => each === value) ?? 'unknown'}`);
  return (
    <Form
      state={form}
      className="grid gap-3"
      conflict={
        <Conflict
          form={form}
          read={() => inbox.contact(contact.id)}
          compare={(theirs) => {
            const other = draftOf(theirs);
            return [
              [t('column.name'), other.name, draft.name],
              [t('contact.email'), other.email, draft.email],
              [t('contact.language'), other.language, draft.language],
              [t('contact.tags'), other.tags, draft.tags],
              [t('contact.marketing'), consentName(other.consent), consentName(draft.consent)],
              [t('contact.attributes'), linesOf(other.attributes), linesOf(attributes)],
            ];
          }}
          take={(theirs) => {
            setBase(theirs);
            setDraft(draftOf(theirs.data));
          }}
          overwrite={save}
        />
      }
    >
      <TextField label={t('column.name')} optional maxLength={200} value={draft.name} onValue={set('name')} error={form.error('name')} />
      <TextField
        label={t('contact.email')}
        optional
        type="email"
        maxLength={254}
        value={draft.email}
        onValue={set('email')}
        error={form.error('email')}
      />
      <TextField
        label={t('contact.language')}
        hint={t('outlets.languageHint')}
        optional
        autoCapitalize="none"
        value={draft.language}
        onValue={set('language')}
        error={form.error('language')}
      />
      <TextField
        label={t('contact.tags')}
        hint={t('contact.tagsHint')}
        optional
        value={draft.tags}
        onValue={set('tags')}
        error={form.error('tags')}
      />
      <SelectField
        label={t('contact.marketing')}
        value={draft.consent}
        onValue={set('consent')}
        error={form.error('consent')}
        options={CONSENTS.map((each) => [each, t(`consent.${each}`)])}
      />
      <fieldset className="grid gap-2">
        <legend className="mb-1.5 text-sm font-medium">{t('contact.attributes')}</legend>
        {attributes.map(([key, value], index) => (
          <div key={index} className="flex gap-1.5">
            <input
              className="control"
              aria-label={t('contact.attributeName', { number: index + 1 })}
              value={key}
              maxLength={60}
              onChange={(event) => setAttributes(attributes.with(index, [event.target.value, value]))}
            />
            <input
              className="control"
              aria-label={t('contact.attributeValue', { name: key || index + 1 })}
              value={value}
              maxLength={1_000}
              onChange={(event) => setAttributes(attributes.with(index, [key, event.target.value]))}
            />
            <Button
              variant="ghost"
              size="icon"
              aria-label={t('contact.removeAttribute', { name: key || index + 1 })}
              onClick={() => setAttributes(attributes.toSpliced(index, 1))}
            >
              <Trash2 aria-hidden />
            </Button>
          </div>
        ))}
        {form.error('attributes') && <p className="text-sm font-medium text-bad">{form.error('attributes')}</p>}
        <Button variant="ghost" size="small" className="justify-self-start" onClick={() => setAttributes([...attributes, ['', '']])}>
          <Plus aria-hidden />
          {t('contact.addAttribute')}
        </Button>
      </fieldset>
      <div className="flex justify-end gap-2">
        <Button variant="secondary" size="small" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button type="submit" size="small" busy={form.busy}>
          {t('form.save')}
        </Button>
      </div>
    </Form>
  );
}

function NoteList({ conversationId }: { conversationId: string }) {
  const { t, ago } = useWords();
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
