// tokenizer.json of Hugging Face, models of type BPE, with the character range of every token. The
// reference is the Rust library `tokenizers`; docs/decisions says why the JavaScript one is not used.
import { AppError } from '../errors.ts'
import { type Encoding, EncodingDraft } from './encoding.ts'
import {
  type AddedToken,
  createSectioner,
  joinVocabulary,
  readAddedToken,
  readAddedTokens
} from './pipeline/added-tokens.ts'
import { alignText } from './pipeline/aligned-text.ts'
import { createBpe } from './pipeline/bpe.ts'
import { createDecoder } from './pipeline/decoders.ts'
import {
  describe,
  field,
  isObject,
  type JsonObject,
  malformed,
  objectAt,
  partsOf,
  unsupported
} from './pipeline/json-fields.ts'
import { createNormalizer } from './pipeline/normalizers.ts'
import { readPostProcessor } from './pipeline/post-processor.ts'
import { createPreTokenizer } from './pipeline/pre-tokenizers.ts'

export type { Encoding } from './encoding.ts'

/** How token texts spell spaces and bytes, for display. */
export type TokenSpelling = 'byte-level' | 'metaspace' | 'plain'

export interface Tokenizer {
  encode(text: string, options: { readonly addSpecialTokens: boolean }): Encoding
  /** The text of ids; special tokens are left out unless asked for; ids without a token too. */
  decode(ids: readonly number[], options?: { readonly keepSpecialTokens?: boolean }): string
  tokenText(id: number): string | undefined
  tokenId(text: string): number | undefined
  /** Highest id + 1; ids may have gaps. */
  readonly nTokens: number
  readonly specialIds: ReadonlySet<number>
  /** What encoding with special tokens puts before and after a text. */
  readonly addedBefore: readonly number[]
  readonly addedAfter: readonly number[]
  readonly bosToken: string | undefined
  readonly eosToken: string | undefined
  readonly spelling: TokenSpelling
  /** Every token text with its id, added tokens included. */
  readonly vocabulary: ReadonlyMap<string, number>
}

/** Longest text that is tokenised, in UTF-16 units. */
export const longestText = 4_000_000

/**
 * Builds a tokenizer from the parsed `tokenizer.json` and `tokenizer_config.json`, both untrusted.
 *
 * @throws AppError checkpoint/malformed or checkpoint/unsupported, naming the place in the file
 */
export function createTokenizer(json: unknown, config: unknown = {}): Tokenizer {
  const file = objectAt(json, 'the file')
  const settings = isObject(config) ? config : {}
  const bpe = createBpe(readModel(file))
  const idOf = new Map(bpe.vocabulary.idOf)
  const tokenOf = new Map(bpe.vocabulary.tokenOf)
  const added = addedTokens(file, settings)
  joinVocabulary(idOf, tokenOf, added)
  const normalize = createNormalizer(field(file, 'normalizer'))
  const sections = createSectioner(added, normalize)
  const preTokenize = createPreTokenizer(field(file, 'pre_tokenizer'))
  const frame = readPostProcessor(field(file, 'post_processor'), tokenOf)
  const joinTokens = createDecoder(field(file, 'decoder'))
  const specialIds = new Set(added.filter((token) => token.isSpecial).map((token) => token.id))

  function encode(
    text: string,
    { addSpecialTokens }: { readonly addSpecialTokens: boolean }
  ): Encoding {
    refuseLong(text)
    const whole = alignText(text)
    const draft = new EncodingDraft(whole, tokenOf)
    if (addSpecialTokens) for (const id of frame.before) draft.frame(id)
    for (const section of sections(whole)) {
      const { token } = section
      if (token) {
        draft.take(token.id, section.text, 0, section.text.text.length, token.isSpecial)
      } else {
        for (const piece of preTokenize(section.text)) {
          bpe.tokenize(piece, (id, from, to) => draft.take(id, piece, from, to, false))
        }
      }
    }
    if (addSpecialTokens) for (const id of frame.after) draft.frame(id)
    return draft.encoding()
  }

  function decode(
    ids: readonly number[],
    { keepSpecialTokens = false }: { readonly keepSpecialTokens?: boolean } = {}
  ): string {
    const kept = keepSpecialTokens ? ids : ids.filter((id) => !specialIds.has(id))
    return joinTokens(kept.flatMap((id) => tokenOf.get(id) ?? []))
  }

  return {
    encode,
    decode,
    tokenText: (id) => tokenOf.get(id),
    tokenId: (text) => idOf.get(text),
    nTokens: highestId(tokenOf) + 1,
    specialIds,
    addedBefore: frame.before,
    addedAfter: frame.after,
    bosToken: tokenSetting(settings, 'bos_token'),
    eosToken: tokenSetting(settings, 'eos_token'),
    spelling: spellingOf(file),
    vocabulary: idOf
  }
}

function readModel(file: JsonObject): JsonObject {
  const model = objectAt(field(file, 'model'), 'model')
  // Files of before 2020 leave the type out; merges are BPE's own.
  const type = field(model, 'type') ?? (field(model, 'merges') === undefined ? undefined : 'BPE')
  if (type === undefined) throw malformed('model.type', describe(type), '"BPE"')
  if (type !== 'BPE') throw unsupported('model.type', describe(type), 'BPE')
  return model
}

/** Those of tokenizer.json, and those that only tokenizer_config.json names. */
function addedTokens(file: JsonObject, settings: JsonObject): readonly AddedToken[] {
  const tokens = readAddedTokens(field(file, 'added_tokens'))
  const more = field(settings, 'added_tokens_decoder')
  if (!isObject(more)) return tokens
  const known = new Set(tokens.map(({ content }) => content))
  const entries = Object.entries(more).map(([id, token]) =>
    readAddedToken(
      { ...objectAt(token, `added_tokens_decoder[${describe(id)}]`), id: Number(id) },
      `added_tokens_decoder[${describe(id)}] (tokenizer_config.json)`
    )
  )
  return [...tokens, ...entries.filter(({ content }) => !known.has(content))]
}

/** `"bos_token"` is a text, or an object that holds one. */
function tokenSetting(settings: JsonObject, key: string): string | undefined {
  const value = field(settings, key)
  const text = isObject(value) ? field(value, 'content') : value
  return typeof text === 'string' ? text : undefined
}

function spellingOf(file: JsonObject): TokenSpelling {
  const parts = [
    ...partsOf(field(file, 'decoder'), 'decoder', 'decoders'),
    ...partsOf(field(file, 'pre_tokenizer'), 'pre_tokenizer', 'pretokenizers')
  ].map(({ part }) => part)
  if (parts.some((part) => field(part, 'type') === 'ByteLevel')) return 'byte-level'
  const marks = parts.some(
    (part) => field(part, 'type') === 'Metaspace' || JSON.stringify(part).includes('▁')
  )
  return marks ? 'metaspace' : 'plain'
}

function highestId(tokenOf: ReadonlyMap<number, string>): number {
  let highest = -1
  for (const id of tokenOf.keys()) if (id > highest) highest = id
  return highest
}

function refuseLong(text: string): void {
  if (text.length <= longestText) return
  throw new AppError(
    'request/invalid',
    `text: ${text.length} characters, expected at most ${longestText}`,
    { hint: 'Use a shorter text.' }
  )
}
