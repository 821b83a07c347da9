import { useRoutes } from 'react-router';
import { Guard } from '../../shell/guard';
import { NotFoundPage } from '../../shell/not-found';
import { CustomerInvoicePage } from '../customer-invoices/customer-invoice';
import { CustomerInvoiceSettingsPage } from '../customer-invoices/customer-invoice-settings';
import { CustomerInvoicesPage } from '../customer-invoices/customer-invoices';
import { EditCustomerInvoicePage, NewCustomerInvoicePage } from '../customer-invoices/invoice-editor';
import { ShopPage } from '../shops/shop';
import { ShopsPage } from '../shops/shops';
import { OrderBoardPage } from './board';
import { OrderPage } from './order';
import { OrderMessagesPage } from './order-messages';
import { OrdersPage } from './orders';

/** Pages about orders, which come as one file: the first load of the dashboard names it once. */
export function OrderPages() {
  const ofAdmins = (page: React.ReactNode) => <Guard area="shops">{page}</Guard>;
  return useRoutes([
    { index: true, element: <OrdersPage /> },
    { path: 'board', element: <OrderBoardPage /> },
    { path: 'invoices', element: <CustomerInvoicesPage /> },
    { path: 'invoices/new', element: <NewCustomerInvoicePage /> },
    { path: 'invoices/settings', element: ofAdmins(<CustomerInvoiceSettingsPage />) },
    { path: 'invoices/:id', element: <CustomerInvoicePage /> },
    { path: 'invoices/:id/edit', element: <EditCustomerInvoicePage /> },
    { path: 'messages', element: ofAdmins(<OrderMessagesPage />) },
    { path: 'shops', element: ofAdmins(<ShopsPage />) },
    { path: 'shops/:id', element: ofAdmins(<ShopPage />) },
    { path: ':id', element: <OrderPage /> },
    { path: '*', element: <NotFoundPage /> },
  ]);
}
