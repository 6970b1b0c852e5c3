import { beforeAll, describe, expect, it } from 'vitest'
import {
  codeEvidence,
  identifierParts
} from '../../../../../main/analyses/labels/lexical/code-words.ts'
import { loadLexicon } from '../../../../../main/analyses/labels/lexical/lexicon.ts'
import type { Lexicon } from '../../../../../main/analyses/labels/lexical/lexicon.ts'

let lexicon: Lexicon
beforeAll(async () => {
  lexicon = await loadLexicon()
})
const evidence = (word: string) => codeEvidence(word, word.toLowerCase(), lexicon)

describe('code', () => {
  it.each([
    ['getElementById', 'identifier'],
    ['ArrayList', 'identifier'],
    ['user_name', 'identifier'],
    ['__init__', 'identifier'],
    ['\\alpha', 'LaTeX'],
    ['np.array', 'expression'],
    ['<div>', 'expression'],
    ['config.yaml', 'file or member'],
    ['!==', 'operator'],
    ['VARCHAR', 'web'],
    ['SELECT', 'SQL'],
    ['numpy', 'Python']
  ])('such as %s is told: %s', (word, kind) => {
    expect(evidence(word)).toBe(kind)
  })

  it.each(['table', 'House', 'NATO', 'McDonald', 'U.S.', 'Mr.', 'a', 'don’t', 'élection', '7'])(
    'is not what %s is',
    (word) => {
      expect(evidence(word)).toBeNull()
    }
  )
})

describe('the parts of an identifier', () => {
  it.each([
    ['getElementById', 'get element by id'],
    ['XMLHttpRequest', 'xml http request'],
    ['list_of_dicts', 'list of dicts'],
    ['np.linalg.eigvals()', 'np linalg eigvals'],
    ['word', 'word']
  ])('of %s are %s', (identifier, parts) => {
    expect(identifierParts(identifier).join(' ')).toBe(parts)
  })
})
