import { useInfiniteQuery } from '@tanstack/react-query';
import { BellOff, Download } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, download, unwrap, type Schemas } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Button } from '../../components/button';
import { EmptyState, PageHeader } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { Table } from '../../components/table';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { unsubscribersEn } from '../../i18n/unsubscribers.en';
import { unsubscribersEs } from '../../i18n/unsubscribers.es';
import { useTexts } from '../../i18n/use-texts';
import { useConsentSource } from '../../inbox/contact/consent-entries';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';

type Unsubscriber = Schemas['UnsubscriberDto'];
const TEXTS = { en: unsubscribersEn, es: unsubscribersEs };

/** The same address answers with CSV too, where it is asked for. */
const pageOf = (query: { limit: number; cursor?: string }): Promise<Schemas['UnsubscriberPageDto']> =>
  unwrap(api.GET('/api/v1/unsubscribers', { params: { query } })) as Promise<Schemas['UnsubscriberPageDto']>;

/** Customers who want no promotions, and how that is known. */
export function UnsubscribersPage() {
  const { t, date } = useWords();
  const u = useTexts(TEXTS);
  const say = useToast();
  const signed = useSigned();
  const tenantId = useTenantId();
  const sourceOf = useConsentSource();
  const [exporting, setExporting] = useState(false);
  const list = useInfiniteQuery({
    queryKey: ['unsubscribers', tenantId],
    queryFn: ({ pageParam }) => pageOf(pageQuery(pageParam, 50) as { limit: number; cursor?: string }),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
  const exportAll = async () => {
    setExporting(true);
    try {
      await download('/api/v1/unsubscribers?format=csv', 'unsubscribers.csv');
      say(() => u('unsubscribers.exported'));
    } catch (error) {
      say(({ explain }) => explain(toProblem(error)), 'bad');
    } finally {
      setExporting(false);
    }
  };
  return (
    <>
      <PageHeader
        title={t('nav.unsubscribers')}
        text={u('unsubscribers.text')}
        actions={
          may(signed, 'edit-inbox') && (
            <Button variant="secondary" busy={exporting} onClick={() => void exportAll()}>
              {!exporting && <Download aria-hidden />}
              {u('unsubscribers.export')}
            </Button>
          )
        }
      />
      <div className="card">
        <Listing query={list} empty={<EmptyState icon={BellOff} title={u('unsubscribers.none')} text={u('unsubscribers.noneText')} />}>
          {(rows) => (
            <Table<Unsubscriber>
              label={t('nav.unsubscribers')}
              rows={rows}
              rowKey={({ contactId }) => contactId}
              columns={[
                {
                  key: 'contact',
                  title: u('unsubscribers.contact'),
                  main: true,
                  cell: ({ contactId, name }) => (
                    <Link to={`/contacts/${contactId}`} className="font-medium break-words text-brand-ink hover:underline">
                      {name ?? u('unsubscribers.unnamed')}
                    </Link>
                  ),
                },
                { key: 'phone', title: u('unsubscribers.phone'), cell: ({ phone, userId }) => (phone ? `+${phone}` : (userId ?? '–')) },
                { key: 'at', title: u('unsubscribers.at'), cell: ({ at }) => date(at) },
                { key: 'source', title: u('unsubscribers.source'), cell: ({ source }) => (source ? sourceOf(source) : '–') },
                { key: 'wording', title: u('unsubscribers.wording'), cell: ({ wording }) => wording ?? '–' },
              ]}
            />
          )}
        </Listing>
      </div>
    </>
  );
}
