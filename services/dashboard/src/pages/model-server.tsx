import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap, unwrapWithTag, type Schemas } from '../api/client';
import { toProblem } from '../api/problem';
import { Badge } from '../components/badge';
import { Button } from '../components/button';
import { PasswordField, TextField } from '../components/field';
import { Form, useForm } from '../components/form';
import { Card, SkeletonRows } from '../components/layout';
import { ProblemNote } from '../components/problem-note';
import { useToast } from '../components/toast';
import { modelServerEn } from '../i18n/model-server.en';
import { modelServerEs } from '../i18n/model-server.es';
import { useTexts } from '../i18n/use-texts';
import { useTenantId } from '../session/session-context';

type Server = Schemas['ModelServerDto'];

const TEXTS = { en: modelServerEn, es: modelServerEs };
const FIELDS = ['baseUrl', 'apiKey', 'model', 'fallbackModel'] as const;
const AS_TYPED = { autoCapitalize: 'none', autoComplete: 'off', spellCheck: false } as const;

/** The company's own model server; null where it has none. */
async function read(id: string): Promise<{ data: Server; etag: string | undefined } | null> {
  try {
    return await unwrapWithTag(api.GET('/api/v1/tenants/{id}/llm-config/model-server', { params: { path: { id } } }));
  } catch (error) {
    if (toProblem(error).code === 'not_found') return null;
    throw error;
  }
}

/** Where a company sets a model server of its own, beside the settings of its assistant. */
export function ModelServerCard() {
  const s = useTexts(TEXTS);
  const id = useTenantId();
  const server = useQuery({
    queryKey: ['model-server', id],
    queryFn: () => read(id),
    // Typing is not to be overwritten by what comes in the background.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <div className="mt-6 max-w-3xl">
      <Card title={s('server.title')}>
        <p className="-mt-2 mb-4 text-muted">{s('server.text')}</p>
        {server.isPending && <SkeletonRows rows={3} />}
        {server.isError && <ProblemNote problem={server.error} retry={() => server.refetch()} />}
        {server.data !== undefined && <ServerForm key={server.data?.etag ?? 'none'} found={server.data} />}
      </Card>
    </div>
  );
}

function ServerForm({ found }: { found: Awaited<ReturnType<typeof read>> }) {
  const s = useTexts(TEXTS);
  const say = useToast();
  const id = useTenantId();
  const queries = useQueryClient();
  const [removing, setRemoving] = useState(false);
  const before = found?.data;
  const [draft, setDraft] = useState({
    baseUrl: before?.baseUrl ?? '',
    apiKey: '',
    model: before?.model ?? '',
    fallbackModel: before?.fallbackModel ?? '',
  });
  const again = () => queries.invalidateQueries({ queryKey: ['model-server', id] });
  const form = useForm(FIELDS, async () => {
    const { baseUrl, apiKey, model, fallbackModel } = draft;
    const body = { baseUrl, model, fallbackModel: fallbackModel || null, ...(apiKey ? { apiKey } : {}) };
    const header = found?.etag ? { 'If-Match': found.etag } : {};
    await unwrap(api.PUT('/api/v1/tenants/{id}/llm-config/model-server', { params: { path: { id }, header }, body }));
    await again();
    say(() => s('server.saved'));
  });
  const remove = async () => {
    setRemoving(true);
    try {
      await unwrap(api.DELETE('/api/v1/tenants/{id}/llm-config/model-server', { params: { path: { id } } }));
      await again();
      say(() => s('server.removed'));
    } catch (error) {
      say(({ explain }) => explain(toProblem(error)), 'bad');
    }
    setRemoving(false);
  };
  const bind = (name: (typeof FIELDS)[number]) => ({
    label: s(`server.${name}`),
    value: draft[name],
    error: form.error(name),
    onValue: (value: string) => setDraft({ ...draft, [name]: value }),
  });
  const keyHint = !before
    ? s('server.apiKeyHint')
    : before.keyHint
      ? s('server.apiKeyKept', { hint: before.keyHint })
      : s('server.apiKeyKeptShort');
  return (
    <Form state={form} className="grid gap-4 sm:grid-cols-2">
      <p className="sm:col-span-2">
        <Badge tone={before ? 'good' : 'brand'}>{s(before ? 'server.set' : 'server.none')}</Badge>
      </p>
      <div className="sm:col-span-2">
        <TextField hint={s('server.baseUrlHint')} type="url" maxLength={2_000} {...AS_TYPED} {...bind('baseUrl')} />
      </div>
      <div className="sm:col-span-2">
        <PasswordField hint={keyHint} required={before === undefined} maxLength={500} autoComplete="new-password" {...bind('apiKey')} />
      </div>
      <TextField maxLength={120} {...AS_TYPED} {...bind('model')} />
      <TextField hint={s('server.fallbackModelHint')} optional maxLength={120} {...AS_TYPED} {...bind('fallbackModel')} />
      <div className="flex flex-wrap gap-2 sm:col-span-2">
        <Button type="submit" busy={form.busy}>
          {s('server.save')}
        </Button>
        {before && (
          <Button variant="quiet" busy={removing} onClick={() => void remove()}>
            <Trash2 aria-hidden />
            {s('server.remove')}
          </Button>
        )}
      </div>
    </Form>
  );
}
