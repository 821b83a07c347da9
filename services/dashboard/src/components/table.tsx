import type { ReactNode } from 'react';
import { cn } from './cn';

export interface Column<Row> {
  key: string;
  title: string;
  cell: (row: Row) => ReactNode;
  /** Heads its card on a phone and names the row. */
  main?: boolean;
  /** Buttons: without a visible title, to the right. */
  actions?: boolean;
  end?: boolean;
}

interface Props<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
}

/** A table; on a phone each row is a card. The roles are spelt out because `display: block` takes them away. */
export function Table<Row>({ label, columns, rows, rowKey }: Props<Row>) {
  return (
    <table role="table" aria-label={label} className="w-full text-left max-md:block">
      <thead role="rowgroup" className="max-md:sr-only">
        <tr role="row" className="border-b border-line text-sm text-muted">
          {columns.map(({ key, title, actions, end }) => (
            <th
              key={key}
              role="columnheader"
              scope="col"
              className={cn('px-4 py-3 font-medium whitespace-nowrap first:pl-5 last:pr-5', end && 'text-right')}
            >
              {actions ? <span className="sr-only">{title}</span> : title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" className="max-md:block">
        {rows.map((row) => (
          <tr
            key={rowKey(row)}
            role="row"
            className="border-line not-last:border-b max-md:grid max-md:gap-1.5 max-md:p-4 md:hover:bg-raised/50"
          >
            {columns.map(({ key, title, cell, main, actions, end }) => {
              const className = cn(
                'align-middle md:px-4 md:py-2.5 md:first:pl-5 md:last:pr-5',
                end && 'md:text-right md:tabular-nums',
                !main && !actions && 'max-md:flex max-md:justify-between max-md:gap-4',
                actions && 'text-right max-md:mt-1',
              );
              const inside = (
                <>
                  {!main && !actions && (
                    <span aria-hidden className="shrink-0 text-sm text-muted md:hidden">
                      {title}
                    </span>
                  )}
                  {actions ? (
                    <div className="flex flex-wrap justify-end gap-1">{cell(row)}</div>
                  ) : (
                    <div className="min-w-0 max-md:break-words">{cell(row)}</div>
                  )}
                </>
              );
              return main ? (
                <th key={key} role="rowheader" scope="row" className={cn(className, 'font-normal')}>
                  {inside}
                </th>
              ) : (
                <td key={key} role="cell" className={className}>
                  {inside}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
