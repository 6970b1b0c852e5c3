import { describe, expect, it } from 'vitest'
import { aboutSections } from '../../../renderer/views/studies/about-words.ts'
import { badRowsText } from '../../../renderer/views/studies/bad-rows-text.ts'
import {
  columnOptions,
  columnValue,
  examplesOf,
  mappingChange,
  mappingFields
} from '../../../renderer/views/studies/mapping-fields.ts'
import {
  isTooLarge,
  sidePlanWords,
  studyPlanWords
} from '../../../renderer/views/studies/plan-words.ts'
import { ratingScale, ratingStep } from '../../../renderer/views/studies/rating-scale.ts'
import { readTokens } from '../../../renderer/views/studies/read-tokens.ts'
import { factWords, modeLine } from '../../../renderer/views/studies/study-words.ts'
import { makeFakeStudy, makeStudyRecord } from '../../helpers/study-record.ts'

const fake = makeFakeStudy({ nCases: 40, nBadRows: 2 })

describe('the cost of a study', () => {
  it('names cases, rows left out, operations, time and memory', () => {
    expect(studyPlanWords(fake.plan())).toBe(
      '40 cases · 2 rows left out · 4.2 TFLOP · about 2 min · needs 212 MB of 9.87 GB free'
    )
    const plan = { ...fake.plan(), nBadRows: 0, estimatedSeconds: null, freeBytes: 1e8, nCases: 1 }
    expect(studyPlanWords(plan)).toBe(
      '1 case · 4.2 TFLOP · needs 212 MB of 100 MB free · more than is free'
    )
    expect(isTooLarge(plan)).toBe(true)
  })

  it('says how each model runs', () => {
    expect(sidePlanWords(fake.plan())[0]).toBe(
      'base: resident on cpu, 2 threads, prompts of 14 to 31 tokens'
    )
  })
})

describe('the columns of a data set', () => {
  const { columns } = fake.preview()
  const field = (key: string) => mappingFields.find((candidate) => candidate.key === key)!

  it('any name can be chosen, even one that looks like none', () => {
    const odd = [{ name: '-', type: 'text' as const, examples: [] }, ...columns]
    const options = columnOptions(odd, field('group'))
    expect(new Set(options.map(({ value }) => value)).size).toBe(options.length)
    for (const { name } of odd) {
      expect(mappingChange(field('group'), columnValue(name))).toEqual({ group: name })
    }
    expect(mappingChange(field('group'), columnValue(null))).toEqual({ group: null })
  })

  it('a prompt cannot be null, only not chosen yet', () => {
    expect(columnValue('')).toBe(columnValue(null))
    expect(mappingChange(field('prompt'), columnValue(null))).toEqual({ prompt: '' })
  })

  it('tells the type where it is not text, and shows a value on one line', () => {
    const labels = columnOptions(columns, field('rating')).map(({ label }) => label)
    expect(labels).toContain('rating (number)')
    expect(labels).toContain('prompt')
    const lines = [
      { name: 'x', type: 'text' as const, examples: ['  ', 'one\ntwo\u202e', 'three'] }
    ]
    expect(examplesOf(lines, 'x')).toEqual(['one two\\u{202E}', 'three'])
    expect(examplesOf(columns, null)).toEqual([])
  })

  it('has a field for each part of a mapping', () => {
    const keys = Object.keys(fake.preview().mapping ?? {}).filter(
      (key) => key !== 'instructionMatch'
    )
    expect(mappingFields.map(({ key }) => key).toSorted()).toEqual(keys.toSorted())
  })

  it('copies bad rows with their lines, one a line', () => {
    const text = badRowsText(
      [
        { line: 3, problem: 'not JSON:\nend of input' },
        { line: 1200, problem: 'no prompt' }
      ],
      'line'
    )
    expect(text).toBe('line 3\tnot JSON: end of input\nline 1200\tno prompt')
  })
})

describe('where a study comes from', () => {
  const textOf = (record: Parameters<typeof aboutSections>[0]) =>
    aboutSections(record)
      .flatMap(({ title, lines }) => [
        title,
        ...lines.map(({ label, text }) => `${label}: ${text}`)
      ])
      .join('\n')

  it('names data, columns, models, modes, settings and versions', () => {
    const text = textOf(makeStudyRecord({ nCases: 4, hasAblation: true }))
    for (const wanted of [
      `SHA-256: ${'d5'.repeat(32)}`,
      'Prompt: prompt',
      `base: base (${'3f'.repeat(32)})`,
      'Same response: both models on the same response, the data set’s',
      'Token limit: 300 tokens',
      'Cases asked for: all',
      'Word ablation: remove, seed 1',
      'Versions: shiftlens 0.1.0, onnxruntime 1.23.0'
    ]) {
      expect(text).toContain(wanted)
    }
  })

  it('a recorded study has neither columns nor settings', () => {
    const text = textOf(makeStudyRecord({ nCases: 4, source: 'recorded' }))
    expect(text).toContain('Source: recorded elsewhere')
    expect(text).not.toContain('Columns')
    expect(text).not.toContain('Token limit')
    expect(text).toContain('Same response: both models on the same response')
  })

  it('is one line on screen, with its modes', () => {
    expect(factWords(makeStudyRecord({ nCases: 40 }))).toBe(
      'cases.jsonl · 40 cases · 3 groups · own responses, same response, length-matched'
    )
    expect(factWords(makeStudyRecord({ nCases: 1, groups: [], modes: ['own'] }))).toBe(
      'cases.jsonl · 1 case · own responses'
    )
    expect(modeLine('length-matched', null)).toContain('cut to the shorter one’s')
  })
})

describe('rating by keys', () => {
  it('each rating has its digit; 0, space and arrows skip; U takes back', () => {
    for (const { rating } of ratingScale) {
      expect(ratingStep(String(rating))).toEqual({ kind: 'rate', rating })
    }
    for (const key of ['0', ' ', 'ArrowRight']) {
      expect(ratingStep(key)).toEqual({ kind: 'move', by: 1 })
    }
    expect(ratingStep('ArrowLeft')).toEqual({ kind: 'move', by: -1 })
    expect(['u', 'U'].map(ratingStep)).toEqual([{ kind: 'undo' }, { kind: 'undo' }])
    expect(['9', 'Enter', 'a', 'Tab'].map(ratingStep)).toEqual([null, null, null, null])
  })
})

describe('a response as running text', () => {
  it('reads SentencePiece pieces, and bytes that make whole characters', () => {
    expect(readTokens(['▁One', '▁day', '.', '<0x0A>', 'caf', '<0xC3>', '<0xA9>'])).toBe(
      'One day.\ncafé'
    )
    expect(readTokens(['▁a', '<0xC3>', '▁b'])).toBe('a\\x{C3} b')
  })

  it('reads byte-level tokens, with characters parted over several', () => {
    expect(readTokens(['One', 'Ġday', 'Ċ', 'cafÃ', '©'])).toBe('One day\ncafé')
  })

  it('spells out what hides or reorders text', () => {
    expect(readTokens(['▁<b>', '▁\u202eevil', '\u200b'])).toBe('<b> \\u{202E}evil\\u{200B}')
  })
})
