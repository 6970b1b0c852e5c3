/** JSON Lines: one JSON object a line, UTF-8; blank lines are skipped (jsonlines.org). */
import { tooLongProblem, type DatasetItem } from '../dataset-item.ts'
import { parseJsonRow } from './json-row.ts'
import { readLines, type TextLine } from './text-lines.ts'

export async function* readJsonLines(
  texts: AsyncIterable<string>
): AsyncGenerator<readonly DatasetItem[]> {
  for await (const lines of readLines(texts)) yield lines.flatMap(itemsOf)
}

function itemsOf({ line, text }: TextLine): readonly DatasetItem[] {
  if (text === null) return [{ line, problem: tooLongProblem }]
  if (text.trim() === '') return []
  return [parseJsonRow(text, line)]
}
