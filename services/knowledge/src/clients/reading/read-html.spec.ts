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

describe('pages that hide what they say', () => {
  it('an accordion of buttons in headings', () => {
    const page = `<h1>Help</h1>
      <h3><button aria-expanded="false" aria-controls="p1">Do you hire boats?</button></h3><div id="p1" hidden><p>Yes, by the hour.</p></div>
      <h3><button aria-expanded="false" aria-controls="p2">Are dogs allowed?</button></h3><div id="p2" aria-hidden="true">On a lead.</div>
      <p>Write to us.</p><button>Send</button>`;
    expect(readHtml(page)).toEqual([
      { kind: 'heading', level: 1, text: 'Help' },
      { kind: 'entry', topic: ['Do you hire boats?'], paragraphs: ['Yes, by the hour.'] },
      { kind: 'entry', topic: ['Are dogs allowed?'], paragraphs: ['On a lead.'] },
      { kind: 'paragraph', text: 'Write to us.' },
    ]);
  });

  it('panels without ids, tabs, and the attributes of Bootstrap', () => {
    expect(readHtml('<div><button aria-expanded="false">Where are you?</button><div hidden>By the mill.</div></div>')).toEqual([
      { kind: 'entry', topic: ['Where are you?'], paragraphs: ['By the mill.'] },
    ]);
    expect(readHtml('<a data-bs-toggle="collapse" href="#c">Prices?</a><div id="c" hidden>Five coins.</div>')).toEqual([
      { kind: 'entry', topic: ['Prices?'], paragraphs: ['Five coins.'] },
    ]);
    expect(readHtml('<ul><li><button aria-controls="x">Q?</button><p id="x" hidden>A.</p></li></ul>')).toEqual([
      { kind: 'entry', topic: ['Q?'], paragraphs: ['A.'] },
    ]);
  });

  it('what nobody can open stays hidden, and so does a menu', () => {
    expect(
      readHtml(
        '<p>Seen.</p><p hidden>Draft.</p><button aria-controls="m">Menu</button><ul id="m" hidden><li><a href="/a">Boats</a></li></ul>',
      ),
    ).toEqual([{ kind: 'paragraph', text: 'Seen.' }]);
  });

  it('a heading that is a button without a panel is a heading', () => {
    expect(readHtml('<h2><button>Boats</button></h2><p>By the hour.</p>')).toEqual([
      { kind: 'heading', level: 2, text: 'Boats' },
      { kind: 'paragraph', text: 'By the hour.' },
    ]);
  });

  it('a whole page in one form is read, a form to fill in is not', () => {
    expect(readHtml('<form id="aspnetForm"><input name="s"><h2>Boats</h2><p>By the hour.</p><button>Go</button></form>')).toEqual([
      { kind: 'heading', level: 2, text: 'Boats' },
      { kind: 'paragraph', text: 'By the hour.' },
    ]);
    expect(readHtml('<p>Boats.</p><form><label>Name <input></label><button>Send</button></form>')).toEqual([
      { kind: 'paragraph', text: 'Boats.' },
    ]);
  });

  it('an aside says something, unless it is a menu', () => {
    expect(readHtml('<p>Boats.</p><aside>Closed when it storms.</aside><aside><ul><li><a href="/b">Bikes</a></li></ul></aside>')).toEqual([
      { kind: 'paragraph', text: 'Boats.' },
      { kind: 'paragraph', text: 'Closed when it storms.' },
    ]);
  });

  it('details in details, in lists and around headings', () => {
    expect(
      readHtml(`<ul><li><details><summary><h3>Boats?</h3></summary><p>Yes.</p>
        <details><summary>How many?</summary>Twelve.</details></details></li><li><details><summary>Bikes?</summary>No.</details></li></ul>`),
    ).toEqual([
      { kind: 'entry', topic: ['Boats?'], paragraphs: ['Yes.'] },
      { kind: 'entry', topic: ['Boats?', 'How many?'], paragraphs: ['Twelve.'] },
      { kind: 'entry', topic: ['Bikes?'], paragraphs: ['No.'] },
    ]);
  });
});
