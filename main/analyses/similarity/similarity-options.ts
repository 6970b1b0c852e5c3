export interface SimilarityOptions {
  /** Where the fast form of a file is kept for the next time; null keeps none. Made when missing. */
  readonly cacheFolder: string | null
  readonly signal?: AbortSignal
  /** Share of the bytes that was read, 0 to 1, rising. */
  readonly report?: (fraction: number) => void
  /** Files whose fast form would be larger keep none. */
  readonly cacheLimitBytes?: number
  /** Of the vectors of the list's words. */
  readonly memoryLimitBytes?: number
  /** Bytes of the file in memory at a time. */
  readonly blockBytes?: number
  /** Why no fast form was kept, in plain words: the analysis goes on without. */
  readonly onCacheProblem?: (problem: string) => void
}

/** Room for the largest published files, 3 million words of 300 dimensions. */
export const usualCacheLimitBytes = 4 * 2 ** 30
export const usualMemoryLimitBytes = 4 * 2 ** 30
