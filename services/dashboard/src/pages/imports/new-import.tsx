import { Fragment, useState } from 'react';
import { upload, type Schemas } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Button } from '../../components/button';
import { Field, SelectField, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useSegmentTexts } from '../segments/use-segment-texts';

type Preview = Schemas['ImportPreviewDto'];
type Consent = Schemas['ConsentDto']['marketing'];

/** As much of a file as it takes to see what is in it. */
const HEAD_BYTES = 64 * 1024;
const FIELDS = ['phone', 'name', 'email', 'language', 'tags'] as const;
const CONSENTS = ['unknown', 'granted', 'denied'] as const;
const ROWS_SHOWN = 5;
const PATH = '/api/v1/contacts/imports';

/** A file, what its columns are, and what its customers agreed to. */
export function NewImport({ onStarted }: { onStarted: () => void }) {
  const words = useSegmentTexts();
  const [file, setFile] = useState<File>();
  /** A file input is emptied by another one. */
  const [round, setRound] = useState(0);
  const [country, setCountry] = useState('');
  const [preview, setPreview] = useState<Preview>();
  const [problem, setProblem] = useState<unknown>();
  const [mapping, setMapping] = useState<Record<string, string | null>>({});
  const [consent, setConsent] = useState<Consent>('unknown');
  const [source, setSource] = useState('');

  const look = async (chosen: File, from: string) => {
    const data = new FormData();
    // Where the file is larger its last row is cut: the service reads none that is.
    data.append('file', chosen.slice(0, HEAD_BYTES), chosen.name);
    if (from.length === 2) data.append('defaultCountry', from);
    try {
      const seen = await upload<Preview>(`${PATH}/preview`, data, () => undefined);
      setPreview(seen);
      setMapping(seen.mapping);
      setProblem(undefined);
    } catch (error) {
      setPreview(undefined);
      setProblem(toProblem(error));
    }
  };
  const form = useForm(['mapping', 'consent', 'defaultCountry', 'file'], async () => {
    const data = new FormData();
    data.append('mapping', JSON.stringify(mapping));
    data.append('consent', JSON.stringify({ marketing: consent, ...(consent === 'unknown' ? {} : { source }) }));
    if (country) data.append('defaultCountry', country);
    data.append('file', file!, file!.name);
    await upload(PATH, data, () => undefined);
    setFile(undefined);
    setRound(round + 1);
    setPreview(undefined);
    onStarted();
  });
  return (
    <Card>
      <Form state={form}>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={words('file')} hint={words('fileHint')} error={form.error('file')}>
            {(wiring) => (
              <input
                key={round}
                type="file"
                accept=".csv,.txt,.tsv,text/csv"
                className="control py-1.5"
                onChange={(event) => {
                  const chosen = event.target.files?.[0];
                  setFile(chosen);
                  if (chosen) void look(chosen, country);
                }}
                {...wiring}
              />
            )}
          </Field>
          <TextField
            label={words('country')}
            hint={words('countryHint')}
            error={form.error('defaultCountry')}
            optional
            maxLength={2}
            value={country}
            onValue={(typed) => {
              setCountry(typed);
              if (file && typed.length !== 1) void look(file, typed);
            }}
          />
        </div>
        {problem !== undefined && <ProblemNote problem={problem} />}
        {preview && file && (
          <>
            <Columns preview={preview} mapping={mapping} change={setMapping} error={form.error('mapping')} />
            <Rows preview={preview} />
            <div className="grid gap-4 sm:grid-cols-2">
              <SelectField
                label={words('consent')}
                value={consent}
                onValue={(chosen) => setConsent(chosen as Consent)}
                error={form.error('consent')}
                options={CONSENTS.map((each) => [each, words(`consent.${each}`)] as const)}
              />
              {consent !== 'unknown' && (
                <TextField label={words('source')} hint={words('sourceHint')} value={source} onValue={setSource} maxLength={200} />
              )}
            </div>
            <div>
              <Button type="submit" busy={form.busy}>
                {words('start')}
              </Button>
            </div>
          </>
        )}
      </Form>
    </Card>
  );
}

interface ColumnsProps {
  preview: Preview;
  mapping: Record<string, string | null>;
  change: (mapping: Record<string, string | null>) => void;
  error: string | undefined;
}

function Columns({ preview, mapping, change, error }: ColumnsProps) {
  const words = useSegmentTexts();
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 font-semibold">{words('columns')}</legend>
      {preview.isKept && <p className="text-sm text-muted">{words('kept')}</p>}
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {preview.headers.map((header) => {
          const field = mapping[header] ?? '';
          const attribute = field.startsWith('attributes.') ? field : `attributes.${header.replaceAll(/[^\p{L}\p{N}_. -]+/gu, ' ').trim()}`;
          return (
            <SelectField
              key={header}
              label={words('column', { name: header })}
              value={field}
              onValue={(chosen) => change({ ...mapping, [header]: chosen || null })}
              options={[
                ['', words('skip')],
                ...FIELDS.map((each) => [each, words(`to.${each}`)] as const),
                [attribute, words('toAttribute', { name: attribute.slice('attributes.'.length) })],
              ]}
            />
          );
        })}
      </div>
      {error && <p className="text-sm font-medium text-bad">{error}</p>}
    </fieldset>
  );
}

function Rows({ preview }: { preview: Preview }) {
  const words = useSegmentTexts();
  return (
    <div className="overflow-x-auto rounded-lg border border-line" tabIndex={0} role="region" aria-label={words('preview')}>
      <table className="w-full text-left text-sm">
        <thead>
          <tr className="border-b border-line text-muted">
            <th scope="col" className="px-3 py-2 font-medium">
              {words('line')}
            </th>
            {preview.headers.map((header) => (
              <th key={header} scope="col" className="px-3 py-2 font-medium whitespace-nowrap">
                <bdi>{header}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.slice(0, ROWS_SHOWN).map(({ line, cells, error }) => (
            <Fragment key={line}>
              <tr className={error ? '' : 'border-line not-last:border-b'}>
                <td className="px-3 py-2 tabular-nums">{line}</td>
                {preview.headers.map((header, index) => (
                  <td key={header} className="max-w-60 truncate px-3 py-2">
                    <bdi>{cells[index] ?? ''}</bdi>
                  </td>
                ))}
              </tr>
              {error && (
                <tr className="border-line not-last:border-b">
                  <td colSpan={preview.headers.length + 1} className="px-3 pb-2 text-bad">
                    {error}
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}
