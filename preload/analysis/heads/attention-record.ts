/** What heads do on one prompt: attention patterns of one model or a pair, as they are stored and shown. */

export interface AttentionSettings {
  readonly prompt: string
  readonly useChatTemplate: boolean
  /** Ascending indices; null for every layer. */
  readonly layers: readonly number[] | null
  readonly nThreads: number
}

/** T tokens. */
export interface AttentionSide {
  readonly role: 'base' | 'tuned'
  readonly name: string
  readonly fingerprint: string
  readonly nLayers: number
  readonly nHeads: number
  /** [T] */
  readonly ids: readonly number[]
  readonly tokens: readonly string[]
  readonly isSpecial: readonly boolean[]
}

export interface AttentionRecord {
  /** Stripped, as the user wrote it. */
  readonly prompt: string
  readonly sides: readonly AttentionSide[]
  /** Those that are done, ascending. */
  readonly layers: readonly number[]
  readonly settings: AttentionSettings
  readonly limits: readonly string[]
  readonly notes: readonly string[]
  readonly operations: number
  readonly seconds: number
  readonly versions: Readonly<Record<string, string>>
  readonly device: string
  readonly createdAt: string
  readonly isPartial: boolean
}

/** The part `layer/<index>` of an attention result. */
export interface AttentionLayer {
  readonly layer: number
  readonly sides: readonly {
    readonly role: 'base' | 'tuned'
    /** [nHeads, T, T], row = the token that attends; rows sum to 1, nothing above the diagonal */
    readonly weights: Float32Array
  }[]
  readonly operations: number
  readonly seconds: number
}
