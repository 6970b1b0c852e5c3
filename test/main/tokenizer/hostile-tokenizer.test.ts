import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../main/errors.ts'
import { createTokenizer } from '../../../main/tokenizer/tokenizer.ts'
import { appErrorOf } from '../../helpers/app-error.ts'
import { readFixture } from '../../helpers/fixture-tokenizers.ts'
import { smallTokenizer } from '../../helpers/small-tokenizer.ts'

function nested(depth: number): unknown {
  let part: unknown = { type: 'NFC' }
  for (let i = 0; i < depth; i++) part = { type: 'Sequence', normalizers: [part] }
  return part
}

const token = { id: 20, content: '<x>', special: true }
const special = { type: 'TemplateProcessing', special_tokens: {} }
const sequence = { Sequence: { id: 'A' } }

/** What, the code of the refusal, a part of its message. */
const cases: readonly (readonly [string, unknown, string, string])[] = [
  ['no object', [], 'malformed', 'the file is a list of 0'],
  ['null', null, 'malformed', 'the file is null'],
  ['no model', {}, 'malformed', 'model is missing'],
  ['model without a type', { model: { vocab: {} } }, 'malformed', 'model.type is missing'],
  [
    'Unigram',
    { model: { type: 'Unigram', vocab: [] } },
    'unsupported',
    '"Unigram"; supported: BPE'
  ],
  ['WordPiece', { model: { type: 'WordPiece' } }, 'unsupported', '"WordPiece"'],
  ['a type from the prototype', { model: { type: '__proto__' } }, 'unsupported', '"__proto__"'],
  ['vocab as a list', smallTokenizer({}, { vocab: [] }), 'malformed', 'model.vocab is a list'],
  [
    'a negative id',
    smallTokenizer({}, { vocab: { a: -1 } }),
    'malformed',
    'model.vocab["a"] is -1'
  ],
  [
    'a broken id',
    smallTokenizer({}, { vocab: { a: 1.5 } }),
    'malformed',
    'is 1.5, expected an integer'
  ],
  [
    'an id of 2^24',
    smallTokenizer({}, { vocab: { a: 2 ** 24 } }),
    'malformed',
    'from 0 to 16777215'
  ],
  ['an id as text', smallTokenizer({}, { vocab: { a: '1' } }), 'malformed', 'is "1"'],
  [
    'an id twice',
    smallTokenizer({}, { vocab: { a: 1, b: 1 } }),
    'malformed',
    'id 1 belongs to "a" and "b"'
  ],
  [
    'a merge of unknown tokens',
    smallTokenizer({}, { merges: ['a z'] }),
    'malformed',
    'model.merges[0] is about "z"'
  ],
  ['a merge into no token', smallTokenizer({}, { merges: ['b a'] }), 'malformed', 'ba'],
  ['a merge of three', smallTokenizer({}, { merges: ['a b c'] }), 'malformed', 'two tokens'],
  ['a merge of numbers', smallTokenizer({}, { merges: [[1, 2]] }), 'malformed', 'a string'],
  [
    'an empty part of a merge',
    smallTokenizer({}, { merges: [['', 'a']] }),
    'malformed',
    'neither empty'
  ],
  ['no merges', smallTokenizer({}, { merges: undefined }), 'malformed', 'model.merges is missing'],
  ['dropout', smallTokenizer({}, { dropout: 0.1 }), 'unsupported', 'model.dropout is 0.1'],
  [
    'a flag that is none',
    smallTokenizer({}, { byte_fallback: 'yes' }),
    'malformed',
    'true or false'
  ],
  [
    '100,001 added tokens',
    smallTokenizer({ added_tokens: Array(100_001).fill(token) }),
    'malformed',
    'at most 100000'
  ],
  [
    'added tokens of 3 M characters',
    smallTokenizer({ added_tokens: [{ ...token, content: 'x'.repeat(3e6) }] }),
    'malformed',
    'at most 2000000'
  ],
  [
    'an added token without id',
    smallTokenizer({ added_tokens: [{ content: 'x' }] }),
    'malformed',
    'added_tokens[0].id is missing'
  ],
  [
    'an added token with a taken id',
    smallTokenizer({ added_tokens: [{ ...token, id: 3 }] }),
    'malformed',
    'added_tokens[0]'
  ],
  [
    'an added token with another id',
    smallTokenizer({ added_tokens: [{ ...token, content: 'a' }] }),
    'malformed',
    'id 0, as in the vocabulary'
  ],
  [
    'sequences nested too deep',
    smallTokenizer({ normalizer: nested(40) }),
    'malformed',
    'nested more than 16 deep'
  ],
  [
    'an unknown normaliser',
    smallTokenizer({ normalizer: { type: 'Precompiled' } }),
    'unsupported',
    'normalizer.type is "Precompiled"'
  ],
  [
    'an unknown pre-tokenizer',
    smallTokenizer({ pre_tokenizer: { type: 'UnicodeScripts' } }),
    'unsupported',
    '"UnicodeScripts"'
  ],
  [
    'an unknown decoder',
    smallTokenizer({ decoder: { type: 'CTC' } }),
    'unsupported',
    'decoder.type is "CTC"'
  ],
  [
    'an unknown post-processor',
    smallTokenizer({ post_processor: { type: 'X' } }),
    'unsupported',
    'post_processor.type'
  ],
  [
    'an unknown behaviour',
    smallTokenizer({
      pre_tokenizer: { type: 'Split', pattern: { String: 'a' }, behavior: 'toString' }
    }),
    'malformed',
    'one of Removed'
  ],
  [
    'a catastrophic pattern',
    smallTokenizer({
      pre_tokenizer: { type: 'Split', pattern: { Regex: '(a+)+$(?!b)' }, behavior: 'Isolated' }
    }),
    'unsupported',
    '(a+)+$(?!b)'
  ],
  [
    'a back reference',
    smallTokenizer({ normalizer: { type: 'Replace', pattern: { Regex: '(a)\\1' }, content: '' } }),
    'unsupported',
    'the escape \\1'
  ],
  [
    'a pattern in the decoder',
    smallTokenizer({ decoder: { type: 'Replace', pattern: { Regex: '(?<=a)b' }, content: '' } }),
    'unsupported',
    '(?<=a)b'
  ],
  [
    'a pattern of nothing',
    smallTokenizer({ pre_tokenizer: { type: 'Split', pattern: {}, behavior: 'Isolated' } }),
    'malformed',
    '"String" or "Regex"'
  ],
  [
    'a template without the text',
    smallTokenizer({ post_processor: { ...special, single: [] } }),
    'malformed',
    'without the text'
  ],
  [
    'a template with the text twice',
    smallTokenizer({ post_processor: { ...special, single: [sequence, sequence] } }),
    'malformed',
    'the text once'
  ],
  [
    'a template of an unknown token',
    smallTokenizer({
      post_processor: { ...special, single: [{ SpecialToken: { id: 'constructor' } }, sequence] }
    }),
    'malformed',
    '"constructor" is missing'
  ],
  [
    'a template of an unknown id',
    smallTokenizer({ post_processor: { type: 'BertProcessing', cls: ['a', 0], sep: ['z', 99] } }),
    'malformed',
    'id 99'
  ]
]

describe('a hostile tokenizer.json', () => {
  it.each(cases)('is refused: %s', (_, json, kind, message) => {
    const error = appErrorOf(() => createTokenizer(json))
    expect(error.code).toBe(`checkpoint/${kind}`)
    expect(error.message).toContain(message)
    expect(error.file).toBe('tokenizer.json')
    expect(error.message.length).toBeLessThan(1000)
  })

  it('is refused with more than a million tokens', () => {
    const vocab = Object.fromEntries(Array.from({ length: 1_000_001 }, (_, i) => [i, i]))
    const error = appErrorOf(() => createTokenizer(smallTokenizer({}, { vocab, merges: [] })))
    expect(error.message).toContain('a vocabulary of 1000001 tokens, expected at most 1000000')
  })

  it('may name tokens like parts of an object, which change nothing else', () => {
    const vocab: unknown = JSON.parse('{"__proto__":0,"constructor":1,"toString":2,"a":3}')
    const added = ['__proto__', 'constructor', 'toString'].map((content, id) => ({ id, content }))
    const tokenizer = createTokenizer(
      smallTokenizer({ added_tokens: added }, { vocab, merges: [], unk_token: null })
    )
    const { ids } = tokenizer.encode('a__proto__toStringconstructora', { addSpecialTokens: false })
    expect(ids).toEqual([3, 0, 2, 1, 3])
    expect(tokenizer.tokenId('hasOwnProperty')).toBeUndefined()
    expect(tokenizer.tokenText(0)).toBe('__proto__')
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('a')
  })

  it('is refused at use when a text needs an unknown token that does not exist', () => {
    const tokenizer = createTokenizer(smallTokenizer({}, { unk_token: 'constructor' }))
    expect(tokenizer.encode('ab', { addSpecialTokens: false }).ids).toEqual([6])
    const error = appErrorOf(() => tokenizer.encode('x', { addSpecialTokens: false }))
    expect(error.message).toContain('model.unk_token is "constructor"')
  })

  it('gives a tokenizer or a typed error, whatever part of a good file is replaced', () => {
    const good = readFixture('tokenizers/sentencepiece.json')
    const text = JSON.stringify(good)
    const paths = pathsOf(good)
    const junk = fc.oneof(fc.constantFrom(null, -1, 1e99, [], {}, 'x', true), fc.jsonValue())
    fc.assert(
      fc.property(fc.constantFrom(...paths), junk, (path, value) => {
        const json: unknown = JSON.parse(text)
        replaceAt(json, path, value)
        try {
          createTokenizer(json).encode('The <s> dog é\n', { addSpecialTokens: true })
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(AppError)
        }
      }),
      { numRuns: 500, seed: 3 }
    )
  })
})

type Path = readonly string[]

/** Every place in a JSON value; of long lists and objects, the first few. */
function pathsOf(value: unknown): readonly Path[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value)
    .slice(0, 12)
    .flatMap(([key, inner]) => [[key], ...pathsOf(inner).map((rest) => [key, ...rest])])
}

function replaceAt(json: unknown, [key, ...rest]: Path, value: unknown): void {
  const object = json as Record<string, unknown>
  if (key === undefined) return
  if (rest.length === 0) object[key] = value
  else replaceAt(object[key], rest, value)
}
