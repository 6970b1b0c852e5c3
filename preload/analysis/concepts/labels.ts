/** What an annotator says of a concept (method.md section 2, "Labels"). Plain data for every process. */

export const tasks = ['writing', 'math', 'coding', 'translation'] as const
export type Task = (typeof tasks)[number]

export const levels = ['phonology', 'morphology', 'syntax', 'semantics', 'cannot tell'] as const
export type Level = (typeof levels)[number]

export interface ConceptLabel {
  /** A few words; empty where nothing can be said. */
  readonly description: string
  /** In the order of `tasks`; empty for none. */
  readonly tasks: readonly Task[]
  readonly level: Level
  /** What decided it, one finding a line, with the words that show it. */
  readonly evidence: readonly string[]
}

/** A label that a person or a language model gave to a concept of a stored result. */
export interface StoredLabel {
  readonly layer: number
  readonly role: 'base' | 'tuned'
  /** Rank of the direction in its layer, 0 first. */
  readonly direction: number
  readonly annotator: 'manual' | 'llm'
  /** Of a language model: its name and endpoint. Of a person: the author's name, may be empty. */
  readonly author: string
  /** Which of several runs of a language model; null for a person. */
  readonly seed: number | null
  /** Null withdraws a manual label: what the other annotators say holds again. */
  readonly label: ConceptLabel | null
  readonly note: string
  /** ISO 8601, UTC. A later one of the same concept, annotator, author and seed replaces an earlier one, which is kept. */
  readonly createdAt: string
}
