import type { ReactNode } from 'react';
import { CopyButton } from '../../components/copy-button';
import { DoneAction, Secret, ShownOnce } from '../../components/shown-once';
import type { Shop } from './shop-health';
import { useShopTexts } from './use-shop-texts';

export interface MadeSecret {
  shop: Shop;
  secret: string;
}

/** A text nobody can guess: 32 random bytes. */
export const newSecret = (): string =>
  [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

interface Props {
  open: boolean;
  onClose: () => void;
  title: string;
  text: string;
  form: (onMade: (made: MadeSecret) => void, close: () => void) => ReactNode;
}

/** A form that gives a connection a secret, and the only place that shows it, with what is to be done in the shop. */
export function ShopSecret({ open, onClose, title, text, form }: Props) {
  const s = useShopTexts();
  return (
    <ShownOnce<MadeSecret>
      open={open}
      onClose={onClose}
      title={title}
      text={text}
      made={{ title: s('shops.madeTitle'), text: s('shops.madeText') }}
      leaving={{ title: s('shops.leaveTitle'), text: s('shops.leaveText'), leave: s('shops.leave'), stay: s('shops.stay') }}
      form={form}
      show={({ shop, secret }, onKept, close) => (
        <div className="grid gap-5">
          <ShopAddress shop={shop} />
          <div>
            <p className="mb-1.5 text-sm font-medium">{s('shops.secret')}</p>
            <Secret text={secret} copy={s('shops.copySecret')} testId="shop-secret" onKept={onKept} />
          </div>
          <ShopSteps platform={shop.platform} />
          <DoneAction onClose={close}>{s('shops.done')}</DoneAction>
        </div>
      )}
    />
  );
}

export function ShopAddress({ shop }: { shop: Shop }) {
  const s = useShopTexts();
  return (
    <div className="grid gap-2">
      <p className="text-sm font-medium">{s('shops.address')}</p>
      <code className="block rounded-lg border border-line bg-raised p-3.5 text-sm break-all select-all">{shop.webhookUrl}</code>
      <div>
        <CopyButton text={shop.webhookUrl} label={s('shops.copyAddress')} />
      </div>
    </div>
  );
}

export function ShopSteps({ platform }: { platform: Shop['platform'] }) {
  const s = useShopTexts();
  return (
    <div>
      <p className="mb-1.5 text-sm font-medium">{s('shops.steps')}</p>
      <ol className="grid gap-1.5">
        {([1, 2, 3] as const).map((step) => (
          <li key={step}>
            {step}. {s(`shops.step.${platform}.${step}`)}
          </li>
        ))}
      </ol>
    </div>
  );
}
