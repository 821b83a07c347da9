import { docx, hostileOffice, odt, pptx, row, said, shape, xlsx } from './office.js';
import { call, form, newBase, PATIENCE_MS, search, settled } from './world.js';

describe('office documents', () => {
  it(
    'are uploaded, found by what they say, and tell what could not be used of them',
    async () => {
      const baseId = await newBase();
      const upload = async (bytes: Buffer, name: string): Promise<any> => {
        const { status, body } = await call('POST', `/knowledge-bases/${baseId}/documents`, form(bytes, name));
        expect({ status, ...body }).toMatchObject({ status: expect.anything(), id: expect.any(String) });
        return settled(body.id);
      };
      const guide = await docx(said('Warranty', '<w:outlineLvl w:val="0"/>') + said('Lamps carry a warranty of two years.'));
      expect(await upload(guide, 'Guide.docx')).toMatchObject({ status: 'ready', title: 'Guide', chunks: 1, warnings: [] });
      const slides = await pptx([
        { title: 'Delivery', shapes: shape('body', 'Islands take nine days.') },
        { title: 'Draft', hidden: true },
      ]);
      expect(await upload(slides, 'Slides.pptx')).toMatchObject({
        status: 'ready',
        warnings: [{ code: 'hidden_parts', items: ['2'], total: 1 }],
      });
      const table = await xlsx([
        { name: 'a', rows: row('Question', 'Answer') + row('Do you rent?', 'Tents only.') + row('Do you sell?', '') },
      ]);
      expect(await upload(table, 'Table.xlsx')).toMatchObject({
        status: 'ready',
        warnings: [{ code: 'question_without_answer', items: ['Do you sell?'] }],
      });
      expect(await upload(await odt('<text:p>We repair zithers.</text:p>'), 'Repairs.odt')).toMatchObject({ status: 'ready' });
      const found = async (question: string): Promise<string | undefined> => (await search(baseId, question))[0]?.text;
      expect(await found('warranty of lamps')).toBe('Lamps carry a warranty of two years.');
      expect(await found('islands')).toBe('Islands take nine days.');
      expect(await found('Do you rent?')).toBe('Tents only.');
      expect(await found('zithers')).toBe('We repair zithers.');

      const [, bomb] = await hostileOffice['a paragraph of 300 MB of blanks']!();
      expect(await upload(bomb, 'Bomb.docx')).toMatchObject({ status: 'failed', attempts: 1, error: { code: 'document_too_long' } });
      const refused = await call('POST', `/knowledge-bases/${baseId}/documents`, form(table, 'Table.docx'));
      expect(refused).toMatchObject({
        status: 415,
        body: { code: 'unsupported_type', detail: expect.stringContaining('an Excel workbook') },
      });
      const half = await call('POST', `/knowledge-bases/${baseId}/documents`, form(guide.subarray(0, 200), 'Half.docx'));
      expect(half).toMatchObject({ status: 422, body: { code: 'office_damaged' } });
    },
    PATIENCE_MS,
  );
});
