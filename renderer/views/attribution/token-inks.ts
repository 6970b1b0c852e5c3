import { colorOf, type ColorScale } from '../../color/color-scale.ts'
import { inkOn } from '../../color/contrast.ts'
import { toHex } from '../../color/rgb.ts'

export interface TokenInk {
  readonly background: string
  readonly ink: string
}

/** Shades that a token can have: more could not be told apart, and each is worked out once. */
const nShades = 64

/** Background and readable ink for a value, remembered a shade at a time. */
export function tokenInks(scale: ColorScale): (value: number) => TokenInk {
  const inks = new Map<number, TokenInk>()
  return (value) => {
    const share = Math.max(-1, Math.min(1, value / scale.limit))
    const shade = Math.round(share * nShades)
    let found = inks.get(shade)
    if (!found) {
      const color = colorOf(scale, (shade / nShades) * scale.limit)
      found = { background: toHex(color), ink: toHex(inkOn(color)) }
      inks.set(shade, found)
    }
    return found
  }
}
