import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap, upload, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { DialogActions } from '../../components/dialog';
import { Field, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { todayInUtc } from './use-active';
import { useRatesTexts } from './use-rates-texts';

/** Takes a card as a JSON file, or as tables. */
export function ImportCard({ onClose }: { onClose: () => void }) {
  const { t, number } = useWords();
  const r = useRatesTexts();
  const say = useToast();
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const [isUnreadable, setUnreadable] = useState(false);
  const [countries, setCountries] = useState<File>();
  const [typed, setTyped] = useState({ name: '', source: '', effectiveFrom: '' });
  const isJson = file?.name.toLowerCase().endsWith('.json') ?? false;
  const form = useForm(['name', 'source', 'effectiveFrom'], async () => {
    if (!file) return;
    const made = isJson ? await sendJson(file) : await sendTables(file);
    if (!made) return;
    await queries.invalidateQueries({ queryKey: ['rates'] });
    const { name, rates, markets, models } = made;
    say(() => r('rates.imported', { name, rates: number(rates), markets: number(markets), models: number(models) }));
    onClose();
  });
  const sendJson = async (json: File): Promise<Schemas['RateCardDto'] | undefined> => {
    let card: unknown;
    try {
      card = JSON.parse(await json.text());
    } catch {
      setUnreadable(true);
      return undefined;
    }
    const given = Object.fromEntries(Object.entries(typed).filter(([, text]) => text.trim() !== ''));
    return unwrap(api.POST('/api/v1/billing/rate-cards', { body: { ...(card as Schemas['ImportRateCardDto']), ...given } }));
  };
  const sendTables = async (table: File): Promise<Schemas['RateCardDto']> => {
    const tables = new FormData();
    for (const [key, text] of Object.entries({ ...typed, effectiveFrom: typed.effectiveFrom || todayInUtc() })) tables.append(key, text);
    tables.append('file', table, table.name);
    if (countries) tables.append('markets', countries, countries.name);
    return (await upload('/api/v1/billing/rate-cards', tables, () => undefined)) as Schemas['RateCardDto'];
  };
  const hint = isJson ? r('rates.fromFile') : undefined;
  return (
    <Form state={form}>
      <Field label={r('rates.file')} error={isUnreadable ? r('rates.badJson') : undefined}>
        {(wiring) => (
          <input
            type="file"
            required
            accept=".json,.csv,application/json,text/csv"
            className="control py-1.5"
            onChange={(event) => {
              setFile(event.target.files?.[0]);
              setUnreadable(false);
            }}
            {...wiring}
          />
        )}
      </Field>
      {file && !isJson && (
        <Field label={r('rates.marketsFile')} optional>
          {(wiring) => (
            <input
              type="file"
              accept=".csv,text/csv"
              className="control py-1.5"
              onChange={(event) => setCountries(event.target.files?.[0])}
              {...wiring}
            />
          )}
        </Field>
      )}
      <TextField
        label={r('rates.name')}
        hint={hint}
        optional={isJson}
        maxLength={100}
        autoComplete="off"
        value={typed.name}
        onValue={(name) => setTyped({ ...typed, name })}
        error={form.error('name')}
      />
      <TextField
        label={r('rates.source')}
        hint={hint ?? r('rates.sourceHint')}
        optional={isJson}
        maxLength={300}
        autoComplete="off"
        value={typed.source}
        onValue={(source) => setTyped({ ...typed, source })}
        error={form.error('source')}
      />
      <TextField
        label={r('rates.firstDay')}
        hint={hint ?? r('rates.firstDayHint')}
        optional={isJson}
        type="date"
        value={typed.effectiveFrom}
        onValue={(effectiveFrom) => setTyped({ ...typed, effectiveFrom })}
        error={form.error('effectiveFrom')}
      />
      <DialogActions>
        <Button variant="secondary" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button type="submit" busy={form.busy}>
          {r('rates.doImport')}
        </Button>
      </DialogActions>
    </Form>
  );
}
