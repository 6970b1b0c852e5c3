/**
 * Proposes the instruction of a prompt: its first sentence, which ends at the end of a line at the latest.
 * A proposal only; the user marks what counts.
 *
 * @returns half-open range of code points in the stripped prompt; null for an empty prompt
 */
export function suggestInstruction(prompt: string): readonly [number, number] | null {
  const stripped = prompt.trim()
  if (stripped === '') return null
  const [firstLine = ''] = stripped.split(/\r?\n/, 1)
  const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })
  const [first] = segmenter.segment(firstLine)
  const sentence = (first?.segment ?? firstLine).trimEnd()
  return [0, [...sentence].length]
}
