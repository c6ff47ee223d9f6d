/** What an agent's knowledge base is to the mock: something that finds passages for a message. */
import type { Agent } from '@voicectl/sdk/contract';

/** A text that can be looked things up in. */
export interface KnowledgeDocument {
  /** What `documentGroups` of an agent names; null, or left out, for a document that belongs to no group. */
  readonly group?: string | null | undefined;
  /** Unique among all documents, such as `faqs/returns.md`. */
  readonly name: string;
  readonly text: string;
}

/** A piece of a document, found for a message. Also what `sources` of an answer holds (our extension). */
export interface Passage {
  /** The document's name. */
  readonly document: string;
  readonly group: string | null;
  /** From 0, nothing in common, to 1, every word of the message that says something. */
  readonly similarity: number;
  readonly text: string;
}

/** How an agent looks things up. */
export type KnowledgeBaseConfig = NonNullable<Agent['knowledgeBaseConfig']>;

/** Finds passages for a message. One of your own may tell knowledge bases apart by `config.knowledgeBaseId`. */
export interface Knowledge {
  /** Passages for a message, best first, as many and as similar as the agent's config wants them. */
  retrieve(
    message: string,
    config: KnowledgeBaseConfig,
    signal?: AbortSignal | undefined,
  ): readonly Passage[] | Promise<readonly Passage[]>;
}
