import { begin, changeNode, EMPTY, joinPort, portsOf, put, redo, removeNodes, undo, withNode, type Question } from './flow-draft';

describe('a flow while it is drawn', () => {
  const { flow: one, id: asks } = withNode(EMPTY, 'question');
  const { flow: two, id: says } = withNode(one, 'message');
  const joined = joinPort(two, asks, 'next', says);

  it('begins with its first node, and joins a port once', () => {
    expect(one.start).toBe(asks);
    expect(joinPort(joined, asks, 'next', asks).edges).toEqual([{ from: asks, port: 'next', to: asks }]);
    expect(joinPort(joined, asks, 'next', null).edges).toEqual([]);
  });

  it('loses the lines of what goes, and of ports that are no longer there', () => {
    expect(removeNodes(joined, [says]).edges).toEqual([]);
    expect(removeNodes(joined, [asks]).start).toBeNull();
    const question = joined.nodes[0] as Question;
    const choosing = changeNode(joined, { ...question, answer: 'choice', choices: [{ id: 'a', title: 'A' }] });
    expect(choosing.edges).toEqual([]);
    expect(portsOf(choosing.nodes[0]!)).toEqual(['choice:a', 'invalid']);
  });

  it('goes back and forth', () => {
    const history = put(put(begin(EMPTY), one), joined);
    expect(undo(undo(history)).now).toBe(EMPTY);
    expect(redo(undo(history)).now).toBe(joined);
    expect(redo(put(undo(history), two)).now).toBe(two);
    expect(undo(begin(EMPTY)).now).toBe(EMPTY);
  });
});
