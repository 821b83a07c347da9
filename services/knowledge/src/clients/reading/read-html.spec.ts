import { readHtml } from './read-html.js';

describe('readHtml', () => {
  it('reads what is for readers, in order', () => {
    const html = `<!doctype html><html><head><title>T</title><style>b{}</style></head><body>
      <nav><a href="/">Home</a></nav><header><h1>Shop &amp; more</h1></header>
      <div>Loose <b>text</b><br>second line<p>A  paragraph
      over lines.</p></div><div hidden>no</div><script>no()</script>
      <ul><li>one<ul><li>nested</li></ul></li><li>two</li></ul>
      <table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>
      <dl><dt>How long?</dt><dd>Three days.</dd></dl><details><summary>Why?</summary>Because <ul><li>so</li></ul></details>
      <p><a href="https://a.example">our page</a></p><footer>no</footer></body></html>`;
    expect(readHtml(html)).toEqual([
      { kind: 'heading', level: 1, text: 'Shop & more' },
      { kind: 'paragraph', text: 'Loose text\nsecond line' },
      { kind: 'paragraph', text: 'A paragraph over lines.' },
      { kind: 'list', items: ['one', 'nested', 'two'] },
      { kind: 'table', header: ['A', 'B'], rows: [['1', '2']] },
      { kind: 'entry', topic: ['How long?'], paragraphs: ['Three days.'] },
      { kind: 'entry', topic: ['Why?'], paragraphs: ['Because', '- so'] },
      { kind: 'paragraph', text: 'our page (https://a.example)' },
    ]);
  });

  it('reads the main content alone where the page marks it', () => {
    expect(readHtml('<body><div>Banner</div><main><p>Text</p></main></body>')).toEqual([{ kind: 'paragraph', text: 'Text' }]);
  });
});
