import { describe, expect, it } from 'vitest'
import { compareVerbs } from '../../../preload/analysis/heads/verb-comparison.ts'
import { defaultVerbLists } from '../../../preload/analysis/heads/verb-lists.ts'
import { wordChanges } from '../../../preload/analysis/heads/word-changes.ts'
import { paperColors } from '../../../renderer/views/concepts/plots-picture.ts'
import { verbChart } from '../../../renderer/views/heads/verb-chart.ts'
import { parseVerbs, reportWords, verbFinding } from '../../../renderer/views/heads/verb-words.ts'
import { makeFakeHeads, type FakeHeadsOptions } from '../../helpers/fake-heads.ts'

function compared(options: FakeHeadsOptions = {}, lists = defaultVerbLists) {
  const record = makeFakeHeads(options).record()
  return compareVerbs(record, wordChanges(record), lists)
}

describe('the finding about verbs', () => {
  it('says both shares, the difference, and the tests', () => {
    const [sentence, groups] = verbFinding(compared())!
    expect(sentence).toMatch(
      /^Instruction verbs went up in \d+\.\d % .* general verbs in \d+\.\d % \(\+\d+\.\d points\)\. The lists differ: Welch t \d+\.\d\d, p .*, Hedges’ g \d\.\d\d; over \d+ heads, by permutation, p .*\.$/
    )
    expect(groups).toMatch(/^Groups that differ by themselves: layers /)
  })

  it('says that a difference is no more than chance can give', () => {
    const lists = { instruction: ['be', 'see', 'do'], general: ['know', 'come', 'get'] }
    expect(verbFinding(compared({}, lists))![0]).toContain('That is no more than chance can give')
  })

  it('says why there is no test', () => {
    const lists = { instruction: ['write'], general: ['be'] }
    expect(verbFinding(compared({}, lists))![0]).toContain('Not tested: n too small.')
  })

  it('says that no verb of a list changed, rather than giving it a share', () => {
    const lists = { instruction: ['xyzzy'], general: ['be', 'see'] }
    expect(verbFinding(compared({}, lists))![0]).toMatch(
      /^No instruction verb gained or lost relations\. General verbs went up in \d+\.\d % of .* Not tested/
    )
  })

  it('has nothing to say where no verb changed', () => {
    expect(verbFinding(compared({ isSame: true }))).toBeNull()
  })
})

describe('verb lists', () => {
  it('are typed with blanks, commas or lines between words', () => {
    expect(parseVerbs(' write, give;\n find\tmake ')).toEqual(['write', 'give', 'find', 'make'])
  })

  it('report the words that no relation can have', () => {
    const lists = { instruction: ['write', 'xyzzy', 'Give'], general: ['be', 'see'] }
    const { reports } = compared({}, lists).lists
    expect(reportWords('instruction', reports.instruction)).toEqual([
      { text: '1 of 3 instruction verbs are not in the word list.', words: 'xyzzy' },
      expect.objectContaining({ words: 'Give' })
    ])
    expect(reportWords('general', reports.general)).toEqual([])
  })
})

it('the chart has a dot a verb, and each list’s mean in every group and over all', () => {
  const comparison = compared()
  const { series } = verbChart(comparison, paperColors) as {
    series: { type: string; data: { value: number[] }[] | number[][] }[]
  }
  const all = [...comparison.groups, comparison.all!]
  expect(series.map(({ data }) => data.length)).toEqual([
    all.reduce((sum, { instruction }) => sum + instruction.n, 0),
    all.length,
    all.reduce((sum, { general }) => sum + general.n, 0),
    all.length
  ])
  const means = series[1]!.data as number[][]
  expect(means[0]![1]).toBe(comparison.groups[0]!.instruction.mean)
})
