import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { EmptyState } from '../../components/layout';
import { ResourceList } from '../../components/resource-list';
import { useWords } from '../../i18n/i18n';
import { useInbox } from '../data/inbox-context';

interface Props<Row> {
  name: 'labels' | 'teams' | 'canned' | 'macros';
  source: { all: () => Promise<Row[]>; remove: (id: string) => Promise<unknown> };
  icon: LucideIcon;
  words: { title: string; text: string; add: string; empty: string; emptyText: string; removeText: string };
  titleOf: (row: Row) => string;
  sort: (one: Row, other: Row) => number;
  row: (row: Row) => ReactNode;
  form: (row: Row | undefined, done: () => void) => ReactNode;
}

/** A short list of the inbox that is read as a whole. */
export function SettingsList<Row extends { id: string }>({ name, source, icon, words, titleOf, sort, row, form }: Props<Row>) {
  const { t } = useWords();
  const queries = useQueryClient();
  const { cache } = useInbox();
  const queryKey = cache.keys.named(name);
  const query = useQuery({ queryKey, queryFn: source.all });
  return (
    <ResourceList<Row>
      query={{ ...query, data: query.data && { pages: [{ items: query.data.toSorted(sort) }] } }}
      label={words.title}
      empty={<EmptyState icon={icon} title={words.empty} text={words.emptyText} />}
      changed={() => queries.invalidateQueries({ queryKey })}
      row={row}
      editing={{
        title: words.title,
        text: words.text,
        add: words.add,
        label: (each) => t('inboxSettings.edit', { name: titleOf(each) }),
        form,
      }}
      removal={{
        action: t('inboxSettings.removeAction'),
        label: (each) => t('inboxSettings.remove', { name: titleOf(each) }),
        title: (each) => t('inboxSettings.removeTitle', { name: titleOf(each) }),
        text: () => words.removeText,
        run: ({ id }) => source.remove(id),
        done: ({ t }, each) => t('inboxSettings.removed', { name: titleOf(each) }),
      }}
    />
  );
}
