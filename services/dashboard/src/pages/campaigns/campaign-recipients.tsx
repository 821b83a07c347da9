import { useInfiniteQuery } from '@tanstack/react-query';
import { UserRound } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, unwrap, type Schemas } from '../../api/client';
import { SelectField } from '../../components/field';
import { Card, EmptyState } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { Table } from '../../components/table';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { useContactNames } from '../contacts/use-contact-names';
import { STATES, type Campaign, type RecipientState } from './campaign-badge';
import { useCampaignTexts } from './use-campaign-texts';

type Recipient = Schemas['CampaignRecipientDto'];
const REFRESH_MS = 5_000;

/** Where each recipient stands, and why. */
export function CampaignRecipients({ campaign: { id, totals } }: { campaign: Campaign }) {
  const text = useCampaignTexts();
  const { number, date } = useWords();
  const tenantId = useTenantId();
  const [state, setState] = useState<RecipientState | ''>('');
  const recipients = useInfiniteQuery({
    queryKey: ['campaigns', tenantId, id, 'recipients', state],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/campaigns/{id}/recipients', {
          params: { path: { id }, query: { ...pageQuery(pageParam), ...(state && { state }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: nextCursor,
    refetchInterval: REFRESH_MS,
  });
  const ids = recipients.data?.pages.flatMap(({ items }) => items.map(({ contactId }) => contactId)) ?? [];
  const names = useContactNames(ids);
  return (
    <Card title={text('recipients')}>
      <SelectField
        label={text('which')}
        className="mb-4 max-w-xs"
        value={state}
        onValue={(value) => setState(value as RecipientState | '')}
        options={[
          ['', `${text('everybody')} (${number(totals.audience)})`] as const,
          ...STATES.map((each) => [each, `${text(`total.${each}`)} (${number(totals[each])})`] as const),
        ]}
      />
      <Listing query={recipients} empty={<EmptyState icon={UserRound} title={text('nobody')} text={text('nobodyText')} />}>
        {(rows) => (
          <Table<Recipient>
            label={text('recipients')}
            rows={rows}
            rowKey={({ contactId }) => contactId}
            columns={[
              {
                key: 'contact',
                title: text('contact'),
                main: true,
                cell: ({ contactId }) => (
                  <Link to={`/contacts/${contactId}`} className="font-medium text-brand-ink hover:underline">
                    <bdi>{names.get(contactId) ?? text('contact')}</bdi>
                  </Link>
                ),
              },
              { key: 'state', title: text('state'), cell: (row) => text(`total.${row.state}`) },
              {
                key: 'reason',
                title: text('reason'),
                cell: ({ reason, dueAt }) =>
                  dueAt ? text('due', { at: date(dueAt) }) : reason ? <code className="text-sm">{reason}</code> : text('noReason'),
              },
              { key: 'since', title: text('since'), cell: ({ updatedAt }) => <time dateTime={updatedAt}>{date(updatedAt)}</time> },
            ]}
          />
        )}
      </Listing>
    </Card>
  );
}
