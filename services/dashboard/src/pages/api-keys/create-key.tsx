import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import '../../i18n/keys-page';
import { Button } from '../../components/button';
import { DialogActions } from '../../components/dialog';
import { SelectField, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { useWords, type Key } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { KeyDialog } from './key-dialog';

type Scope = Schemas['CreateApiKeyDto']['scopes'][number];

/** In the order of the form. All that the interface knows, or it does not compile. */
const SCOPES = Object.keys({
  'messages:write': true,
  'messages:read': true,
  'templates:write': true,
  'conversations:read': true,
  'conversations:write': true,
  'contacts:read': true,
  'contacts:write': true,
  'inbox:manage': true,
  'knowledge:read': true,
  'knowledge:write': true,
  'outlets:read': true,
  'outlets:write': true,
  'users:read': true,
  'users:write': true,
  'webhooks:read': true,
  'webhooks:write': true,
  'tenant:read': true,
  'tenant:write': true,
  'analytics:read': true,
  'billing:read': true,
  'billing:write': true,
  'audit:read': true,
  'campaigns:read': true,
  'campaigns:write': true,
  'codes:write': true,
  'invoices:read': true,
  'invoices:write': true,
  'orders:read': true,
  'orders:write': true,
  'connections:write': true,
  '*': true,
} satisfies Record<Scope, true>) as Scope[];
const DAY_MS = 86_400_000;
const LIVES = ['30', '90', '365', 'never'] as const;

export function CreateKey({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords();
  return (
    <KeyDialog open={open} onClose={onClose} title={t('keys.newTitle')} text={t('keys.newText')}>
      {(onCreated, close) => <CreateKeyForm onCreated={onCreated} onClose={close} />}
    </KeyDialog>
  );
}

function CreateKeyForm({ onCreated, onClose }: { onCreated: (key: Schemas['CreatedApiKeyDto']) => void; onClose: () => void }) {
  const { t } = useWords();
  const id = useTenantId();
  const queries = useQueryClient();
  const group = useId();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(['messages:write']);
  const [life, setLife] = useState<string>('365');
  const [limit, setLimit] = useState('1000');
  const form = useForm(['name', 'scopes', 'expiresAt', 'rateLimitPerHour'], async () => {
    const expiresAt = life === 'never' ? {} : { expiresAt: new Date(Date.now() + Number(life) * DAY_MS).toISOString() };
    const body = { name, scopes: [...scopes], rateLimitPerHour: Number(limit), ...expiresAt };
    const created = await unwrap(api.POST('/api/v1/tenants/{id}/api-keys', { params: { path: { id } }, body }));
    onCreated(created);
    await queries.invalidateQueries({ queryKey: ['api-keys', id] });
  });
  const toggle = (scope: Scope) => setScopes(scopes.includes(scope) ? scopes.filter((each) => each !== scope) : [...scopes, scope]);
  const wrong = form.error('scopes');
  return (
    <Form state={form}>
      <TextField
        label={t('keys.name')}
        hint={t('keys.nameHint')}
        maxLength={120}
        autoComplete="off"
        value={name}
        onValue={setName}
        error={form.error('name')}
      />
      <fieldset aria-describedby={wrong ? `${group}-error` : undefined}>
        <legend className="mb-1.5 text-sm font-medium">{t('keys.scopes')}</legend>
        <div className="grid gap-x-4 rounded-lg border border-line p-2 sm:grid-cols-2">
          {SCOPES.map((scope) => (
            <label key={scope} className="flex cursor-pointer gap-2.5 rounded-md p-2 hover:bg-raised">
              <input
                type="checkbox"
                className="mt-1 size-4 shrink-0 accent-brand"
                checked={scopes.includes(scope)}
                onChange={() => toggle(scope)}
              />
              <span>
                <code className="text-sm">{scope}</code>
                <span className="block text-sm text-muted">{t(`scope.${scope}` satisfies Key)}</span>
              </span>
            </label>
          ))}
        </div>
        {wrong && (
          <p id={`${group}-error`} className="mt-1.5 text-sm font-medium text-bad">
            {wrong}
          </p>
        )}
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label={t('column.expires')}
          value={life}
          onValue={setLife}
          error={form.error('expiresAt')}
          options={LIVES.map((each) => [each, t(`keys.life.${each}`)])}
        />
        <TextField
          label={t('keys.limit')}
          type="number"
          min={1}
          max={1_000_000}
          value={limit}
          onValue={setLimit}
          error={form.error('rateLimitPerHour')}
        />
      </div>
      <DialogActions>
        <Button variant="secondary" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button type="submit" busy={form.busy}>
          {t('keys.create')}
        </Button>
      </DialogActions>
    </Form>
  );
}
