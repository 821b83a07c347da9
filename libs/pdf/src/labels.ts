/** The words of an invoice that its maker does not write. */
export interface Labels {
  invoice: string;
  creditNote: string;
  number: string;
  issued: string;
  due: string;
  period: string;
  corrects: string;
  from: string;
  to: string;
  taxId: string;
  description: string;
  quantity: string;
  unitPrice: string;
  amount: string;
  subtotal: string;
  total: string;
  paid: string;
  toPay: string;
  notes: string;
  page: (page: number, pages: number) => string;
  /** Said where a letter was written as its number, because no font has it. */
  unprintable: string;
}

const en: Labels = {
  invoice: 'Invoice',
  creditNote: 'Credit note',
  number: 'Number',
  issued: 'Date',
  due: 'Due',
  period: 'Period',
  corrects: 'Corrects invoice',
  from: 'From',
  to: 'To',
  taxId: 'Tax ID',
  description: 'Description',
  quantity: 'Quantity',
  unitPrice: 'Unit price',
  amount: 'Amount',
  subtotal: 'Subtotal',
  total: 'Total',
  paid: 'Paid',
  toPay: 'To pay',
  notes: 'Notes',
  page: (page, pages) => `Page ${page} of ${pages}`,
  unprintable: 'No font here has some letters. Each stands as its Unicode number in square brackets.',
};

const es: Labels = {
  invoice: 'Factura',
  creditNote: 'Nota de crédito',
  number: 'Número',
  issued: 'Fecha',
  due: 'Vence',
  period: 'Período',
  corrects: 'Corrige la factura',
  from: 'De',
  to: 'Para',
  taxId: 'NIF',
  description: 'Descripción',
  quantity: 'Cantidad',
  unitPrice: 'Precio unitario',
  amount: 'Importe',
  subtotal: 'Subtotal',
  total: 'Total',
  paid: 'Pagado',
  toPay: 'Por pagar',
  notes: 'Notas',
  page: (page, pages) => `Página ${page} de ${pages}`,
  unprintable: 'Ninguna fuente disponible tiene algunas letras. Cada una figura con su número Unicode entre corchetes.',
};

const ar: Labels = {
  invoice: 'فاتورة',
  creditNote: 'إشعار دائن',
  number: 'الرقم',
  issued: 'التاريخ',
  due: 'تاريخ الاستحقاق',
  period: 'الفترة',
  corrects: 'يصحح الفاتورة',
  from: 'من',
  to: 'إلى',
  taxId: 'الرقم الضريبي',
  description: 'الوصف',
  quantity: 'الكمية',
  unitPrice: 'سعر الوحدة',
  amount: 'المبلغ',
  subtotal: 'المجموع الفرعي',
  total: 'الإجمالي',
  paid: 'المدفوع',
  toPay: 'المستحق',
  notes: 'ملاحظات',
  page: (page, pages) => `صفحة ${page} من ${pages}`,
  unprintable: 'لا يوجد خط لبعض الحروف، ويظهر كل منها برقم يونيكود بين قوسين.',
};

const he: Labels = {
  invoice: 'חשבונית',
  creditNote: 'הודעת זיכוי',
  number: 'מספר',
  issued: 'תאריך',
  due: 'לתשלום עד',
  period: 'תקופה',
  corrects: 'מתקן את חשבונית',
  from: 'מאת',
  to: 'אל',
  taxId: 'מספר עוסק',
  description: 'תיאור',
  quantity: 'כמות',
  unitPrice: 'מחיר יחידה',
  amount: 'סכום',
  subtotal: 'סכום ביניים',
  total: 'סך הכול',
  paid: 'שולם',
  toPay: 'לתשלום',
  notes: 'הערות',
  page: (page, pages) => `עמוד ${page} מתוך ${pages}`,
  unprintable: 'לאותיות מסוימות אין גופן. כל אחת מופיעה כמספר יוניקוד בסוגריים.',
};

const LABELS: Record<string, Labels> = { en, es, ar, he };

/** The words of a language; English for those that are not written here. */
export const labelsOf = (locale: string): Labels => LABELS[locale.split('-')[0]!.toLowerCase()] ?? en;
