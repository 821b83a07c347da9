import { Plus, Trash2 } from 'lucide-react';
import { Button } from '../../components/button';
import { TextField } from '../../components/field';
import type { FormState } from '../../components/form';
import { Card } from '../../components/layout';
import { newLine, type LineDraft } from './invoice-draft';
import { useCustomerInvoiceTexts } from './use-customer-invoice-texts';

/** As many as the API takes. */
const MOST = 200;

interface Props {
  lines: LineDraft[];
  onLines: (lines: LineDraft[]) => void;
  form: FormState;
}

/** What is sold: a new line has the tax of the one before. */
export function InvoiceLines({ lines, onLines, form }: Props) {
  const i = useCustomerInvoiceTexts();
  const set = (at: number, part: Partial<LineDraft>): void => onLines(lines.with(at, { ...lines[at]!, ...part }));
  const number = { inputMode: 'decimal' as const, maxLength: 20, autoComplete: 'off' };
  return (
    <Card title={i('lines')}>
      <ol className="grid gap-4">
        {lines.map((line, at) => (
          <li key={at} className="grid gap-3 border-b border-line pb-4">
            <div className="flex items-start gap-2">
              <TextField
                className="min-w-0 grow"
                label={i('description', { number: at + 1 })}
                value={line.description}
                onValue={(description) => set(at, { description })}
                error={form.error(`lines.${at}.description`)}
                maxLength={500}
                autoComplete="off"
              />
              {lines.length > 1 && (
                <Button
                  variant="ghost"
                  size="icon"
                  className="mt-6.5"
                  aria-label={i('removeLine', { number: at + 1 })}
                  onClick={() => onLines(lines.toSpliced(at, 1))}
                >
                  <Trash2 aria-hidden />
                </Button>
              )}
            </div>
            <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
              <TextField
                label={i('count')}
                value={line.quantity}
                onValue={(quantity) => set(at, { quantity })}
                error={form.error(`lines.${at}.quantity`)}
                {...number}
              />
              <TextField
                label={i('price')}
                value={line.price}
                onValue={(price) => set(at, { price })}
                error={form.error(`lines.${at}.unitPriceMinor`)}
                {...number}
              />
              <TextField
                label={i('discountPercent')}
                value={line.discount}
                onValue={(discount) => set(at, { discount })}
                error={form.error(`lines.${at}.discountPercent`)}
                required={false}
                placeholder="0"
                {...number}
              />
              <TextField
                label={i('taxPercent')}
                value={line.tax}
                onValue={(tax) => set(at, { tax })}
                error={form.error(`lines.${at}.taxPercent`)}
                required={false}
                placeholder="0"
                {...number}
              />
            </div>
          </li>
        ))}
      </ol>
      {form.error('lines') && <p className="mt-3 text-sm font-medium text-bad">{form.error('lines')}</p>}
      <div className="mt-4">
        <Button variant="secondary" disabled={lines.length >= MOST} onClick={() => onLines([...lines, newLine(lines.at(-1)?.tax)])}>
          <Plus aria-hidden />
          {i('addLine')}
        </Button>
      </div>
    </Card>
  );
}
