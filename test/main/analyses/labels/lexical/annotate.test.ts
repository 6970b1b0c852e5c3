import { beforeAll, describe, expect, it } from 'vitest'
import { annotateLexically } from '../../../../../main/analyses/labels/lexical/annotate.ts'
import { loadLexicon } from '../../../../../main/analyses/labels/lexical/lexicon.ts'
import type { Lexicon } from '../../../../../main/analyses/labels/lexical/lexicon.ts'
import { tasks } from '../../../../../preload/analysis/concepts/labels.ts'
import { seededRandom } from '../../../../helpers/random.ts'

let lexicon: Lexicon
beforeAll(async () => {
  lexicon = await loadLexicon()
})
const label = (text: string) => annotateLexically(text.split(' '), lexicon)
const nothing = { description: '', tasks: [], level: 'cannot tell', evidence: [] }

describe('words that share nothing', () => {
  it('get no description, task or level', () => {
    expect(
      label('lantern gravity sandwich bristle Portugal envelope fierce copper donate')
    ).toEqual(nothing)
  })

  it('hardly ever seem to share something when drawn at random', () => {
    const random = seededRandom(11)
    const frequent = lexicon.vocabulary.words.slice(0, 10_000)
    const draw = () => frequent[Math.floor(random() * frequent.length)]!
    const labels = Array.from({ length: 200 }, () =>
      annotateLexically(Array.from({ length: 22 }, draw), lexicon)
    )
    expect(labels.filter(({ level }) => level !== 'cannot tell').length).toBeLessThanOrEqual(4)
    expect(labels.filter((found) => found.tasks.length > 0).length).toBeLessThanOrEqual(4)
  })
})

describe('the description', () => {
  it.each([
    ['violin cello flute trumpet oboe harp clarinet tuba', /^words about musical instruments: /],
    ['walked talked jumped painted kicked cooked opened played', /^English past tense -ed: /],
    ['le la les dans avec pour mais donc nous vous', /^French function words: /],
    ['glow gleam glue glove glad gland glue-gun glimpse', /^starts with gl-: /],
    ['SELECT INSERT varchar JOIN GROUP_BY foreign_key NOT_NULL', /^code: /],
    ['\\frac \\sum \\alpha \\int \\mathbb \\sqrt \\cdot \\beta', /^LaTeX commands: /]
  ])('of %s says what they share', (words, expected) => {
    expect(label(words).description).toMatch(expected)
  })
})

describe('the evidence', () => {
  it('names the share, the chance and the words', () => {
    const { evidence } = label('darkness kindness sadness weakness illness goodness table fitness')
    expect(evidence[0]).toMatch(
      /^English qualities -ness: 88 % of the words, \d % by chance \(darkness, kindness, /
    )
  })
})

describe('the tasks', () => {
  it('stand in the order of their definition', () => {
    const found = label('\\frac \\sum \\alpha \\int \\mathbb \\sqrt \\cdot \\beta').tasks
    expect(found).toEqual(tasks.filter((task) => found.includes(task)))
    expect(found).toEqual(['math', 'coding'])
  })

  it('of numbers in another language are mathematics and translation', () => {
    expect(label('uno dos tres cuatro cinco seis siete ocho nueve diez').tasks).toEqual([
      'math',
      'translation'
    ])
  })
})

describe('odd input', () => {
  it.each([
    ['no words', []],
    ['blank words', ['', '  ', '\t\n']],
    ['one word', ['chemistry']],
    ['one word again and again', Array.from({ length: 30 }, () => 'oxygen')],
    ['controls and lone surrogates', ['\u0000', '\uD800', '\u202E', '\uFFFF', '�', '']]
  ])('such as %s has no label', (_, words) => {
    expect(annotateLexically(words, lexicon)).toEqual(nothing)
  })

  it('such as a thousand words is labelled by the first fifty', () => {
    const first = 'oxygen hydrogen nitrogen carbon sodium chlorine sulfur helium'.split(' ')
    const some = lexicon.vocabulary.words.slice(4000, 4042)
    const words = [...first, ...some]
    const more = Array.from({ length: 950 }, (_, i) => `${first[i % 8]}${i}`)
    expect(annotateLexically([...words, ...more], lexicon)).toEqual(
      annotateLexically(words, lexicon)
    )
  })

  it('such as a word of a million letters costs no more than a long one', () => {
    const words = Array.from({ length: 20 }, (_, i) => 'ab'.repeat(500_000) + i)
    const start = performance.now()
    annotateLexically(words, lexicon)
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

it('gives the same label for the same words, whatever was labelled before', async () => {
  const words = 'hablaron llegaron compraron miraron entraron dejaron tomaron'.split(' ')
  const before = annotateLexically(words, lexicon)
  label('acid oxygen molecule hydrogen solvent ion')
  expect(annotateLexically(words, lexicon)).toEqual(before)
  expect(annotateLexically(words, await loadLexicon())).toEqual(before)
})
