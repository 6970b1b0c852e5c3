// Byte pair encoding: the pair of lowest rank merges first, the leftmost one on a tie. Linked symbols
// and a queue: O(n log n) for a piece of n characters (trust.md PAR-42), so long pieces need no cut.
import { AppError } from '../../errors.ts'
import type { AlignedText } from './aligned-text.ts'
import {
  booleanAt,
  describe,
  field,
  type JsonObject,
  stringAt,
  unsupported
} from './json-fields.ts'
import { MergeQueue } from './merge-queue.ts'
import { type MergeTable, readMerges } from './merge-table.ts'
import { readVocabulary, type Vocabulary } from './vocabulary.ts'

/** Takes one token that covers units `from` to `to` of the piece. */
export type TakeToken = (id: number, from: number, to: number) => void

export interface BpeModel {
  readonly vocabulary: Vocabulary
  tokenize(piece: AlignedText, take: TakeToken): void
}

interface Symbols {
  id: Int32Array
  from: Int32Array
  to: Int32Array
  previous: Int32Array
  next: Int32Array
  size: number
}

/** Reads a `model` of type BPE. */
export function createBpe(model: JsonObject): BpeModel {
  const where = 'model'
  refuseDropout(model)
  const vocabulary = readVocabulary(field(model, 'vocab'), `${where}.vocab`)
  const { idOf } = vocabulary
  const prefix = optionalText(model, 'continuing_subword_prefix')
  const suffix = optionalText(model, 'end_of_word_suffix')
  const merges = readMerges(field(model, 'merges'), `${where}.merges`, idOf, prefix)
  const wholeFirst = booleanAt(field(model, 'ignore_merges'), `${where}.ignore_merges`, false)
  const addSymbols = symbolReader(model, idOf, prefix, suffix)
  const queue = new MergeQueue()
  const symbols = emptySymbols(64)

  function tokenize({ text }: AlignedText, take: TakeToken): void {
    const whole = wholeFirst ? idOf.get(text) : undefined
    if (whole !== undefined) return take(whole, 0, text.length)
    clearSymbols(symbols, text.length)
    addSymbols(symbols, text)
    mergeSymbols(symbols, merges, queue)
    for (let s = symbols.size > 0 ? 0 : -1; s >= 0; s = symbols.next[s]!) {
      take(symbols.id[s]!, symbols.from[s]!, symbols.to[s]!)
    }
  }
  return { vocabulary, tokenize }
}

function refuseDropout(model: JsonObject): void {
  const dropout = field(model, 'dropout') ?? 0
  if (dropout !== 0) throw unsupported('model.dropout', describe(dropout), 'none')
}

function optionalText(model: JsonObject, key: string): string {
  return stringAt(field(model, key) ?? '', `model.${key}`)
}

function emptySymbols(capacity: number): Symbols {
  const array = (): Int32Array => new Int32Array(capacity)
  return { id: array(), from: array(), to: array(), previous: array(), next: array(), size: 0 }
}

/** Makes room for a piece: at most three symbols (bytes) a unit. */
function clearSymbols(symbols: Symbols, nUnits: number): void {
  symbols.size = 0
  if (symbols.id.length < 3 * nUnits) Object.assign(symbols, emptySymbols(4 * nUnits))
}

function add(symbols: Symbols, id: number, from: number, to: number): void {
  const s = symbols.size++
  symbols.id[s] = id
  symbols.from[s] = from
  symbols.to[s] = to
  symbols.previous[s] = s - 1
  symbols.next[s] = -1
  if (s > 0) symbols.next[s - 1] = s
}

/** Fills in the first symbols of a piece: characters, else their bytes, else the unknown token. */
function symbolReader(
  model: JsonObject,
  idOf: ReadonlyMap<string, number>,
  prefix: string,
  suffix: string
): (symbols: Symbols, text: string) => void {
  const hasBytes = booleanAt(field(model, 'byte_fallback'), 'model.byte_fallback', false)
  const fusesUnknown = booleanAt(field(model, 'fuse_unk'), 'model.fuse_unk', false)
  const unknown = field(model, 'unk_token') ?? undefined
  const unknownId =
    unknown === undefined ? undefined : (idOf.get(stringAt(unknown, 'model.unk_token')) ?? -1)

  return (symbols, text) => {
    let endsUnknown = false
    let at = 0
    for (const char of text) {
      const end = at + char.length
      const marked = (at > 0 ? prefix : '') + char + (end === text.length ? suffix : '')
      const id = idOf.get(marked)
      const bytes = id === undefined && hasBytes ? byteTokens(marked, idOf) : undefined
      if (id !== undefined) add(symbols, id, at, end)
      for (const byte of bytes ?? []) add(symbols, byte, at, end)
      const isUnknown = id === undefined && bytes === undefined && unknownId !== undefined
      if (isUnknown && unknownId < 0) throw lacksUnknown(unknown)
      if (isUnknown && endsUnknown && fusesUnknown) symbols.to[symbols.size - 1] = end
      else if (isUnknown) add(symbols, unknownId, at, end)
      endsUnknown = isUnknown
      at = end
    }
  }
}

const encoder = new TextEncoder()

function byteTokens(
  text: string,
  idOf: ReadonlyMap<string, number>
): readonly number[] | undefined {
  const ids: number[] = []
  for (const byte of encoder.encode(text)) {
    const id = idOf.get(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`)
    if (id === undefined) return undefined
    ids.push(id)
  }
  return ids
}

function lacksUnknown(unknown: unknown): AppError {
  return new AppError(
    'checkpoint/malformed',
    `tokenizer.json: model.unk_token is ${describe(unknown)}, which the vocabulary lacks, and the text needs it`,
    { file: 'tokenizer.json', hint: 'Download the file again, or choose another checkpoint.' }
  )
}

function mergeSymbols(symbols: Symbols, merges: MergeTable, queue: MergeQueue): void {
  const { id, to, previous, next, size } = symbols
  queue.clear()
  const offer = (left: number, right: number): void => {
    if (left < 0 || right < 0) return
    const rank = merges.rankOf(id[left]!, id[right]!)
    if (rank !== undefined) queue.push(rank, left)
  }
  for (let s = 0; s + 1 < size; s++) offer(s, s + 1)
  while (queue.size > 0) {
    const { rank, position: left } = queue.pop()
    const right = id[left]! < 0 ? -1 : next[left]!
    // An entry is stale when its left symbol is gone or either symbol has grown since.
    if (right < 0 || merges.rankOf(id[left]!, id[right]!) !== rank) continue
    id[left] = merges.mergedId(rank)
    to[left] = to[right]!
    next[left] = next[right]!
    id[right] = -1
    if (next[left]! >= 0) previous[next[left]!] = left
    offer(previous[left]!, left)
    offer(left, next[left]!)
  }
}
