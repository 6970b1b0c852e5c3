/** Which layers of a Qwen model attend within a window. */
import { configLimits, type ConfigFields } from './config-fields.ts'

/**
 * By layer, the window or null. With `use_sliding_window`, the layers from `max_window_layers` on
 * slide, unless `layer_types` says which.
 */
export function readSlidingLayers(
  fields: ConfigFields,
  nLayers: number
): readonly (number | null)[] {
  const window = readWindow(fields)
  const types = fields.texts('layer_types', nLayers)
  const firstSliding = fields.has('max_window_layers') ? fields.count('max_window_layers') : 28
  return Array.from({ length: nLayers }, (_, l) => {
    const type =
      types?.[l] ?? (window !== null && l >= firstSliding ? 'sliding_attention' : 'full_attention')
    if (type === 'full_attention') return null
    if (type !== 'sliding_attention') {
      throw fields.unsupported(
        `layer_types holds ${JSON.stringify(type)}, supported are full_attention, sliding_attention`
      )
    }
    if (window === null) {
      throw fields.malformed(`layer ${l} is sliding_attention, but no sliding_window is in use`)
    }
    return window
  })
}

function readWindow(fields: ConfigFields): number | null {
  if (!fields.boolean('use_sliding_window', false) || fields.isNull('sliding_window')) return null
  return fields.size('sliding_window', configLimits.positions, 4_096)
}
