/** How often the annotator agrees with lists that people labelled (test/fixtures/labels/README.md). */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { annotateLexically } from '../../../../../main/analyses/labels/lexical/annotate.ts'
import { loadLexicon } from '../../../../../main/analyses/labels/lexical/lexicon.ts'
import type { Lexicon } from '../../../../../main/analyses/labels/lexical/lexicon.ts'

interface LabelledList {
  readonly id: string
  readonly words: readonly string[]
  readonly tasks: readonly string[]
  readonly level: string
}

const fixtures = fileURLToPath(new URL('../../../../fixtures/labels/', import.meta.url))
const shared = fileURLToPath(
  new URL('../../../../../../shared/labels/lists.jsonl', import.meta.url)
)
const leastTasks = 0.8
const leastLevels = 0.75

let lexicon: Lexicon
beforeAll(async () => {
  lexicon = await loadLexicon()
})

function readLists(file: string): readonly LabelledList[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as LabelledList)
}

function measure(name: string, lists: readonly LabelledList[]) {
  const labels = lists.map(({ words }) => annotateLexically(words, lexicon))
  const share = (holds: (i: number) => boolean) =>
    lists.filter((_, i) => holds(i)).length / lists.length
  const sorted = (tasks: readonly string[]) => [...tasks].sort().join(' ')
  const tasks = share((i) => sorted(labels[i]!.tasks) === sorted(lists[i]!.tasks))
  const levels = share((i) => labels[i]!.level === lists[i]!.level)
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`
  console.log(`${name}: ${lists.length} lists, tasks ${percent(tasks)}, level ${percent(levels)}`)
  return { tasks, levels }
}

function expectEnough({ tasks, levels }: { tasks: number; levels: number }): void {
  expect(tasks).toBeGreaterThanOrEqual(leastTasks)
  expect(levels).toBeGreaterThanOrEqual(leastLevels)
}

describe('the labels of lists that two annotators agreed on', () => {
  const agreed = readLists(`${fixtures}agreed-lists.jsonl`)

  it('are mostly found where the rules were made looking at them', () => {
    const seen = agreed.filter((_, i) => i % 2 === 0)
    expectEnough(measure('agreed, seen', seen))
  })

  it('are mostly found where the rules only were measured on them', () => {
    const unseen = agreed.filter((_, i) => i % 2 === 1)
    expectEnough(measure('agreed, unseen', unseen))
  })

  it.skipIf(!existsSync(shared))('are mostly found in the file beside the checkout too', () => {
    expectEnough(measure('beside the checkout', readLists(shared)))
  })
})

describe('the labels of lists written for the tests', () => {
  const own = readLists(`${fixtures}own-lists.jsonl`)

  it.each(['a', 'b', 'c'])('are mostly found in batch %s', (batch) => {
    const lists = own.filter(({ id }) => id.startsWith(batch))
    expectEnough(measure(`own, batch ${batch}`, lists))
  })
})
