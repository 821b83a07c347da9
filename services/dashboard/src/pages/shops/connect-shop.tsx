import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { DialogActions } from '../../components/dialog';
import { SelectField, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { newSecret, ShopSecret, type MadeSecret } from './shop-secret';
import { useShopTexts } from './use-shop-texts';

/** Those that a person can connect, and what each is asked for. */
const ASKED = {
  woocommerce: { storeUrl: true, ownSecret: false, paths: false },
  shopify: { storeUrl: true, ownSecret: true, paths: false },
  generic: { storeUrl: false, ownSecret: false, paths: true },
} as const;
type Connectable = keyof typeof ASKED;
const FIELDS = ['name', 'storeUrl', 'country', 'secret', 'mapping.id', 'mapping.currency', 'mapping.total'];
const PATHS = ['id', 'currency', 'total'] as const;

export function ConnectShop({ open, onClose }: { open: boolean; onClose: () => void }) {
  const s = useShopTexts();
  return (
    <ShopSecret
      open={open}
      onClose={onClose}
      title={s('shops.connect')}
      text={s('shops.connectText')}
      form={(onMade, close) => <ConnectForm onMade={onMade} onClose={close} />}
    />
  );
}

function ConnectForm({ onMade, onClose }: { onMade: (made: MadeSecret) => void; onClose: () => void }) {
  const { t } = useWords();
  const s = useShopTexts();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const [platform, setPlatform] = useState<Connectable>('woocommerce');
  const [values, setValues] = useState({ name: '', storeUrl: '', country: '', secret: '', id: 'id', currency: 'currency', total: 'total' });
  const [generated] = useState(newSecret);
  const set = (field: keyof typeof values) => (value: string) => setValues((before) => ({ ...before, [field]: value }));
  const asked = ASKED[platform];
  const form = useForm(FIELDS, async () => {
    const { name, storeUrl, country, id, currency, total } = values;
    const secret = asked.ownSecret ? values.secret.trim() : generated;
    const body = {
      platform,
      name: name.trim(),
      secret,
      ...(asked.storeUrl && storeUrl.trim() ? { storeUrl: storeUrl.trim() } : {}),
      ...(country.trim() ? { country: country.trim().toUpperCase() } : {}),
      ...(asked.paths ? { mapping: { id: id.trim(), currency: currency.trim(), total: total.trim() } } : {}),
    };
    const shop = await unwrap(api.POST('/api/v1/commerce/connections', { body }));
    onMade({ shop, secret });
    await queries.invalidateQueries({ queryKey: ['shops', tenantId] });
  });
  return (
    <Form state={form}>
      <SelectField
        label={s('shops.platform')}
        value={platform}
        onValue={(value) => setPlatform(value as Connectable)}
        options={(Object.keys(ASKED) as Connectable[]).map((each) => [each, s(`shops.platform.${each}`)])}
      />
      <TextField
        label={s('shops.name')}
        hint={s('shops.nameText')}
        value={values.name}
        onValue={set('name')}
        error={form.error('name')}
        maxLength={200}
      />
      {asked.storeUrl && (
        <TextField
          label={s('shops.storeUrl')}
          type="url"
          placeholder="https://"
          value={values.storeUrl}
          onValue={set('storeUrl')}
          error={form.error('storeUrl')}
          maxLength={500}
          optional
        />
      )}
      {asked.ownSecret && (
        <TextField
          label={s('shops.secretOf.shopify')}
          hint={s('shops.secretText.shopify')}
          value={values.secret}
          onValue={set('secret')}
          error={form.error('secret')}
          autoComplete="off"
          maxLength={500}
          mono
        />
      )}
      {asked.paths && (
        <fieldset>
          <legend className="mb-2 text-sm text-muted">{s('shops.pathsText')}</legend>
          <div className="grid gap-4 sm:grid-cols-3">
            {PATHS.map((path) => (
              <TextField
                key={path}
                label={s(`shops.map.${path}`)}
                value={values[path]}
                onValue={set(path)}
                error={form.error(`mapping.${path}`)}
                maxLength={300}
                mono
              />
            ))}
          </div>
        </fieldset>
      )}
      <TextField
        label={s('shops.country')}
        hint={s('shops.countryText')}
        value={values.country}
        onValue={set('country')}
        error={form.error('country')}
        maxLength={2}
        optional
      />
      <DialogActions>
        <Button variant="secondary" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button type="submit" busy={form.busy}>
          {s('shops.connect')}
        </Button>
      </DialogActions>
    </Form>
  );
}
