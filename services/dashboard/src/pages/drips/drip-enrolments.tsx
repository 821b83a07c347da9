import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { UserRound } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, unwrap, type Schemas } from '../../api/client';
import { Badge, type Tone } from '../../components/badge';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { SelectField } from '../../components/field';
import { Card, EmptyState, SkeletonRows } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { ProblemNote } from '../../components/problem-note';
import { Table } from '../../components/table';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import type { Campaign } from '../campaigns/campaign-badge';
import { useContactNames } from '../contacts/use-contact-names';
import { EnrolContact } from './enrol-contact';
import { useDripTexts } from './use-drip-texts';

type Enrolment = Schemas['ListedEnrolmentDto'];
const REFRESH_MS = 5_000;
const STATES = ['active', 'completed', 'exited'] as const;
const TONES: Record<Enrolment['state'], Tone> = { active: 'brand', completed: 'good', exited: 'neutral' };
/** Reasons of ours; others are codes of WhatsApp or of the gate. */
const REASONS = ['condition', 'late', 'frequency_capped', 'parameter_missing'] as const;

/** Who is or was in a drip, and how far each has come. */
export function DripEnrolments({ drip, mayEnrol }: { drip: Campaign; mayEnrol: boolean }) {
  const text = useDripTexts();
  const { date } = useWords();
  const tenantId = useTenantId();
  const [state, setState] = useState<Enrolment['state'] | ''>('');
  const [enrolling, setEnrolling] = useState(false);
  const [shown, setShown] = useState<Enrolment>();
  const enrolments = useInfiniteQuery({
    queryKey: ['campaigns', tenantId, drip.id, 'enrolments', state],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/campaigns/{id}/enrolments', {
          params: { path: { id: drip.id }, query: { ...pageQuery(pageParam), ...(state && { state }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: nextCursor,
    refetchInterval: REFRESH_MS,
  });
  const names = useContactNames([...new Set(enrolments.data?.pages.flatMap(({ items }) => items.map(({ contactId }) => contactId)) ?? [])]);
  const nameOf = ({ contactId }: Enrolment) => names.get(contactId) ?? text('contact');
  return (
    <Card
      title={text('people')}
      actions={
        mayEnrol && (
          <Button variant="secondary" onClick={() => setEnrolling(true)}>
            {text('enrol')}
          </Button>
        )
      }
    >
      <SelectField
        label={text('which')}
        className="mb-4 max-w-xs"
        value={state}
        onValue={(value) => setState(value as Enrolment['state'] | '')}
        options={[['', text('everybody')] as const, ...STATES.map((each) => [each, text(`state.${each}`)] as const)]}
      />
      <Listing query={enrolments} empty={<EmptyState icon={UserRound} title={text('nobody')} text={text('nobodyText')} />}>
        {(rows) => (
          <Table<Enrolment>
            label={text('people')}
            rows={rows}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'contact',
                title: text('contact'),
                main: true,
                cell: (row) => (
                  <Link to={`/contacts/${row.contactId}`} className="font-medium text-brand-ink hover:underline">
                    <bdi>{nameOf(row)}</bdi>
                  </Link>
                ),
              },
              {
                key: 'state',
                title: text('state'),
                cell: (row) => (
                  <span className="grid justify-items-start gap-1">
                    <Badge tone={TONES[row.state]}>{text(`state.${row.state}`)}</Badge>
                    {row.exitReason && <span className="text-sm text-muted">{text(`exit.${row.exitReason}`)}</span>}
                  </span>
                ),
              },
              { key: 'done', title: text('done'), cell: ({ done, version }) => text('doneOf', { done, version }) },
              { key: 'next', title: text('next'), cell: ({ dueAt }) => (dueAt ? <time dateTime={dueAt}>{date(dueAt)}</time> : '—') },
              {
                key: 'actions',
                title: text('progress'),
                actions: true,
                cell: (row) => (
                  <Button variant="ghost" size="small" aria-label={text('progressOf', { name: nameOf(row) })} onClick={() => setShown(row)}>
                    {text('progress')}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Listing>
      <EnrolContact dripId={drip.id} open={enrolling} onClose={() => setEnrolling(false)} />
      <Dialog
        open={shown !== undefined}
        onClose={() => setShown(undefined)}
        title={shown ? text('progressOf', { name: nameOf(shown) }) : ''}
      >
        {shown && <Progress dripId={drip.id} contactId={shown.contactId} />}
      </Dialog>
    </Card>
  );
}

/** What became of each step for one contact, the last time they were enrolled. */
function Progress({ dripId, contactId }: { dripId: string; contactId: string }) {
  const text = useDripTexts();
  const { date } = useWords();
  const tenantId = useTenantId();
  const progress = useQuery({
    queryKey: ['campaigns', tenantId, dripId, 'progress', contactId],
    queryFn: () => unwrap(api.GET('/api/v1/contacts/{contactId}/campaigns/{id}/progress', { params: { path: { contactId, id: dripId } } })),
    refetchInterval: REFRESH_MS,
  });
  if (progress.isPending) return <SkeletonRows rows={2} />;
  if (progress.isError) return <ProblemNote problem={progress.error} retry={() => progress.refetch()} />;
  const { history, dueAt, exitReason } = progress.data;
  const why = (reason: string) => {
    const known = REASONS.find((each) => each === reason);
    return known ? text(`why.${known}`) : reason;
  };
  return (
    <div className="grid gap-3">
      {history.length === 0 && <p className="text-muted">{text('noHistory')}</p>}
      <ol className="grid gap-2">
        {history.map(({ step, at, outcome, reason }) => (
          <li key={step} className="flex flex-wrap items-baseline justify-between gap-x-4 rounded-lg border border-line px-3 py-2">
            <span>
              <span className="font-medium">{text('step', { number: step })}</span>: {text(`outcome.${outcome}`)}
              {reason && <span className="block text-sm text-muted">{why(reason)}</span>}
            </span>
            <time dateTime={at} className="text-sm text-muted">
              {date(at)}
            </time>
          </li>
        ))}
      </ol>
      {dueAt && <p>{text('due', { at: date(dueAt) })}</p>}
      {exitReason && <p>{text(`exit.${exitReason}`)}</p>}
    </div>
  );
}
