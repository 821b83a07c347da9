import { Tabs } from '../../components/tabs';
import { may, type Area } from '../../session/permissions';
import { useSigned } from '../../session/session-context';
import { useOrderTexts } from './use-order-texts';

const PARTS = {
  list: ['/orders', 'orders'],
  board: ['/orders/board', 'orders'],
  invoices: ['/orders/invoices', 'orders'],
  messages: ['/orders/messages', 'shops'],
  shops: ['/orders/shops', 'shops'],
} as const satisfies Record<string, readonly [string, Area]>;
export type OrderPart = keyof typeof PARTS;

/** The pages of orders that this person may see. */
export function OrderTabs({ chosen }: { chosen: OrderPart }) {
  const o = useOrderTexts();
  const signed = useSigned();
  return (
    <Tabs
      label={o('orders.pages')}
      parts={(Object.keys(PARTS) as OrderPart[]).filter((part) => may(signed, PARTS[part][1]))}
      chosen={chosen}
      to={(part) => PARTS[part][0]}
      name={(part) => o(`orders.page.${part}`)}
    />
  );
}
