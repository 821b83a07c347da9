import { useInfiniteQuery } from '@tanstack/react-query';
import { Search, UserRound } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Badge } from '../../components/badge';
import { EmptyState, PageHeader } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { Table } from '../../components/table';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { shownValue } from './attribute-value';
import { useAttributes } from './contact-attributes';
import { address, type Contact } from './contact-facts';
import { ContactFiles } from './contact-files';

/** Contacts by a part of their name or number, newest first; all of them while nothing is asked. */
export function useContacts(typed: string) {
  const tenantId = useTenantId();
  const q = useDeferredValue(typed.trim());
  return useInfiniteQuery({
    queryKey: ['contacts', tenantId, 'list', q],
    queryFn: ({ pageParam }) => unwrap(api.GET('/api/v1/contacts', { params: { query: { ...pageQuery(pageParam), ...(q && { q }) } } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
}

export function ContactsPage() {
  const { t, date } = useWords();
  const [typed, setTyped] = useState('');
  const contacts = useContacts(typed);
  const columns = (useAttributes().data?.items ?? []).filter(({ isInList }) => isInList);
  return (
    <>
      <PageHeader title={t('nav.contacts')} text={t('contacts.text')} actions={<ContactFiles />} />
      <div className="relative mb-4 max-w-md">
        <Search className="pointer-events-none absolute inset-y-0 left-3 my-auto size-4 text-muted" aria-hidden />
        <input
          type="search"
          aria-label={t('contacts.search')}
          placeholder={t('contacts.searchHint')}
          className="control pl-9"
          maxLength={100}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      <div className="card">
        <Listing
          query={contacts}
          empty={
            typed.trim() ? (
              <EmptyState icon={UserRound} title={t('contacts.nobody')} text={t('contacts.nobodyText')} />
            ) : (
              <EmptyState icon={UserRound} title={t('contacts.empty')} text={t('contacts.emptyText')} />
            )
          }
        >
          {(rows) => (
            <Table<Contact>
              label={t('nav.contacts')}
              rows={rows}
              rowKey={({ id }) => id}
              columns={[
                {
                  key: 'name',
                  title: t('column.name'),
                  main: true,
                  cell: ({ id, name }) => (
                    <Link to={`/contacts/${id}`} className="font-medium text-brand-ink hover:underline">
                      <bdi>{name || t('contacts.unnamed')}</bdi>
                    </Link>
                  ),
                },
                { key: 'address', title: t('contacts.address'), cell: (contact) => <bdi>{address(contact) ?? '–'}</bdi> },
                {
                  key: 'tags',
                  title: t('contact.tags'),
                  cell: ({ tags }) => (
                    <span className="flex flex-wrap gap-1">
                      {tags.map((tag) => (
                        <Badge key={tag}>{tag}</Badge>
                      ))}
                    </span>
                  ),
                },
                ...columns.map(({ key, name }) => ({
                  key: `attributes.${key}`,
                  title: name,
                  cell: ({ attributes }: Contact) => <bdi>{Object.hasOwn(attributes, key) ? shownValue(attributes[key]) : '–'}</bdi>,
                })),
                { key: 'known', title: t('contact.known'), cell: ({ createdAt }) => date(createdAt, 'day') },
              ]}
            />
          )}
        </Listing>
      </div>
    </>
  );
}
