import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Plus, Trash2, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button } from '../../components/button';
import { Confirm, Dialog } from '../../components/dialog';
import { Card, EmptyState, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useInbox } from '../data/inbox-context';

interface Props<Row> {
  name: 'labels' | 'teams' | 'canned';
  source: { all: () => Promise<Row[]>; remove: (id: string) => Promise<unknown> };
  icon: LucideIcon;
  words: { title: string; text: string; add: string; empty: string; emptyText: string; removeText: string };
  titleOf: (row: Row) => string;
  sort: (one: Row, other: Row) => number;
  row: (row: Row) => ReactNode;
  form: (row: Row | undefined, done: () => void) => ReactNode;
}

/** A short list whose rows are added, changed and removed here. */
export function RowList<Row extends { id: string }>({ name, source, icon, words, titleOf, sort, row, form }: Props<Row>) {
  const { t } = useWords();
  const say = useToast();
  const queries = useQueryClient();
  const { cache } = useInbox();
  const queryKey = cache.keys.named(name);
  const query = useQuery({ queryKey, queryFn: source.all });
  const [edited, setEdited] = useState<Row | 'new'>();
  const [removed, setRemoved] = useState<Row>();
  const changed = () => queries.invalidateQueries({ queryKey });
  const add = (
    <Button size="small" onClick={() => setEdited('new')}>
      <Plus aria-hidden />
      {words.add}
    </Button>
  );
  return (
    <Card title={words.title} actions={add}>
      <p className="mb-4 max-w-2xl text-muted">{words.text}</p>
      {query.isPending && <SkeletonRows rows={3} />}
      {query.isError && !query.data && <ProblemNote problem={query.error} retry={() => query.refetch()} />}
      {query.data?.length === 0 && <EmptyState icon={icon} title={words.empty} text={words.emptyText} />}
      {query.data && query.data.length > 0 && (
        <ul aria-label={words.title} className="divide-y divide-line rounded-lg border border-line">
          {query.data.toSorted(sort).map((each) => (
            <li key={each.id} className="flex items-center gap-3 px-3 py-2">
              <div className="min-w-0 grow">{row(each)}</div>
              <Button
                variant="ghost"
                size="icon"
                aria-label={t('inboxSettings.edit', { name: titleOf(each) })}
                onClick={() => setEdited(each)}
              >
                <Pencil aria-hidden />
              </Button>
              <Button
                variant="quiet"
                size="icon"
                aria-label={t('inboxSettings.remove', { name: titleOf(each) })}
                onClick={() => setRemoved(each)}
              >
                <Trash2 aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Dialog
        open={edited !== undefined}
        onClose={() => setEdited(undefined)}
        title={edited === 'new' || !edited ? words.add : t('inboxSettings.edit', { name: titleOf(edited) })}
      >
        {edited !== undefined &&
          form(edited === 'new' ? undefined : edited, () => {
            setEdited(undefined);
            void changed();
          })}
      </Dialog>
      <Confirm
        open={removed !== undefined}
        onClose={() => setRemoved(undefined)}
        title={t('inboxSettings.removeTitle', { name: removed ? titleOf(removed) : '' })}
        text={words.removeText}
        action={t('inboxSettings.removeAction')}
        run={async () => {
          if (!removed) return;
          await source.remove(removed.id);
          say(({ t }) => t('inboxSettings.removed', { name: titleOf(removed) }));
          await changed();
        }}
      />
    </Card>
  );
}
