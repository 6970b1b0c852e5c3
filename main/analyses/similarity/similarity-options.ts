export interface SimilarityOptions {
  /** Where the fast form of a file is kept for the next time; null keeps none. Made when missing. */
  readonly cacheFolder: string | null
  readonly signal?: AbortSignal
  /** Share of the bytes that was read, 0 to 1, rising. */
  readonly report?: (fraction: number) => void
  /** Files whose fast form would be larger keep none. */
  readonly cacheLimitBytes?: number
  /** Why the fast form was not kept, in plain words: the analysis goes on without. */
  readonly onCacheProblem?: (problem: string) => void
}
