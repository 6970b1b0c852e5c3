import type { AttentionRecord } from '../../preload/analysis/heads/attention-record.ts'
import { displayText } from '../../preload/token-display.ts'

/** An attention result as text for a terminal: what it is of; the weights are in its JSON. */
export function attentionText({ prompt, sides, layers, limits, notes }: AttentionRecord): string {
  return [
    `prompt: ${displayText(prompt)}`,
    ...sides.map(
      ({ role, name, nHeads, ids }) =>
        `${role}: ${displayText(name)}, ${nHeads} heads a layer, ${ids.length} tokens`
    ),
    `layers: ${layers.join(', ')}`,
    ...limits.map((limit) => `not compared: ${displayText(limit)}`),
    ...notes.map((note) => `note: ${displayText(note)}`),
    ''
  ].join('\n')
}
