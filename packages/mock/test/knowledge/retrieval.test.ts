/** What an agent finds in its documents: by its words, in its groups, as much as it asked for. */
import { array, assert, constantFrom, float, integer, property, record, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKnowledge, type KnowledgeBaseConfig, type Passage } from '../../src/knowledge/index';

const documents = [
  {
    group: 'faqs',
    name: 'faqs/returns.md',
    text: '# Returns\n\nRefunds are allowed within 30 days of the purchase.\n\n# Warranty\n\nThe warranty covers two years.',
  },
  {
    group: 'faqs',
    name: 'faqs/shipping.txt',
    text: 'Parcels ship on weekdays. Tracking comes by email.',
  },
  {
    group: 'product-docs',
    name: 'product-docs/lamp.md',
    text: '# Lamp\n\nThe lamp has a warranty of its own.',
  },
  {
    group: null,
    name: 'about.txt',
    text: 'We sell lamps since 1970, and ship parcels everywhere.',
  },
];
const shop = createKnowledge(documents);
const base: KnowledgeBaseConfig = { knowledgeBaseId: '880e8400-e29b-41d4-a716-446655440003' };
const find = (message: string, config: Partial<KnowledgeBaseConfig> = {}) =>
  shop.retrieve(message, { ...base, ...config }) as readonly Passage[];
const names = (passages: readonly Passage[]) => passages.map(({ document }) => document);

describe('Retrieval', () => {
  it('finds what a message is about with the documented defaults', () => {
    expect(find('Hello, can I have a refund?')).toEqual([
      {
        document: 'faqs/returns.md',
        group: 'faqs',
        similarity: 1,
        text: 'Returns\nRefunds are allowed within 30 days of the purchase.',
      },
    ]);
    expect(find('When does my parcel ship?')[0]).toMatchObject({ document: 'faqs/shipping.txt' });
  });

  it('says null for the group of a document that has none', () => {
    const text = 'Refunds take a week.';
    for (const document of [
      { name: 'a', text },
      { name: 'a', text, group: undefined },
    ]) {
      const [passage] = createKnowledge([document]).retrieve('refund', base) as Passage[];
      expect(passage).toHaveProperty('group', null);
    }
  });

  it('finds nothing for small talk, and nothing about what it does not know', () => {
    for (const message of ['Hello, how are you?', '😀', '???', '', 'Tell me about volcanoes']) {
      expect(find(message, { similarityThreshold: 0 })).toEqual([]);
    }
  });

  it('says how similar, from the words that count: rare ones more, unknown ones against it', () => {
    const [whole] = find('warranty', { similarityThreshold: 0 });
    const [half] = find('warranty for bicycles', { similarityThreshold: 0 });
    const [less] = find('warranty for bicycles, skates and volcanoes', { similarityThreshold: 0 });
    expect(whole?.similarity).toBe(1);
    expect(half?.similarity).toBeLessThan(1);
    expect(less?.similarity).toBeLessThan(half?.similarity ?? 0);
    expect(less?.similarity).toBeGreaterThan(0);
  });

  it('leaves out what is less similar than wanted', () => {
    const message = 'warranty for bicycles, skates and volcanoes';
    const [{ similarity } = { similarity: 0 }] = find(message, { similarityThreshold: 0 });
    expect(find(message, { similarityThreshold: similarity })).not.toEqual([]);
    expect(find(message, { similarityThreshold: similarity + 0.001 })).toEqual([]);
    expect(find(message)).toEqual([]);
  });

  it('gives five passages, or as many as wanted, the best first', () => {
    const many = createKnowledge(
      Array.from({ length: 9 }, (_, index) => ({
        group: null,
        name: `${index}.txt`,
        text: index === 4 ? 'Opening hours are nine to five.' : `Opening number ${index}.`,
      })),
    );
    const retrieve = (config: Partial<KnowledgeBaseConfig>) =>
      many.retrieve('opening hours', { ...base, similarityThreshold: 0, ...config }) as Passage[];
    expect(retrieve({})).toHaveLength(5);
    expect(names(retrieve({ topK: 1 }))).toEqual(['4.txt']);
    expect(retrieve({ topK: 20 })).toHaveLength(9);
  });

  it('looks into the groups that are named; into all without any; into none of an empty list', () => {
    const wide = { similarityThreshold: 0.1, topK: 20 };
    const everywhere = [
      'about.txt',
      'faqs/returns.md',
      'faqs/shipping.txt',
      'product-docs/lamp.md',
    ];
    const message = 'Do warranty, lamp and parcel ship together?';
    const sorted = (documentGroups?: string[] | null) =>
      [...new Set(names(find(message, { ...wide, documentGroups })))].sort();
    expect(sorted()).toEqual(everywhere);
    expect(sorted(null)).toEqual(everywhere);
    expect(sorted(['product-docs'])).toEqual(['product-docs/lamp.md']);
    expect(sorted(['faqs', 'product-docs'])).toEqual(everywhere.slice(1));
    expect(sorted(['no such group'])).toEqual([]);
    expect(sorted([])).toEqual([]);
  });

  it('is the same for every knowledge base id', () => {
    const knowledgeBaseId = '00000000-0000-0000-0000-000000000000';
    expect(find('refund', { knowledgeBaseId })).toEqual(find('refund'));
  });

  it('takes any documents and messages, keeps every bound, and repeats itself', () => {
    const some = string({ unit: 'binary', maxLength: 60 });
    const word = constantFrom(
      'refund ',
      'lamp. ',
      'constructor ',
      '__proto__ ',
      'es ',
      '\n\n',
      '# ',
    );
    const texts = array(word, { maxLength: 30 }).map((parts) => parts.join(''));
    assert(
      property(
        array(texts, { maxLength: 6 }),
        texts,
        some,
        record({
          topK: integer({ min: 1, max: 20 }),
          similarityThreshold: float({ min: 0, max: 1, noNaN: true }),
        }),
        (bodies, message, noise, limits) => {
          const knowledge = createKnowledge(
            bodies.map((text, index) => ({ group: null, name: `${index}`, text: text + noise })),
          );
          for (const asked of [message, noise]) {
            const found = knowledge.retrieve(asked, { ...base, ...limits }) as Passage[];
            const similarities = found.map(({ similarity }) => similarity);
            expect(found.length).toBeLessThanOrEqual(limits.topK);
            expect(
              similarities.every((each) => each >= limits.similarityThreshold && each <= 1),
            ).toBe(true);
            expect(similarities).toEqual([...similarities].sort((a, b) => b - a));
            expect(knowledge.retrieve(asked, { ...base, ...limits })).toEqual(found);
          }
        },
      ),
    );
  });

  it('refuses two documents of one name', () => {
    const twice = { group: null, name: 'a.txt', text: 'x' };
    expect(() => createKnowledge([twice, twice])).toThrow('Two documents are named "a.txt"');
  });
});
