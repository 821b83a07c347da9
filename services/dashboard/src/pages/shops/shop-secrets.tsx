import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { Confirm, DialogActions } from '../../components/dialog';
import { TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card } from '../../components/layout';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import type { Shop } from './shop-health';
import { newSecret, ShopAddress, ShopSecret, type MadeSecret } from './shop-secret';
import { useShopTexts } from './use-shop-texts';

/** Where the shop sends, and by what it signs: a new secret and those before count together until somebody ends the older ones. */
export function ShopSecrets({ shop, changed }: { shop: Shop; changed: (now: Shop) => void }) {
  const { number } = useWords();
  const s = useShopTexts();
  const say = useToast();
  const [doing, setDoing] = useState<'rotate' | 'end'>();
  const path = { id: shop.id };
  return (
    <Card title={s('shops.secrets')}>
      <ShopAddress shop={shop} />
      <p className="mt-4 text-muted" aria-live="polite">
        {shop.secretCount > 1 ? s('shops.secretsMany', { count: number(shop.secretCount) }) : s('shops.secretsOne')}
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button variant="secondary" onClick={() => setDoing('rotate')}>
          {s('shops.rotate')}
        </Button>
        {shop.secretCount > 1 && (
          <Button variant="secondary" onClick={() => setDoing('end')}>
            {s('shops.endOld')}
          </Button>
        )}
      </div>
      <ShopSecret
        open={doing === 'rotate'}
        onClose={() => setDoing(undefined)}
        title={s('shops.rotateTitle')}
        text={s('shops.rotateText')}
        form={(onMade, close) => <RotateForm shop={shop} onMade={onMade} onClose={close} changed={changed} />}
      />
      <Confirm
        open={doing === 'end'}
        onClose={() => setDoing(undefined)}
        title={s('shops.endOldTitle')}
        text={s('shops.endOldText')}
        action={s('shops.endOld')}
        run={async () => {
          changed(await unwrap(api.DELETE('/api/v1/commerce/connections/{id}/secrets', { params: { path } })));
          say(() => s('shops.ended'));
        }}
      />
    </Card>
  );
}

interface RotateProps {
  shop: Shop;
  onMade: (made: MadeSecret) => void;
  onClose: () => void;
  changed: (now: Shop) => void;
}

function RotateForm({ shop, onMade, onClose, changed }: RotateProps) {
  const { t } = useWords();
  const s = useShopTexts();
  // Shopify and Stripe make their secrets themselves.
  const isTheirs = shop.platform === 'shopify' || shop.platform === 'stripe';
  const [secret, setSecret] = useState(() => (isTheirs ? '' : newSecret()));
  const form = useForm(['secret'], async () => {
    const params = { path: { id: shop.id } };
    const now = await unwrap(api.POST('/api/v1/commerce/connections/{id}/secrets', { params, body: { secret } }));
    changed(now);
    onMade({ shop: now, secret });
  });
  return (
    <Form state={form}>
      <TextField
        label={s('shops.newSecret')}
        hint={isTheirs ? s('shops.secretText.shopify') : s('shops.newSecretText')}
        value={secret}
        onValue={setSecret}
        error={form.error('secret')}
        autoComplete="off"
        maxLength={500}
        mono
      />
      <DialogActions>
        <Button variant="secondary" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button type="submit" busy={form.busy}>
          {s('shops.rotateDo')}
        </Button>
      </DialogActions>
    </Form>
  );
}
