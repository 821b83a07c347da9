import { Pencil, Plus, Trash2, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useWords, type Words } from '../i18n/i18n';
import { Button } from './button';
import { Confirm, Dialog } from './dialog';
import { Card } from './layout';
import { Listing, type Rows } from './listing';
import { Table, type Column } from './table';
import { useToast } from './toast';

export interface Removal<Row> {
  /** Written on the button, and on the one that confirms. */
  action: string;
  icon?: LucideIcon;
  /** The name of a row's button for who does not see the row. */
  label: (row: Row) => string;
  /** Whether this row may be removed by this person; every row where absent. */
  may?: (row: Row) => boolean;
  title: (row: Row) => string;
  text: (row: Row) => string;
  run: (row: Row) => Promise<unknown>;
  /** Said when it is done. */
  done: (words: Words, row: Row) => string;
}

export interface Editing<Row> {
  title: string;
  text: string;
  /** Written on the button that adds a row. */
  add: string;
  /** The name of the button and of the dialog that change a row. */
  label: (row: Row) => string;
  form: (row: Row | undefined, done: () => void) => ReactNode;
}

interface Props<Row> {
  query: Rows<Row>;
  /** Names the list. */
  label: string;
  empty: ReactNode;
  /** Reads the list again after a change. */
  changed: () => Promise<unknown>;
  /** As a table … */
  columns?: readonly Column<Row>[];
  /** … or as plain rows. */
  row?: (row: Row) => ReactNode;
  editing?: Editing<Row>;
  removal?: Removal<Row> | undefined;
}

/** A list of things of one kind: its four states and more pages, a form to add and change, and a question before a row is removed. */
export function ResourceList<Row extends { id: string }>({ query, label, empty, changed, columns, row, editing, removal }: Props<Row>) {
  const { t } = useWords();
  const say = useToast();
  const [edited, setEdited] = useState<Row | 'new'>();
  const [removed, setRemoved] = useState<Row>();
  const mayRemove = (each: Row) => removal !== undefined && (removal.may?.(each) ?? true);
  const Icon = removal?.icon;
  const removalColumn: Column<Row>[] = removal
    ? [
        {
          key: 'actions',
          title: t('column.actions'),
          actions: true,
          cell: (each) =>
            mayRemove(each) && (
              <Button variant="quiet" size="small" aria-label={removal.label(each)} onClick={() => setRemoved(each)}>
                {Icon && <Icon aria-hidden />}
                {removal.action}
              </Button>
            ),
        },
      ]
    : [];
  const list = (
    <Listing query={query} empty={empty}>
      {(rows) =>
        columns ? (
          <Table label={label} rows={rows} rowKey={({ id }) => id} columns={[...columns, ...removalColumn]} />
        ) : (
          <ul aria-label={label} className="divide-y divide-line rounded-lg border border-line">
            {rows.map((each) => (
              <li key={each.id} className="flex items-center gap-3 px-3 py-2">
                <div className="min-w-0 grow">{row?.(each)}</div>
                {editing && (
                  <Button variant="ghost" size="icon" aria-label={editing.label(each)} onClick={() => setEdited(each)}>
                    <Pencil aria-hidden />
                  </Button>
                )}
                {removal && mayRemove(each) && (
                  <Button variant="quiet" size="icon" aria-label={removal.label(each)} onClick={() => setRemoved(each)}>
                    <Trash2 aria-hidden />
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )
      }
    </Listing>
  );
  return (
    <>
      {editing ? (
        <Card
          title={editing.title}
          actions={
            <Button size="small" onClick={() => setEdited('new')}>
              <Plus aria-hidden />
              {editing.add}
            </Button>
          }
        >
          <p className="mb-4 max-w-2xl text-muted">{editing.text}</p>
          {list}
        </Card>
      ) : (
        list
      )}
      {editing && (
        <Dialog
          open={edited !== undefined}
          onClose={() => setEdited(undefined)}
          title={edited === 'new' || !edited ? editing.add : editing.label(edited)}
        >
          {edited !== undefined &&
            editing.form(edited === 'new' ? undefined : edited, () => {
              setEdited(undefined);
              void changed();
            })}
        </Dialog>
      )}
      {removal && (
        <Confirm
          open={removed !== undefined}
          onClose={() => setRemoved(undefined)}
          title={removed ? removal.title(removed) : ''}
          text={removed ? removal.text(removed) : ''}
          action={removal.action}
          run={async () => {
            if (!removed) return;
            await removal.run(removed);
            say((words) => removal.done(words, removed));
            await changed();
          }}
        />
      )}
    </>
  );
}
