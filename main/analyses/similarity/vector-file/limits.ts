/** What a file of word vectors may be: far above the published ones, far below what could exhaust a machine. */
export const vectorFileLimits = {
  /** Rows; the largest published file has 3 million. */
  rows: 20_000_000,
  /** Numbers a row; usual are 50 to 300. */
  dimensions: 10_000,
  /** Of one word, in bytes. */
  wordBytes: 2_000,
  /** Of one line of text, its end included: numbers of 40 characters, twice over. */
  lineBytes: 2 ** 20
} as const

/** Bytes looked at to tell the format. */
export const sampleBytes = 2 ** 20
