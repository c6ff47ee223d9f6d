/**
 * Documents that an agent with a `knowledgeBaseConfig` looks things up in, before it answers.
 * @module knowledge
 */
import MiniSearch, { type SearchResult } from 'minisearch';
import { significant, stem } from '../brain/words';
import { chunksOf } from './chunks';
import type { Knowledge, KnowledgeBaseConfig, KnowledgeDocument, Passage } from './knowledge';

export type { Knowledge, KnowledgeBaseConfig, KnowledgeDocument, Passage } from './knowledge';

interface IndexedChunk {
  readonly id: number;
  readonly document: string;
  readonly group: string | null;
  readonly heading: string;
  readonly text: string;
}

// Documented defaults.
const defaultTopK = 5;
const defaultThreshold = 0.7;

/**
 * One knowledge base, whatever id an agent names (our reading): its documents in pieces of up to 1,000 characters, found
 * by their words.
 *
 * `similarity` is the cosine between the words of the message that say something, each weighed by how rare it is among
 * the pieces, and those of them that the piece has. A word that no piece has weighs half as much as one that a single
 * piece has: it says that the message is about something else, too. Where pieces are equally similar, the search
 * library's own score (BM25+) settles their order.
 * @throws TypeError when two documents have the same name.
 */
export function createKnowledge(documents: Iterable<KnowledgeDocument>): Knowledge {
  const chunks = indexed(documents);
  const search = new MiniSearch<IndexedChunk>({
    fields: ['heading', 'text'],
    tokenize: significant,
    processTerm: stem,
  });
  search.addAll(chunks);

  return {
    retrieve(message, config) {
      const found = search.search(message);
      const similarity = similarityTo(message, found, chunks.length);
      const { topK, threshold, isIncluded } = limitsOf(config);
      return found
        .map((result) => ({ result, similarity: similarity(result), chunk: chunks[result.id] }))
        .sort((a, b) => b.similarity - a.similarity || b.result.score - a.result.score)
        .flatMap(({ similarity, chunk }) =>
          chunk && similarity >= threshold && isIncluded(chunk) ? [passage(chunk, similarity)] : [],
        )
        .slice(0, topK);
    },
  };
}

function indexed(documents: Iterable<KnowledgeDocument>): IndexedChunk[] {
  const names = new Set<string>();
  const chunks: IndexedChunk[] = [];
  for (const { name, group = null, text } of documents) {
    if (names.has(name)) {
      throw new TypeError(`Two documents are named ${JSON.stringify(name)}: rename one of them`);
    }
    names.add(name);
    for (const chunk of chunksOf(text)) {
      chunks.push({ id: chunks.length, document: name, group, ...chunk });
    }
  }
  return chunks;
}

/** How similar each result of a search is to the message. */
function similarityTo(message: string, found: readonly SearchResult[], total: number) {
  const terms = [...new Set(significant(message).map(stem))].filter(Boolean);
  const holders = new Map(terms.map((term) => [term, 0]));
  for (const { queryTerms } of found) {
    for (const term of queryTerms) holders.set(term, (holders.get(term) ?? 0) + 1);
  }
  const weights = new Map(
    [...holders].map(([term, count]) => [
      term,
      count === 0 ? rarity(1, total) / 2 : rarity(count, total),
    ]),
  );
  const sum = (some: Iterable<string>) =>
    [...some].reduce((whole, term) => whole + (weights.get(term) ?? 0), 0);
  const whole = sum(terms);
  // Three digits: more of them would only differ between engines.
  return ({ queryTerms }: SearchResult) =>
    Math.min(1, Math.round(Math.sqrt(sum(new Set(queryTerms)) / whole) * 1000) / 1000);
}

/** Inverse document frequency, as BM25 has it. */
function rarity(holders: number, total: number): number {
  return Math.log(1 + (total - holders + 0.5) / (holders + 0.5));
}

/** `null` is as good as absent for each of them; an empty list of groups includes none (our reading). */
function limitsOf({ topK, similarityThreshold, documentGroups }: KnowledgeBaseConfig) {
  const groups = documentGroups ? new Set<string | null>(documentGroups) : undefined;
  return {
    topK: topK ?? defaultTopK,
    threshold: similarityThreshold ?? defaultThreshold,
    isIncluded: ({ group }: IndexedChunk) => groups === undefined || groups.has(group),
  };
}

/** The heading goes with the text: without it, a piece may not say what it is about. */
function passage({ document, group, heading, text }: IndexedChunk, similarity: number): Passage {
  const isOwnHeading = heading === '' || heading === text;
  return { document, group, similarity, text: isOwnHeading ? text : `${heading}\n${text}` };
}
