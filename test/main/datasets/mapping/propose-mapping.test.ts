import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../../main/checkpoint/strict-json.ts'
import { proposeMapping } from '../../../../main/datasets/mapping/propose-mapping.ts'
import type { StudyMapping } from '../../../../preload/analysis/studies/dataset.ts'

const bare = {
  id: null,
  input: null,
  response: null,
  instruction: null,
  instructionMatch: 'only',
  group: null,
  rating: null
} as const

function propose(row: (i: number) => JsonObject, nRows = 20): StudyMapping | null {
  const rows = Array.from({ length: nRows }, (_, i) => row(i))
  return proposeMapping(
    Object.keys(rows[0] ?? {}),
    rows.map((values, i) => ({ line: i + 1, values }))
  )
}

const user = { role: 'user', content: 'Hi' }
const assistant = { role: 'assistant', content: 'Yes?' }

// Forms of well-known data sets: a row, and what it must be read as.
const forms: readonly [string, (i: number) => JsonObject, Partial<StudyMapping>][] = [
  [
    'Alpaca',
    (i) => ({ instruction: `Do ${i}.`, input: i % 2 ? 'x' : '', output: 'y', text: `Below ${i}` }),
    { prompt: 'instruction', input: 'input', response: 'output' }
  ],
  [
    'Dolly',
    (i) => ({
      instruction: `Do ${i}.`,
      context: '',
      response: 'y',
      category: i % 3 ? 'qa' : 'write'
    }),
    { prompt: 'instruction', input: 'context', response: 'response', group: 'category' }
  ],
  [
    'instructions without input',
    (i) => ({ instruction: `Do ${i}.`, output: 'y' }),
    { prompt: 'instruction', response: 'output', instruction: 'instruction' }
  ],
  [
    'prompt and completion',
    (i) => ({ prompt: `p${i}`, completion: 'c' }),
    { prompt: 'prompt', response: 'completion' }
  ],
  [
    'GSM8K',
    (i) => ({ question: `How many, ${i}?`, answer: '#### 3' }),
    { prompt: 'question', response: 'answer' }
  ],
  [
    'Super-NaturalInstructions',
    (i) => ({
      id: `t${i}`,
      task_name: `task${i % 2}`,
      definition: 'Sort them.',
      inputs: `Sort them. ${i}`,
      targets: 'x'
    }),
    {
      id: 'id',
      prompt: 'inputs',
      response: 'targets',
      instruction: 'definition',
      group: 'task_name'
    }
  ],
  [
    'a definition that is not in the prompt',
    (i) => ({ definition: 'Sort them.', inputs: `${i}, 1`, targets: 'x' }),
    { prompt: 'inputs', response: 'targets' }
  ],
  [
    'UltraChat',
    (i) => ({ prompt: 'Hi', prompt_id: `p${i}`, messages: [user, assistant] }),
    { prompt: 'messages', id: 'prompt_id' }
  ],
  [
    'No Robots',
    (i) => ({ prompt: 'Hi', prompt_id: `p${i}`, messages: [user, assistant], category: 'Chat' }),
    { prompt: 'messages', id: 'prompt_id', group: 'category' }
  ],
  [
    'ShareGPT',
    (i) => ({
      id: `s${i}`,
      conversations: [
        { from: 'human', value: 'Hi' },
        { from: 'gpt', value: 'Yes?' }
      ]
    }),
    { id: 'id', prompt: 'conversations' }
  ],
  [
    'LIMA',
    () => ({ conversations: ['Hi', 'Yes?'], source: 'stackexchange' }),
    { prompt: 'conversations', group: 'source' }
  ],
  [
    'DPO',
    () => ({ prompt: 'Hi', chosen: [user, assistant], rejected: [user, assistant] }),
    { prompt: 'prompt', response: 'chosen' }
  ],
  [
    'IFEval',
    (i) => ({ key: i, prompt: `Write ${i}`, instruction_id_list: ['a:b'], kwargs: [{}] }),
    { id: 'key', prompt: 'prompt' }
  ],
  [
    'a table, where all is text',
    (i) => ({
      ID: `${i}`,
      'Text Prompt': `Go ${i}.`,
      'Instruction Spans': '[[0, 2]]',
      Score: `${1 + (i % 3)}`
    }),
    { id: 'ID', prompt: 'Text Prompt', instruction: 'Instruction Spans', rating: 'Score' }
  ],
  [
    'the paper',
    (i) => ({
      case: `c${i}`,
      dataset: 'lima',
      model: 'm',
      prompt: 'Go on.',
      instruction_spans: [[0, 2]],
      instruction_tokens: [0],
      input_tokens: ['Go', 'on'],
      output_tokens: [],
      rating: i % 2 ? 1 : null
    }),
    {
      id: 'case',
      prompt: 'prompt',
      instruction: 'instruction_spans',
      group: 'dataset',
      rating: 'rating'
    }
  ],
  [
    'the paper, unrated',
    (i) => ({
      case: `c${i}`,
      dataset: 'lima',
      prompt: 'Go on.',
      instruction_spans: [[0, 2]],
      rating: null
    }),
    {
      id: 'case',
      prompt: 'prompt',
      instruction: 'instruction_spans',
      group: 'dataset',
      rating: 'rating'
    }
  ],
  [
    'the sample',
    (i) => ({
      case: `s${i}`,
      dataset: 'sample',
      prompt: 'Say a. Now.',
      response: 'a',
      instruction: 'Say a.'
    }),
    {
      id: 'case',
      prompt: 'prompt',
      response: 'response',
      instruction: 'instruction',
      group: 'dataset'
    }
  ]
]

describe('proposeMapping', () => {
  it.each(forms)('reads the form of %s', (_, row, expected) => {
    expect(propose(row)).toEqual({ ...bare, ...expected })
  })

  it('proposes no column whose values do not fit', () => {
    expect(
      propose((i) => ({
        // Names repeat, every source is another, ratings are words, spans are a number.
        id: 'same',
        prompt: `p${i}`,
        response: { a: 1 },
        source: `https://example.org/${i}`,
        rating: 'good',
        spans: 7
      }))
    ).toEqual({ ...bare, prompt: 'prompt' })
  })

  it('proposes no rating of 0 and 1, where 1 would be read as unfollowed', () => {
    const mapping = (most: number) =>
      propose((i) => ({ prompt: `p${i}`, followed: i % (most + 1) }))
    expect(mapping(1)).toMatchObject({ rating: null })
    expect(mapping(2)).toMatchObject({ rating: 'followed' })
  })

  it('proposes no labels that count from 0, which are classes', () => {
    const mapping = (from: number) => propose((i) => ({ text: `t${i}`, label: from + (i % 4) }))
    expect(mapping(0)).toMatchObject({ prompt: 'text', rating: null })
    expect(mapping(1)).toMatchObject({ prompt: 'text', rating: 'label' })
  })

  it('reads spans that lie outside the prompt in some rows all the same: those are bad rows', () => {
    expect(propose((i) => ({ prompt: 'Go.', instruction_spans: [[0, i]] }))?.instruction).toBe(
      'instruction_spans'
    )
  })

  it('gives nothing where no column looks like a prompt', () => {
    expect(propose((i) => ({ a: i, b: 'x' }))).toBeNull()
    expect(propose((i) => ({ prompt: i }))).toBeNull()
    expect(proposeMapping([], [])).toBeNull()
    expect(proposeMapping(['prompt'], [])).toBeNull()
  })
})
