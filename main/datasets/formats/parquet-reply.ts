import type { ErrorReport } from '../../errors.ts'

/** What the thread that reads a Parquet file answers when it is asked for more. */
export type ParquetReply =
  /** Loaded: told unasked, once. */
  | { readonly kind: 'ready' }
  /** The first piece: top-level columns in the order of the schema. */
  | { readonly kind: 'columns'; readonly names: readonly string[] }
  /** Rows as lists in the order of the columns. */
  | { readonly kind: 'rows'; readonly rows: readonly (readonly PlainValue[])[] }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly error: ErrorReport }

/** A value that crosses between threads. */
export type PlainValue =
  | string
  | number
  | boolean
  | null
  /** Bytes that are not text; they stay behind. */
  | Uint8Array
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue }
